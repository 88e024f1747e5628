import type { StatusView } from '@lockstep/contract/status.ts';
import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import classes from './totals.module.css';

/** How much there is in the marketing database, and what it costs in API requests. */
export function Totals({ status: { totals, api } }: { status: StatusView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { people, companies } = totals;
  const apiNote = ({ max, callsLastCycle }: NonNullable<StatusView['api']>) =>
    [
      t('salesforce.totals.apiOf', { max: format.count(max) }),
      callsLastCycle !== null && t('salesforce.totals.apiLastCycle', { calls: format.count(callsLastCycle) }),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        {t('salesforce.totals.title')}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
        <Total label={t('salesforce.totals.leads')} value={people.Lead} />
        <Total label={t('salesforce.totals.contacts')} value={people.Contact} />
        <Total label={t('salesforce.totals.other')} value={people.other} />
        <Total label={t('salesforce.totals.companies')} value={companies} />
        {api && <Total label={t('salesforce.totals.api')} value={api.used} note={apiNote(api)} />}
      </SimpleGrid>
    </Stack>
  );
}

function Total({ label, value, note }: { label: string; value: number; note?: string }) {
  return (
    <Paper withBorder p="md" className={note ? classes.wide : undefined}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={28} fw={600} lh={1.3} className="tabular">
        {useFormat().count(value)}
      </Text>
      {note && (
        <Text size="xs" c="dimmed" className="tabular">
          {note}
        </Text>
      )}
    </Paper>
  );
}
