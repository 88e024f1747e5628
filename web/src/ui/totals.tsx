import type { StatusView } from '@lockstep/contract/status.ts';
import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { formatCount } from '../format.ts';
import { strings } from '../strings.ts';
import classes from './totals.module.css';

const words = strings.status.totals;

/** How much there is in the marketing database, and what it costs in API requests. */
export function Totals({ status: { totals, api } }: { status: StatusView }) {
  const { people, companies } = totals;
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        {words.title}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
        <Total label={words.leads} value={people.Lead} />
        <Total label={words.contacts} value={people.Contact} />
        <Total label={words.other} value={people.other} />
        <Total label={words.companies} value={companies} />
        {api && <Total label={words.api} value={api.used} note={apiNote(api)} />}
      </SimpleGrid>
    </Stack>
  );
}

function apiNote({ max, callsLastCycle }: NonNullable<StatusView['api']>): string {
  const of = words.apiOf(formatCount(max));
  return callsLastCycle === null ? of : `${of} · ${words.apiLastCycle(formatCount(callsLastCycle))}`;
}

function Total({ label, value, note }: { label: string; value: number; note?: string }) {
  return (
    <Paper withBorder p="md" className={note ? classes.wide : undefined}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={28} fw={600} lh={1.3} className="tabular">
        {formatCount(value)}
      </Text>
      {note && (
        <Text size="xs" c="dimmed" className="tabular">
          {note}
        </Text>
      )}
    </Paper>
  );
}
