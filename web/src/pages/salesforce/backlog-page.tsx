import '@mantine/charts/styles.layer.css';
import type { BacklogView } from '@lockstep/contract/sync.ts';
import { LineChart } from '@mantine/charts';
import { Badge, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useBacklog } from '../../api/sync.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SalesforceFrame } from './salesforce-frame.tsx';

/** What waits to be synced, in both directions (OPS-3). */
export default function BacklogPage() {
  const { data, error, refetch } = useBacklog();
  return (
    <SalesforceFrame tab="backlog">
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? (
        <Stack gap="xl">
          <Trend points={data.points} />
          <Objects objects={data.objects} />
        </Stack>
      ) : (
        !error && <Skeleton h={400} />
      )}
    </SalesforceFrame>
  );
}

function Trend({ points }: { points: BacklogView['points'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const directions = { toSalesforce: 'cyan', toMarketing: 'orange' } as const;
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        {t('salesforce.backlog.trend')}
      </Title>
      <Paper withBorder p="md">
        {points.length === 0 ? (
          <Text c="dimmed">{t('salesforce.backlog.noTrend')}</Text>
        ) : (
          <LineChart
            h={240}
            data={points.map(({ at, ...rest }) => ({ ...rest, at: format.moment(at, 0) }))}
            dataKey="at"
            withLegend
            yAxisProps={{ allowDecimals: false }}
            valueFormatter={format.count}
            series={(Object.keys(directions) as (keyof typeof directions)[]).map((name) => ({
              name,
              label: t(`salesforce.backlog.${name}`),
              color: `${directions[name]}.6`,
            }))}
          />
        )}
      </Paper>
    </Stack>
  );
}

function Objects({ objects }: { objects: BacklogView['objects'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  type Row = BacklogView['objects'][number];
  const number = (name: 'max' | 'min' | 'average' | 'toSalesforce' | 'toMarketing', value: (row: Row) => number) => ({
    name,
    label: t(`salesforce.backlog.${name}`),
    number: true,
    cell: (row: Row) => format.count(value(row)),
  });
  return (
    <DataTable
      label={t('salesforce.tabs.backlog')}
      rows={objects}
      keyOf={({ object }) => object}
      empty={t('salesforce.backlog.none')}
      columns={[
        { name: 'object', label: t('salesforce.steps.object'), cell: ({ object }) => object },
        {
          name: 'trend',
          label: t('salesforce.steps.status'),
          cell: ({ trend }) => (
            <Badge variant="dot" color={trend === 'Growing' ? 'orange' : 'teal'}>
              {t(`salesforce.backlog.trends.${trend}`)}
            </Badge>
          ),
        },
        number('toSalesforce', (row) => row.toSalesforce),
        number('toMarketing', (row) => row.toMarketing),
        {
          name: 'estimate',
          label: t('salesforce.backlog.estimate'),
          number: true,
          cell: ({ estimatedSeconds }) =>
            estimatedSeconds === null
              ? t('salesforce.backlog.unknown')
              : estimatedSeconds === 0
                ? t('salesforce.backlog.nothing')
                : format.duration(estimatedSeconds),
        },
        number('max', (row) => row.perHour.max),
        number('average', (row) => row.perHour.average),
        number('min', (row) => row.perHour.min),
      ]}
    />
  );
}
