import type { SessionView } from '@lockstep/contract/session.ts';
import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { EntranceFrame } from '../ui/entrance-frame.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';

interface Props {
  title: string;
  explanation?: string;
  submit: string;
  /** Sends the form; its answer is the session. */
  enter: (form: FormData) => Promise<SessionView>;
  children: ReactNode;
}

/** A form that leads into the product: signing in, or creating the first administrator. */
export function EntranceForm({ title, explanation, submit, enter, children }: Props) {
  const queries = useQueryClient();
  const entering = useMutation({
    mutationFn: enter,
    onSuccess: (session) => {
      queries.setQueryData(['session'], session);
      void queries.invalidateQueries({ queryKey: ['first-start'] });
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    entering.mutate(new FormData(event.currentTarget));
  };
  return (
    <EntranceFrame>
      <Paper withBorder p="xl">
        <form onSubmit={onSubmit}>
          <Stack>
            <Stack gap={4}>
              <Title order={1} size="h3">
                {title}
              </Title>
              {explanation && (
                <Text c="dimmed" size="sm">
                  {explanation}
                </Text>
              )}
            </Stack>
            {children}
            {entering.error && <ErrorNotice error={entering.error} />}
            <Button type="submit" loading={entering.isPending} fullWidth>
              {submit}
            </Button>
          </Stack>
        </form>
      </Paper>
    </EntranceFrame>
  );
}
