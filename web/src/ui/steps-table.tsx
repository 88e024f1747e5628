import type { StepStatus, StepView } from '@lockstep/contract/status.ts';
import { Badge, Box } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { useSyncWords } from '../i18n/use-sync-words.ts';
import { useWords } from '../i18n/use-words.ts';
import { type Column, DataTable, type Sort } from './data-table.tsx';
import { Told } from './told.tsx';
import { useNow } from './use-now.ts';

const countNames = ['new', 'updated', 'deleted', 'failed', 'skipped'] as const;

export const stepColours: Record<StepStatus, string> = {
  'In Process': 'cyan',
  Succeeded: 'teal',
  Failed: 'red',
  Incomplete: 'yellow',
  'Cleaned up': 'gray',
};

interface Props {
  steps: readonly StepView[];
  sort?: Sort;
  onSort?: (sort: Sort) => void;
}

/** The steps of the sync (OPS-1). */
export function StepsTable({ steps, sort, onSort }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSyncWords();
  const now = useNow();
  const plain: Column<StepView>[] = [
    { name: 'object', label: t('salesforce.steps.object'), cell: (step) => step.object },
    {
      name: 'operation',
      label: t('salesforce.steps.operation'),
      cell: (step) => words.operation(step.operation),
      wide: true,
    },
    { name: 'status', label: t('salesforce.steps.status'), cell: (step) => <Status step={step} />, wide: true },
    {
      name: 'started',
      label: t('salesforce.steps.started'),
      cell: (step) => <span className="tabular on-one-line">{format.moment(step.startedAt, now)}</span>,
    },
    {
      name: 'duration',
      label: t('salesforce.steps.duration'),
      cell: (step) => <span className="tabular on-one-line">{format.duration(secondsOf(step, now))}</span>,
    },
    ...countNames.map((name) => ({
      name,
      label: t(`salesforce.steps.counts.${name}`),
      number: true,
      cell: ({ counts }: StepView) => format.count(counts[name]),
      isQuiet: ({ counts }: StepView) => counts[name] === 0,
    })),
  ];
  const columns = plain.map((column) => ({ ...column, sortable: Boolean(onSort) }));
  return (
    <DataTable
      label={t('salesforce.steps.title')}
      columns={columns}
      rows={steps}
      keyOf={(step) => step.id}
      empty={t('salesforce.steps.none')}
      sort={sort}
      onSort={onSort}
    />
  );
}

function Status({ step }: { step: StepView }) {
  const words = useSyncWords();
  const told = useWords();
  return (
    <>
      <Badge variant="dot" color={stepColours[step.status]}>
        {words.stepStatus(step.status)}
        {share(step)}
      </Badge>
      {step.message && (
        <Box mt={4} maw={352}>
          <Told words={told(step.told, step.message)} dimmed />
        </Box>
      )}
    </>
  );
}

function share({ status, progress }: StepView): string {
  return status === 'In Process' && progress !== null ? ` ${Math.floor(progress * 100)}%` : '';
}

export function secondsOf({ startedAt, endedAt }: StepView, now: number): number {
  const end = endedAt ? Date.parse(endedAt) : now;
  return Math.max(0, (end - Date.parse(startedAt)) / 1000);
}
