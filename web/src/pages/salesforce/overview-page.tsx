import type { StatusView } from '@lockstep/contract/status.ts';
import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { readFirstStart } from '../../api/session.ts';
import { useStatus } from '../../api/use-status.ts';
import { CurrentStep } from '../../ui/current-step.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { StepsTable } from '../../ui/steps-table.tsx';
import { Totals } from '../../ui/totals.tsx';

/** How the sync is doing, live. */
export default function OverviewPage() {
  const { t } = useTranslation();
  const { status, error } = useStatus();
  return (
    <Page title={t('salesforce.title')} subtitle={t('salesforce.subtitle')}>
      {status ? <Overview status={status} /> : error ? <ErrorNotice error={error} /> : <Skeleton h={240} />}
      <PracticeOrgHint />
    </Page>
  );
}

function Overview({ status }: { status: StatusView }) {
  const { t } = useTranslation();
  return (
    <>
      {status.failure && <ErrorNotice error={status.failure} />}
      {status.state === 'disabled' && <Notice data-kind="info">{t('status.disabled')}</Notice>}
      {status.state === 'not-started' && (
        <Notice data-kind="info" title={t('salesforce.notStarted.title')}>
          {t('salesforce.notStarted.explanation')}
        </Notice>
      )}
      {status.current && <CurrentStep current={status.current} />}
      <Totals status={status} />
      <StepsTable steps={status.steps} />
    </>
  );
}

function PracticeOrgHint() {
  const { data } = useQuery({ queryKey: ['first-start'], queryFn: readFirstStart });
  const url = data?.practiceOrgUrl;
  if (!url) return null;
  return (
    <Text size="sm" c="dimmed">
      <Trans
        i18nKey="salesforce.practiceOrg"
        values={{ url }}
        components={{ orgLink: <Anchor href={url} target="_blank" rel="noreferrer" underline="always" inherit /> }}
      />
    </Text>
  );
}
