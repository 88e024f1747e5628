import type { FlowResult } from '@lockstep/contract/flow.ts';
import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { peopleKey } from '../../api/people.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FlowResults } from './flow-results.tsx';

/** What the dialog of each action gets. */
export interface DialogProps {
  ids: number[];
  onClose: () => void;
}

interface Props {
  title: string;
  /** What exactly happens. */
  explanation: string;
  /** What can't be taken back: it has to be ticked first. */
  final?: string;
  submit: string;
  run: (form: FormData) => Promise<FlowResult[]>;
  onClose: () => void;
  ready?: boolean;
  size?: string;
  children?: ReactNode;
}

/** One flow action: what it does, its choices, and then what became of each person. */
export function FlowDialog({ title, explanation, final, submit, run, onClose, ready = true, size, children }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const running = useMutation({
    mutationFn: run,
    onSuccess: () => queries.invalidateQueries({ queryKey: peopleKey }),
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    running.mutate(new FormData(event.currentTarget));
  };
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': t('actions.close') }}>
      {running.data ? (
        <Stack>
          <FlowResults results={running.data} />
          <Button onClick={onClose}>{t('actions.close')}</Button>
        </Stack>
      ) : (
        <form onSubmit={onSubmit}>
          <Stack>
            <Text size="sm">{explanation}</Text>
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
      )}
    </Modal>
  );
}
