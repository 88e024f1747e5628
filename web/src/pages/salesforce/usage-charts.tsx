import '@mantine/charts/styles.layer.css';
import type { SyncCost } from '@lockstep/contract/cost.ts';
import { BarChart, LineChart } from '@mantine/charts';
import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { useNow } from '../../ui/use-now.ts';

type Hour = SyncCost['hours'][number];

const hourMs = 3_600_000;
const height = 200;

/** How many requests were made in each hour, and what a cycle cost. The table below has the same numbers. */
export function UsageCharts({ hours }: { hours: readonly Hour[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const data = lastDay(hours, now).map(({ at, calls, cycles }) => ({
    at: format.timeOfDay(at),
    calls,
    perCycle: cycles === 0 ? null : calls / cycles,
  }));
  const common = { h: height, data, dataKey: 'at', valueFormatter: format.average };
  const charts = {
    perHour: <BarChart {...common} series={[{ name: 'calls', label: t('usage.calls'), color: 'cyan.6' }]} />,
    perCycle: (
      <LineChart
        {...common}
        connectNulls
        series={[{ name: 'perCycle', label: t('usage.aCycle'), color: 'orange.6' }]}
      />
    ),
  };
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      {(Object.keys(charts) as (keyof typeof charts)[]).map((name) => (
        <Stack key={name} gap="sm" component="section">
          <Title order={2} size="h4">
            {t(`usage.${name}`)}
          </Title>
          <Paper withBorder p="md">
            {hours.length === 0 ? <Text c="dimmed">{t('usage.none')}</Text> : charts[name]}
          </Paper>
        </Stack>
      ))}
    </SimpleGrid>
  );
}

/** Every hour of the last 24, those without a cycle too. */
function lastDay(hours: readonly Hour[], now: number): Hour[] {
  const known = new Map(hours.map((hour) => [Date.parse(hour.at), hour]));
  const last = Math.floor(now / hourMs) * hourMs;
  return Array.from({ length: 25 }, (_, index) => {
    const start = last - (24 - index) * hourMs;
    return known.get(start) ?? { at: new Date(start).toISOString(), calls: 0, cycles: 0, used: null };
  });
}
