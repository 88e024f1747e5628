import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from './error-notice.tsx';

export interface DialogFormProps {
  /** What exactly happens. */
  explanation?: string;
  /** What can't be taken back: it has to be ticked first. */
  final?: string;
  submit: string;
  /** What it does, under way. */
  running: { error: Error | null; isPending: boolean };
  ready?: boolean;
  onSubmit: (form: FormData) => void;
  onClose: () => void;
  children?: ReactNode;
}

/** What is in a dialog that asks and then does something. */
export function DialogForm({
  explanation,
  final,
  submit,
  running,
  ready = true,
  onSubmit,
  onClose,
  children,
}: DialogFormProps) {
  const { t } = useTranslation();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={send}>
      <Stack>
        {explanation && <Text size="sm">{explanation}</Text>}
        {children}
        {final && <Checkbox required label={final} />}
        {running.error && <ErrorNotice error={running.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('actions.cancel')}
          </Button>
          <Button type="submit" loading={running.isPending} disabled={!ready}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
