import type { PersonDetail } from '@lockstep/contract/people.ts';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/data-table.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { useFieldText } from './use-field-text.ts';

/** Tasks and events of Salesforce. */
export function SalesforceActivities({ activities }: { activities: PersonDetail['salesforceActivities'] }) {
  const { t } = useTranslation();
  const text = useFieldText();
  return (
    <DataTable
      label={t('person.related.activities')}
      rows={activities}
      keyOf={({ id }) => id}
      empty={t('person.related.noActivities')}
      columns={[
        {
          name: 'subject',
          label: t('person.related.subject'),
          cell: ({ sfdcId, subject }) => <RecordLink sfdcId={sfdcId} label={subject ?? undefined} />,
        },
        { name: 'kind', label: t('person.activity.type'), cell: ({ kind }) => t(`person.related.kinds.${kind}`) },
        { name: 'status', label: t('person.related.status'), cell: ({ status }) => status },
        {
          name: 'date',
          label: t('person.activity.at'),
          cell: ({ date, startsAt }) => (startsAt ? text('datetime', startsAt) : text('date', date)),
        },
        { name: 'owner', label: t('database.records.owner'), cell: ({ owner }) => owner },
      ]}
    />
  );
}
