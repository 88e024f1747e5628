import type { ChannelView, ProgressionStatus } from '@lockstep/contract/programs.ts';
import { Button, Checkbox, CloseButton, Fieldset, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSaveChannel } from '../../api/programs.ts';
import { textOf } from '../../forms/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useNotify } from '../../ui/use-notify.ts';

const firstStatuses: readonly ProgressionStatus[] = [
  { name: '', step: 10, success: false },
  { name: '', step: 20, success: true },
];

/** Name and statuses of a channel; a new one unless told which. */
export function ChannelDialog({ channel, onClose }: { channel?: ChannelView; onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const saving = useSaveChannel();
  const [statuses, setStatuses] = useState<readonly ProgressionStatus[]>(channel?.statuses ?? firstStatuses);
  const nextStep = Math.max(0, ...statuses.map(({ step }) => step)) + 10;
  const onSubmit = (form: FormData) =>
    saving.mutate(
      { id: channel?.id, name: textOf(form, 'name').trim(), statuses: [...statuses] },
      {
        onSuccess: () => {
          notify(t('programs.saved'));
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={t(channel ? 'programs.channels.edit' : 'programs.channels.create')}
      explanation={t(channel ? 'programs.channels.editExplanation' : 'programs.channels.createExplanation')}
      submit={t('person.edit.save')}
      running={saving}
      onSubmit={onSubmit}
      onClose={onClose}
      size="lg"
    >
      <TextInput
        name="name"
        label={t('database.records.name')}
        defaultValue={channel?.name}
        maxLength={255}
        required
        data-autofocus
      />
      <Fieldset legend={t('programs.channels.statuses')}>
        <Stack gap="sm">
          {statuses.map((status, place) => (
            <StatusRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity while its name is typed
              key={place}
              status={status}
              onChange={(changed) => setStatuses(statuses.with(place, changed))}
              onRemove={() => setStatuses(statuses.toSpliced(place, 1))}
            />
          ))}
          <Button
            variant="default"
            w="fit-content"
            size="compact-sm"
            onClick={() => setStatuses([...statuses, { name: '', step: nextStep, success: false }])}
          >
            {t('programs.channels.addStatus')}
          </Button>
        </Stack>
      </Fieldset>
    </FormDialog>
  );
}

interface RowProps {
  status: ProgressionStatus;
  onChange: (status: ProgressionStatus) => void;
  onRemove: () => void;
}

function StatusRow({ status, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const { name, step, success } = status;
  return (
    <Group gap="xs" align="flex-end">
      <NumberInput
        label={t('programs.channels.step')}
        value={step}
        onChange={(value) => onChange({ ...status, step: Number(value) })}
        min={0}
        max={10_000}
        allowDecimal={false}
        hideControls
        required
        w={76}
      />
      <TextInput
        label={t('programs.members.status')}
        value={name}
        onChange={(event) => onChange({ ...status, name: event.currentTarget.value })}
        maxLength={255}
        required
        flex={1}
        miw={140}
      />
      <Checkbox
        label={t('programs.channels.success')}
        checked={success}
        onChange={(event) => onChange({ ...status, success: event.currentTarget.checked })}
        mb={8}
      />
      <CloseButton onClick={onRemove} aria-label={t('programs.channels.removeStatus', { status: name })} size={36} />
    </Group>
  );
}
