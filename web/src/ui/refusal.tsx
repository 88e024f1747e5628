import { Code, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Disclosure } from './disclosure.tsx';

/** Why a record was refused, in plain words; the original is one click away. */
export function Refusal({ code, message }: { code: string; message: string }) {
  const { t } = useTranslation();
  const cause = t(
    `salesforce.errors.causes.${code}` as 'salesforce.errors.causes.other',
    t('salesforce.errors.causes.other'),
  );
  return (
    <>
      <Text size="sm" fw={600}>
        {cause}
      </Text>
      <Disclosure label={t(ours.includes(code) ? 'error.details' : 'error.salesforceSaid')}>
        <Code block>{message}</Code>
        <Text size="xs" c="dimmed" fw={400} mt={4}>
          {code}
        </Text>
      </Disclosure>
    </>
  );
}

/** Codes that are not Salesforce's. */
const ours = ['VALUE_DOES_NOT_FIT', 'FIELD_LOOP'];
