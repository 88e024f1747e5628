import { NumberInput, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { createTasks } from '../../api/flow.ts';
import { textOf } from '../../forms/form-data.ts';
import { type DialogProps, FlowDialog } from './flow-dialog.tsx';
import { OwnerInput, ownerOf } from './owner-input.tsx';

export function CreateTaskDialog({ ids, onClose }: DialogProps) {
  const { t } = useTranslation();
  const run = (form: FormData) => {
    const given = (name: string) => textOf(form, name) || undefined;
    const [due, reminder] = [given('dueInDays'), given('reminderAt')];
    return createTasks({
      ids,
      subject: textOf(form, 'subject'),
      description: given('description'),
      dueInDays: due === undefined ? undefined : Number(due),
      ownerId: ownerOf(textOf(form, 'owner'))?.id,
      status: given('status'),
      priority: given('priority'),
      reminderAt: reminder && new Date(reminder).toISOString(),
    });
  };
  return (
    <FlowDialog
      title={t('flow.task.name')}
      explanation={t('flow.task.explanation', { count: ids.length })}
      submit={t('flow.task.name')}
      run={run}
      onClose={onClose}
    >
      <TextInput name="subject" label={t('flow.task.subject')} maxLength={255} required data-autofocus />
      <Textarea name="description" label={t('flow.task.description')} autosize minRows={2} maxRows={6} />
      <SimpleGrid cols={2}>
        <NumberInput name="dueInDays" label={t('flow.task.due')} min={0} max={3650} placeholder="5" />
        <TextInput name="reminderAt" type="datetime-local" label={t('flow.task.reminder')} />
        <TextInput name="status" label={t('flow.task.status')} />
        <TextInput name="priority" label={t('flow.task.priority')} />
      </SimpleGrid>
      <OwnerInput name="owner" label={t('flow.owner.label')} description={t('flow.task.ownerHelp')} usersOnly />
    </FlowDialog>
  );
}
