import type { StatusView } from '@lockstep/contract/status.ts';
import { SimpleGrid, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { Figure } from './figure.tsx';

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
        <Figure label={t('salesforce.totals.leads')} value={format.count(people.Lead)} />
        <Figure label={t('salesforce.totals.contacts')} value={format.count(people.Contact)} />
        <Figure label={t('salesforce.totals.other')} value={format.count(people.other)} />
        <Figure label={t('salesforce.totals.companies')} value={format.count(companies)} />
        {api && <Figure label={t('salesforce.totals.api')} value={format.count(api.used)} note={apiNote(api)} />}
      </SimpleGrid>
    </Stack>
  );
}
