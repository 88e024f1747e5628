import type { SyncCost } from '@lockstep/contract/cost.ts';
import { Anchor, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSyncCost } from '../../api/sync.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SalesforceFrame } from './salesforce-frame.tsx';
import { UsageCharts } from './usage-charts.tsx';
import { UsageTable } from './usage-table.tsx';

/** What the sync costs the org in API requests, against its limit and budget (SYN-16). */
export default function ApiUsagePage() {
  const { t } = useTranslation();
  const { data: cost, error, refetch } = useSyncCost();
  return (
    <SalesforceFrame tab="usage">
      <Stack gap="xl">
        <Text maw={760}>{t('usage.explanation')}</Text>
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {cost ? (
          <>
            <Budget cost={cost} />
            <UsageCharts hours={cost.hours} />
            <UsageTable cost={cost} />
          </>
        ) : (
          !error && <Skeleton h={600} />
        )}
      </Stack>
    </SalesforceFrame>
  );
}

const severity = { free: 'info', tight: 'warning', spent: 'error' } as const;

function Budget({ cost }: { cost: SyncCost }) {
  const { t } = useTranslation();
  const format = useFormat();
  const admin = useMay('admin');
  const { usage, budget, reserved, ours, others, state, budgetReachedAt } = cost;
  const count = (value: number | null) => (value === null ? '–' : format.count(value));
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm">
        <Figure
          label={t('usage.org')}
          value={count(usage?.used ?? null)}
          note={usage ? t('usage.ofMax', { max: format.count(usage.max) }) : t('usage.notTold')}
        />
        <Figure
          label={t('usage.budget')}
          value={count(budget)}
          note={reserved === null ? undefined : t('usage.budgetNote', { reserved: format.count(reserved) })}
        />
        <Figure label={t('usage.ours')} value={count(ours)} note={t('usage.oursNote')} />
        <Figure label={t('usage.others')} value={count(others)} note={t('usage.othersNote')} />
      </SimpleGrid>
      <Notice data-kind={severity[state]}>
        {t(`usage.states.${state}`)}{' '}
        {budgetReachedAt && t('usage.forecast', { when: format.moment(budgetReachedAt, Date.now()) })}{' '}
        {admin && (
          <Anchor component={Link} to="/salesforce/options" underline="always" inherit>
            {t('usage.change')}
          </Anchor>
        )}
      </Notice>
    </Stack>
  );
}
