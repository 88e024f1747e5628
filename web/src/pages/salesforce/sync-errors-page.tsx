import { Anchor, Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { type Cause, type ErrorGroup, useErrorGroups, useRetryErrors } from '../../api/sync.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { useNow } from '../../ui/use-now.ts';
import { ErrorRecords } from './error-records.tsx';
import { SalesforceFrame } from './salesforce-frame.tsx';

/** What one side refused, by cause, and what to do about it (OPS-2). */
export default function SyncErrorsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const { data: groups, error, refetch } = useErrorGroups();
  const shown = groups?.find((group) => keyOf(group) === search.get('cause'));
  return (
    <SalesforceFrame tab="errors">
      <Stack>
        <Group>
          <Button component="a" href="/admin/errors.csv" variant="default" download>
            {t('salesforce.csv')}
          </Button>
          <Anchor component={Link} to="/salesforce/sync-status?status=Failed">
            {t('salesforce.errors.failedSteps')}
          </Anchor>
        </Group>
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {groups ? (
          <Groups groups={groups} onShow={(group) => setSearch({ cause: keyOf(group) })} />
        ) : (
          !error && <Skeleton h={240} />
        )}
        {shown && <ErrorRecords cause={causeOf(shown)} />}
      </Stack>
    </SalesforceFrame>
  );
}

const keyOf = ({ object, direction, code, message }: ErrorGroup): string =>
  [object, direction, code, message].join('/');
const causeOf = ({ object, direction, code, message }: ErrorGroup): Cause => ({ object, direction, code, message });

function Groups({ groups, onShow }: { groups: readonly ErrorGroup[]; onShow: (group: ErrorGroup) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const admin = useMay('admin');
  return (
    <DataTable
      label={t('salesforce.tabs.errors')}
      rows={groups}
      keyOf={(group) => keyOf(group) + group.fields.join()}
      empty={t('salesforce.errors.none')}
      columns={[
        { name: 'cause', label: t('salesforce.errors.cause'), cell: (group) => <CauseText group={group} /> },
        {
          name: 'object',
          label: t('salesforce.steps.object'),
          cell: (group) => (
            <>
              {group.object}
              <Text size="xs" c="dimmed">
                {t(`salesforce.errors.directions.${group.direction}`)}
              </Text>
            </>
          ),
        },
        {
          name: 'records',
          label: t('salesforce.errors.records'),
          number: true,
          cell: ({ records }) => format.count(records),
        },
        {
          name: 'first',
          label: t('salesforce.errors.firstSeen'),
          cell: ({ firstSeen }) => format.moment(firstSeen, now),
        },
        { name: 'last', label: t('salesforce.errors.lastSeen'), cell: ({ lastSeen }) => format.moment(lastSeen, now) },
        {
          name: 'actions',
          label: t('users.actions'),
          wide: true,
          cell: (group) => (
            <Group gap={6}>
              <Button size="compact-sm" variant="default" onClick={() => onShow(group)}>
                {t('salesforce.errors.show')}
              </Button>
              {admin && group.direction === 'to-salesforce' && <Retry cause={causeOf(group)} />}
            </Group>
          ),
        },
      ]}
    />
  );
}

function CauseText({ group }: { group: ErrorGroup }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4} maw={460}>
      <Refusal code={group.code} message={group.message} />
      <Text size="sm" fw={400}>
        {t(`salesforce.errors.classes.${group.class}`)}
      </Text>
      {group.fields.length > 0 && (
        <Group gap={4}>
          {group.fields.map((field) => (
            <Badge key={field} size="sm" variant="default">
              {field}
            </Badge>
          ))}
        </Group>
      )}
    </Stack>
  );
}

function Retry({ cause }: { cause: Cause }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const format = useFormat();
  const retrying = useRetryErrors();
  const onSuccess = ({ retried }: { retried: number }) =>
    notify(t('salesforce.errors.retried', { records: format.count(retried) }));
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={retrying.isPending}
        onClick={() => retrying.mutate(cause, { onSuccess })}
      >
        {t('salesforce.errors.retry')}
      </Button>
      {retrying.error && <ErrorNotice error={retrying.error} />}
    </>
  );
}
