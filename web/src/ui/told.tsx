import type { Words } from '@lockstep/contract/words.ts';
import { Code, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Disclosure } from './disclosure.tsx';

/** Words of the server; what Salesforce said is one click away. */
export function Told({ words: { text, original }, dimmed }: { words: Words; dimmed?: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {text && (
        <Text size="sm" fw={400} c={dimmed ? 'dimmed' : undefined}>
          {text}
        </Text>
      )}
      {original && (
        <Disclosure label={t('error.salesforceSaid')}>
          <Code block>{original}</Code>
        </Disclosure>
      )}
    </>
  );
}
