import type { ProgramView } from '@lockstep/contract/programs.ts';
import { Badge, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../session.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { AddToChannel } from './add-to-channel.tsx';
import { type ComparedStatus, type Labels, withLabels } from './comparison.ts';

interface Props {
  program: ProgramView;
  statuses: readonly ComparedStatus[];
  /** Which labels of the campaign stand for which statuses, where that can still be chosen. */
  labels?: Labels;
  onLabels?: (labels: Labels) => void;
}

/** The statuses of both sides, side by side, and what can be done where they differ (PRG). */
export function StatusComparison({ program, statuses, labels = {}, onLabels }: Props) {
  const { t } = useTranslation();
  const admin = useMay('admin');
  const yesNo = (value: boolean | null) =>
    value === null ? '–' : t(value ? 'database.values.yes' : 'database.values.no');
  const wasMissing = new Set(statuses.filter((s) => s.problem === 'missing in the campaign').map((s) => s.status));
  const spare = statuses.filter(({ problem }) => problem === 'missing in the program');
  return (
    <DataTable
      label={t('programs.compare.table')}
      rows={withLabels(statuses, labels)}
      keyOf={({ status, label }) => `${status}/${label}`}
      empty=""
      columns={[
        {
          name: 'status',
          label: t('programs.compare.status'),
          cell: ({ status, label }) => status ?? t('programs.compare.notHere', { label }),
        },
        { name: 'success', label: t('programs.compare.success'), cell: ({ success }) => yesNo(success) },
        {
          name: 'label',
          label: t('programs.compare.label'),
          cell: ({ label, problem }) => (problem === 'missing in the campaign' ? '–' : label),
        },
        {
          name: 'responded',
          label: t('programs.compare.responded'),
          cell: ({ hasResponded }) => yesNo(hasResponded),
        },
        {
          name: 'verdict',
          label: t('programs.compare.verdict'),
          wide: true,
          cell: (row) => (
            <Stack gap={6} align="flex-start">
              <Verdict row={row} />
              {onLabels && row.status !== null && wasMissing.has(row.status) && spare.length > 0 && (
                <LabelChoice status={row.status} spare={spare} labels={labels} onLabels={onLabels} />
              )}
              {admin && row.problem === 'missing in the program' && <AddToChannel program={program} row={row} />}
            </Stack>
          ),
        },
      ]}
    />
  );
}

function Verdict({ row: { problem } }: { row: ComparedStatus }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Badge variant="dot" color={problem === null ? 'teal' : problem === 'differs' ? 'red' : 'yellow'}>
        {t(`programs.compare.problems.${problem ?? 'none'}`)}
      </Badge>
      {problem === 'differs' && <Text size="sm">{t('programs.compare.differsHelp')}</Text>}
    </Group>
  );
}

interface ChoiceProps {
  status: string;
  spare: readonly ComparedStatus[];
  labels: Labels;
  onLabels: (labels: Labels) => void;
}

/** A status that the campaign has no label of the same name for: made there, or called by one that is there. */
function LabelChoice({ status, spare, labels, onLabels }: ChoiceProps) {
  const { t } = useTranslation();
  const { [status]: own = '', ...others } = labels;
  const free = spare.flatMap(({ label }) => (label && !Object.values(others).includes(label) ? label : []));
  const choose = (label: string) => onLabels(label ? { ...others, [status]: label } : others);
  return (
    <NativeSelect
      size="xs"
      aria-label={t('programs.compare.labelOf', { status })}
      value={own}
      onChange={(event) => choose(event.currentTarget.value)}
      data={[
        { value: '', label: t('programs.compare.createThere') },
        ...free.map((label) => ({ value: label, label: t('programs.compare.useLabel', { label }) })),
      ]}
    />
  );
}
