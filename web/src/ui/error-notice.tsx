import { Button, Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ExplainedError, useExplanation } from '../i18n/use-explanation.ts';
import { Disclosure } from './disclosure.tsx';
import { Notice } from './notice.tsx';

interface Props {
  error: Error | ExplainedError;
  onRetry?: () => void;
}

/** What went wrong and what to do about it; Salesforce's original words are one click away. */
export function ErrorNotice({ error, onRetry }: Props) {
  const { t } = useTranslation();
  const { title, detail, action, original, code } = useExplanation(error);
  return (
    <Notice data-kind="error" role="alert" title={title}>
      <Stack gap="xs" align="flex-start">
        {detail && <Text size="sm">{detail}</Text>}
        {action && (
          <Text size="sm">
            <strong>{t('error.whatToDo')}:</strong> {action}
          </Text>
        )}
        {(original || code) && (
          <Disclosure label={original ? t('error.salesforceSaid') : t('error.details')}>
            {original && <Code block>{original}</Code>}
            {code && (
              <Text size="xs" c="dimmed" mt={4}>
                {code}
              </Text>
            )}
          </Disclosure>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('actions.tryAgain')}
          </Button>
        )}
      </Stack>
    </Notice>
  );
}
