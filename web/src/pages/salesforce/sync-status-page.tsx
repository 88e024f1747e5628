import { Button, Group, Select, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../api/client.ts';
import { useSteps } from '../../api/sync.ts';
import { useSyncWords } from '../../i18n/use-sync-words.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { StepsTable } from '../../ui/steps-table.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { SalesforceFrame } from './salesforce-frame.tsx';
import { sortSteps } from './sort-steps.ts';

const hours = ['1', '24', '120'] as const;
const statuses = ['In Process', 'Succeeded', 'Failed', 'Incomplete', 'Cleaned up'] as const;
const objects = [
  'Account',
  'Lead',
  'Contact',
  'Opportunity',
  'OpportunityContactRole',
  'Campaign',
  'CampaignMember',
  'Task',
  'Event',
  'User',
];
const operations = [
  'Sync schema',
  'Pull conversions',
  'Pull deletes',
  'Pull merges',
  'Pull updates',
  'Push new',
  'Push updates',
];

/** Every step, filtered and sorted as the address says, so that it can be shared (OPS-1). */
export default function SyncStatusPage() {
  const { t } = useTranslation();
  const words = useSyncWords();
  const [search, set] = useAddress();
  const filter = {
    object: search.get('object'),
    operation: search.get('operation'),
    status: search.get('status'),
    from: startOf(search.get('hours')),
  };
  const { data: steps, error, refetch } = useSteps({ ...filter, limit: 300 });
  const sort = { by: search.get('sort') ?? 'started', descending: search.get('order') !== 'up' };
  const choice = (name: 'object' | 'operation' | 'status', data: { value: string; label: string }[]) => (
    <Select
      label={t(`salesforce.steps.${name}`)}
      placeholder={t('salesforce.filter.all')}
      data={data}
      value={search.get(name)}
      onChange={(value) => set({ [name]: value })}
      clearable
      w={190}
    />
  );
  return (
    <SalesforceFrame tab="status">
      <Stack>
        <Group align="flex-end">
          <Select
            label={t('salesforce.filter.time')}
            placeholder={t('salesforce.filter.anyTime')}
            data={hours.map((value) => ({ value, label: t(`salesforce.filter.hours.${value}`) }))}
            value={search.get('hours')}
            onChange={(value) => set({ hours: value })}
            clearable
            w={190}
          />
          {choice(
            'object',
            objects.map((value) => ({ value, label: value })),
          )}
          {choice(
            'operation',
            operations.map((value) => ({ value, label: words.operation(value) })),
          )}
          {choice(
            'status',
            statuses.map((value) => ({ value, label: words.stepStatus(value) })),
          )}
          <Button component="a" href={addressOf('/admin/steps.csv', filter)} variant="default" download>
            {t('salesforce.csv')}
          </Button>
        </Group>
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {steps ? (
          <StepsTable
            steps={sortSteps(steps, sort)}
            sort={sort}
            onSort={({ by, descending }) => set({ sort: by, order: descending ? null : 'up' })}
          />
        ) : (
          !error && <Skeleton h={400} />
        )}
      </Stack>
    </SalesforceFrame>
  );
}

/** The beginning of the last so many hours, on a whole minute so that asking again is the same question. */
function startOf(text: string | null): string | null {
  const length = Number(text);
  if (!text || !Number.isFinite(length)) return null;
  const minute = 60_000;
  return new Date(Math.floor(Date.now() / minute) * minute - length * 60 * minute).toISOString();
}
