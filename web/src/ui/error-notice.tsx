import { Button, Stack, Text } from '@mantine/core';
import { ApiError } from '../api/client.ts';
import { strings } from '../strings.ts';
import { Notice } from './notice.tsx';

/** What went wrong, and what to do about it. */
export function ErrorNotice({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const action = error instanceof ApiError ? error.explanation.action : '';
  return (
    <Notice data-kind="error" role="alert" title={error.message}>
      <Stack gap="xs" align="flex-start">
        {action && <Text size="sm">{action}</Text>}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {strings.actions.tryAgain}
          </Button>
        )}
      </Stack>
    </Notice>
  );
}
