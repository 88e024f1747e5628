import type { SyncCost } from '@lockstep/contract/cost.ts';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useFormat } from '../../i18n/use-format.ts';
import { useSyncWords } from '../../i18n/use-sync-words.ts';
import { type SortableColumn, SortedTable } from '../../ui/sorted-table.tsx';
import { useNow } from '../../ui/use-now.ts';

const ways = ['object', 'operation', 'hour'] as const;

/** The requests of 24 hours by object, operation or hour, as the address says. */
export function UsageTable({ cost }: { cost: SyncCost }) {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const by = ways.find((way) => way === address.get('by')) ?? 'object';
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('usage.by.label')}
        value={by}
        onChange={(value) => setAddress({ by: value }, { replace: true })}
        data={ways.map((value) => ({ value, label: t(`usage.by.${value}`) }))}
        w="fit-content"
      />
      {by === 'object' && <ByObject rows={cost.objects} />}
      {by === 'operation' && <ByOperation rows={cost.operations} />}
      {by === 'hour' && <ByHour rows={cost.hours.toReversed()} />}
    </Stack>
  );
}

function ByObject({ rows }: { rows: SyncCost['objects'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = useNumberColumn<SyncCost['objects'][number]>();
  return (
    <>
      <SortedTable
        label={t('usage.by.object')}
        rows={rows}
        keyOf={({ object }) => object}
        empty={t('usage.empty')}
        columns={[
          {
            name: 'object',
            label: t('salesforce.steps.object'),
            cell: (row) => row.object,
            value: (row) => row.object,
          },
          number('calls', (row) => row.calls),
          number('read', (row) => row.read),
          number('unchanged', (row) => row.unchanged),
          {
            ...number('share', (row) => row.unchangedShare),
            cell: ({ unchangedShare }) => (unchangedShare === null ? '–' : format.percent(unchangedShare)),
          },
        ]}
      />
      <Text size="sm" c="dimmed" maw={760}>
        {t('usage.wasteful')}
      </Text>
    </>
  );
}

function ByOperation({ rows }: { rows: SyncCost['operations'] }) {
  const { t } = useTranslation();
  const words = useSyncWords();
  const number = useNumberColumn<SyncCost['operations'][number]>();
  return (
    <SortedTable
      label={t('usage.by.operation')}
      rows={rows}
      keyOf={({ object, operation }) => `${object}/${operation}`}
      empty={t('usage.empty')}
      columns={[
        { name: 'object', label: t('salesforce.steps.object'), cell: (row) => row.object, value: (row) => row.object },
        {
          name: 'operation',
          label: t('salesforce.steps.operation'),
          cell: ({ operation }) => words.operation(operation),
          value: ({ operation }) => operation,
        },
        number('calls', (row) => row.calls),
        number('steps', (row) => row.steps),
        number('perStep', ({ calls, steps }) => calls / steps),
      ]}
    />
  );
}

function ByHour({ rows }: { rows: SyncCost['hours'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const number = useNumberColumn<SyncCost['hours'][number]>();
  return (
    <SortedTable
      label={t('usage.by.hour')}
      rows={rows}
      keyOf={({ at }) => at}
      empty={t('usage.empty')}
      columns={[
        { name: 'hour', label: t('usage.hour'), cell: ({ at }) => format.moment(at, now), value: ({ at }) => at },
        number('calls', (row) => row.calls),
        number('cycles', (row) => row.cycles),
        number('aCycle', ({ calls, cycles }) => calls / cycles),
        number('used', (row) => row.used),
      ]}
    />
  );
}

type NumberName = 'calls' | 'read' | 'unchanged' | 'share' | 'steps' | 'perStep' | 'cycles' | 'aCycle' | 'used';

function useNumberColumn<Row>() {
  const { t } = useTranslation();
  const format = useFormat();
  return (name: NumberName, value: (row: Row) => number | null): SortableColumn<Row> => ({
    name,
    label: t(`usage.${name}`),
    number: true,
    cell: (row) => {
      const number = value(row);
      return number === null ? '–' : format.average(number);
    },
    value,
  });
}
