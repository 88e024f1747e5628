import type { PeriodCost, ProgramView } from '@lockstep/contract/programs.ts';
import { Button, CloseButton, Fieldset, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeProgram } from '../../api/programs.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { ProgramFields, programOf } from './program-fields.tsx';

/** Name, description, costs; the channel while nobody depends on it. */
export function EditProgram({ program, onClose }: { program: ProgramView; onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const changing = useChangeProgram(program.id);
  const [costs, setCosts] = useState<readonly PeriodCost[]>(program.costs);
  const onSubmit = (form: FormData) =>
    changing.mutate(
      { ...programOf(form), costs: costs.filter(({ month }) => month) },
      {
        onSuccess: () => {
          notify(t('programs.saved'));
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={t('programs.editTitle')}
      submit={t('person.edit.save')}
      running={changing}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <ProgramFields program={program} />
      <Fieldset legend={t('programs.costs.title')}>
        <Stack gap="xs">
          {costs.map((cost, place) => (
            <CostRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity while its month is typed
              key={place}
              cost={cost}
              onChange={(changed) => setCosts(costs.with(place, changed))}
              onRemove={() => setCosts(costs.toSpliced(place, 1))}
            />
          ))}
          <Button
            variant="default"
            w="fit-content"
            size="compact-sm"
            onClick={() => setCosts([...costs, { month: '', cost: 0 }])}
          >
            {t('programs.costs.add')}
          </Button>
        </Stack>
      </Fieldset>
    </FormDialog>
  );
}

interface RowProps {
  cost: PeriodCost;
  onChange: (cost: PeriodCost) => void;
  onRemove: () => void;
}

function CostRow({ cost, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const { month } = cost;
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        type="month"
        label={t('programs.costs.month')}
        value={month}
        onChange={(event) => onChange({ ...cost, month: event.currentTarget.value })}
        required
      />
      <NumberInput
        label={t('programs.costs.cost')}
        value={cost.cost}
        onChange={(amount) => onChange({ ...cost, cost: Number(amount) })}
        min={0}
        decimalScale={2}
        hideControls
      />
      <CloseButton onClick={onRemove} aria-label={t('programs.costs.removeOf', { month })} size={36} />
    </Group>
  );
}
