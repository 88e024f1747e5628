import { Anchor, Skeleton, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Cause, useErrors } from '../../api/sync.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PersonLink } from '../../ui/person-link.tsx';
import { useNow } from '../../ui/use-now.ts';

/** The records of one cause, each with a link to both sides. */
export function ErrorRecords({ cause }: { cause: Cause }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { data, error } = useErrors(cause);
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <Skeleton h={160} />;
  const { errors, instanceUrl } = data;
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        {t('salesforce.errors.recordsTitle')}
      </Title>
      <DataTable
        label={t('salesforce.errors.recordsTitle')}
        rows={errors}
        keyOf={({ id }) => id}
        empty={t('salesforce.errors.none')}
        columns={[
          {
            name: 'salesforce',
            label: t('salesforce.title'),
            cell: ({ sfdcId }) =>
              sfdcId && instanceUrl ? (
                <Anchor href={new URL(`/${sfdcId}`, instanceUrl).href} target="_blank" rel="noreferrer" size="sm">
                  {sfdcId}
                </Anchor>
              ) : (
                (sfdcId ?? t('salesforce.errors.notThere'))
              ),
          },
          {
            name: 'person',
            label: t('salesforce.errors.person'),
            cell: ({ personId }) => personId && <PersonLink id={personId} />,
          },
          {
            name: 'attempts',
            label: t('salesforce.errors.attempts'),
            number: true,
            cell: ({ attempts }) => format.count(attempts),
          },
          {
            name: 'last',
            label: t('salesforce.errors.lastSeen'),
            cell: ({ lastSeen }) => format.moment(lastSeen, now),
          },
        ]}
      />
    </Stack>
  );
}
