import type { DuplicatesPage as Duplicates } from '@lockstep/contract/people.ts';
import { Anchor, Button, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDuplicates } from '../../api/people.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { RecordLink } from '../../ui/record-link.tsx';

type Group = Duplicates['groups'][number];

/** Database › Duplicates: people with one e-mail address; merged only by hand (SYN-10). */
export default function DuplicatesPage() {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useDuplicates();
  return (
    <Page title={t('navigation.duplicates')} subtitle={t('database.duplicates.subtitle')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? <Groups groups={data.pages.flatMap((page) => page.groups)} /> : !error && <Skeleton h={240} />}
      {hasNextPage && (
        <Button variant="default" w="fit-content" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {t('database.more')}
        </Button>
      )}
    </Page>
  );
}

function Groups({ groups }: { groups: readonly Group[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('navigation.duplicates')}
      rows={groups}
      keyOf={({ email }) => email}
      empty={t('database.duplicates.none')}
      columns={[
        { name: 'email', label: t('fields.email'), cell: ({ email }) => email },
        {
          name: 'people',
          label: t('navigation.people'),
          wide: true,
          cell: ({ people }) => <People people={people} />,
        },
      ]}
    />
  );
}

function People({ people }: { people: Group['people'] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      {people.map(({ id, name, company, sfdcType, sfdcId }) => (
        <span key={id}>
          <Anchor component={Link} to={`/database/people/${id}`} underline="always" inherit>
            {name ?? `#${id}`}
          </Anchor>
          {company && ` · ${company}`} ·{' '}
          {sfdcId ? <RecordLink sfdcId={sfdcId} label={sfdcType ?? sfdcId} /> : t('database.values.notThere')}
        </span>
      ))}
    </Stack>
  );
}
