import type { FlowResult } from '@lockstep/contract/flow.ts';
import { Button, Modal, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { peopleKey } from '../../api/people.ts';
import { DialogForm, type DialogFormProps } from '../../ui/dialog-form.tsx';
import { FlowResults } from './flow-results.tsx';

/** What the dialog of each action gets. */
export interface DialogProps {
  ids: number[];
  onClose: () => void;
}

interface Props extends Omit<DialogFormProps, 'running' | 'onSubmit'> {
  title: string;
  run: (form: FormData) => Promise<FlowResult[]>;
  size?: string;
}

/** One flow action: what it does, its choices, and then what became of each person. */
export function FlowDialog({ title, run, size, ...form }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const running = useMutation({
    mutationFn: run,
    onSuccess: () => queries.invalidateQueries({ queryKey: peopleKey }),
  });
  const { onClose } = form;
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': t('actions.close') }}>
      {running.data ? (
        <Stack>
          <FlowResults results={running.data} />
          <Button onClick={onClose}>{t('actions.close')}</Button>
        </Stack>
      ) : (
        <DialogForm {...form} running={running} onSubmit={running.mutate} />
      )}
    </Modal>
  );
}
