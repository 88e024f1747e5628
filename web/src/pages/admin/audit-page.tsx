import { Button, Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAudit } from '../../api/admin.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';

/** Who did what, newest first (OPS-6). */
export default function AuditTrailPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useAudit();
  return (
    <Page title={t('navigation.audit')} subtitle={t('audit.subtitle')}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? (
        <DataTable
          label={t('navigation.audit')}
          rows={data.pages.flatMap((page) => page.entries)}
          keyOf={({ id }) => id}
          empty={t('audit.none')}
          columns={[
            {
              name: 'at',
              label: t('audit.at'),
              cell: ({ at }) => <span className="tabular on-one-line">{format.moment(at, 0)}</span>,
            },
            {
              name: 'actor',
              label: t('audit.actor'),
              cell: ({ actor, address }) => (
                <>
                  {actor}
                  <Text size="xs" c="dimmed">
                    {address}
                  </Text>
                </>
              ),
            },
            { name: 'action', label: t('audit.action'), cell: ({ action }) => <Action action={action} /> },
            { name: 'target', label: t('audit.target'), cell: ({ target }) => target },
            { name: 'detail', label: t('error.details'), wide: true, cell: ({ detail }) => <Detail detail={detail} /> },
          ]}
        />
      ) : (
        !error && <Skeleton h={240} />
      )}
      {hasNextPage && (
        <Button variant="default" w="fit-content" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {t('database.more')}
        </Button>
      )}
    </Page>
  );
}

function Detail({ detail }: { detail: Record<string, unknown> }) {
  return Object.entries(detail).map(([name, value]) => (
    <Text key={name} size="sm">
      {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
    </Text>
  ));
}

/** In words; an action that this page does not know keeps its code. */
function Action({ action }: { action: string }) {
  const { t } = useTranslation();
  return t(`audit.actions.${action}` as 'audit.actions.user/created', action);
}
