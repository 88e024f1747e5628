import type { PersonDetail } from '@lockstep/contract/people.ts';
import { Anchor, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../i18n/use-format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Facts } from '../../ui/facts.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { Section } from '../../ui/section.tsx';
import { SalesforceActivities } from './salesforce-activities.tsx';
import { useFieldText } from './use-field-text.ts';

/** What Salesforce has that has to do with a person. */
export function Related({ detail }: { detail: PersonDetail }) {
  const { t } = useTranslation();
  const { company } = detail.person.values;
  return (
    <Stack gap="xl">
      <Section title={t('person.related.company')}>
        {company ? (
          <Anchor component={Link} to={`/database/companies?search=${encodeURIComponent(company)}`} w="fit-content">
            {company}
          </Anchor>
        ) : (
          t('database.values.empty')
        )}
      </Section>
      <Section title={t('navigation.opportunities')}>
        <Opportunities detail={detail} />
      </Section>
      <Section title={t('person.related.campaigns')}>
        <Campaigns detail={detail} />
      </Section>
      <Section title={t('person.related.activities')}>
        <SalesforceActivities activities={detail.salesforceActivities} />
      </Section>
      {detail.objectRecords.length > 0 && (
        <Section title={t('person.related.objects')}>
          <ObjectRecords detail={detail} />
        </Section>
      )}
    </Stack>
  );
}

function Opportunities({ detail }: { detail: PersonDetail }) {
  const { t } = useTranslation();
  const text = useFieldText();
  return (
    <DataTable
      label={t('navigation.opportunities')}
      rows={detail.opportunities}
      keyOf={({ id }) => id}
      empty={t('person.related.noOpportunities')}
      columns={[
        {
          name: 'name',
          label: t('database.records.name'),
          cell: ({ sfdcId, name }) => <RecordLink sfdcId={sfdcId} label={name ?? undefined} />,
        },
        { name: 'stage', label: t('database.records.stage'), cell: ({ stage }) => stage },
        { name: 'role', label: t('person.related.role'), cell: ({ role }) => role },
        {
          name: 'amount',
          label: t('database.records.amount'),
          number: true,
          cell: ({ amount, currency }) => text('currency', amount, currency),
        },
        { name: 'close', label: t('database.records.closeDate'), cell: ({ closeDate }) => text('date', closeDate) },
      ]}
    />
  );
}

function Campaigns({ detail }: { detail: PersonDetail }) {
  const { t } = useTranslation();
  const text = useFieldText();
  return (
    <DataTable
      label={t('person.related.campaigns')}
      rows={detail.campaigns}
      keyOf={({ sfdcId, id }) => sfdcId ?? String(id)}
      empty={t('person.related.noCampaigns')}
      columns={[
        {
          name: 'name',
          label: t('database.records.name'),
          cell: ({ sfdcId, name }) => <RecordLink sfdcId={sfdcId} label={name ?? undefined} />,
        },
        { name: 'status', label: t('person.related.status'), cell: ({ status }) => status },
        {
          name: 'responded',
          label: t('person.related.responded'),
          cell: ({ firstRespondedDate, hasResponded }) =>
            hasResponded ? text('date', firstRespondedDate) || t('database.values.yes') : t('database.values.no'),
        },
      ]}
    />
  );
}

function ObjectRecords({ detail }: { detail: PersonDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable
      label={t('person.related.objects')}
      rows={detail.objectRecords}
      keyOf={({ object, id }) => `${object}/${id}`}
      empty=""
      columns={[
        {
          name: 'record',
          label: t('database.records.name'),
          cell: ({ sfdcId, values }) => <RecordLink sfdcId={sfdcId} label={values.Name ?? values.name ?? undefined} />,
        },
        { name: 'object', label: t('salesforce.steps.object'), cell: ({ label }) => label },
        { name: 'via', label: t('person.related.via'), cell: ({ via }) => via.join(', ') },
        {
          name: 'values',
          label: t('person.related.values'),
          wide: true,
          cell: ({ values }) => <Facts facts={filled(values)} />,
        },
        { name: 'updated', label: t('person.related.updated'), cell: ({ updatedAt }) => format.moment(updatedAt, 0) },
      ]}
    />
  );
}

function filled(values: Record<string, string | null>): [string, string][] {
  return Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
}
