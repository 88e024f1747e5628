import { Alert, Button, Stack, Text } from '@mantine/core';
import { ApiError } from '../api/client.ts';
import { strings } from '../strings.ts';

/** What went wrong, and what to do about it. */
export function ErrorNotice({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const action = error instanceof ApiError ? error.explanation.action : '';
  return (
    <Alert color="red" role="alert" title={error.message}>
      <Stack gap="xs" align="flex-start">
        {action && <Text size="sm">{action}</Text>}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {strings.actions.tryAgain}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
