import type { StatusView } from '@lockstep/contract/status.ts';
import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { readFirstStart } from '../../api/session.ts';
import { useStatus } from '../../api/use-status.ts';
import { useMay } from '../../session.tsx';
import { CurrentStep } from '../../ui/current-step.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StepsTable } from '../../ui/steps-table.tsx';
import { Totals } from '../../ui/totals.tsx';
import { SalesforceFrame } from './salesforce-frame.tsx';

/** How the sync is doing, live. */
export default function OverviewPage() {
  const { status, error } = useStatus();
  return (
    <SalesforceFrame tab="overview">
      <Stack gap="lg">
        {status ? <Overview status={status} /> : error ? <ErrorNotice error={error} /> : <Skeleton h={240} />}
        <PracticeOrgHint />
      </Stack>
    </SalesforceFrame>
  );
}

function Overview({ status }: { status: StatusView }) {
  const { t } = useTranslation();
  return (
    <>
      {status.failure && <ErrorNotice error={status.failure} />}
      {status.state === 'disabled' && <Notice data-kind="info">{t('status.disabled')}</Notice>}
      {status.state === 'not-started' && <NotStarted />}
      {status.current && <CurrentStep current={status.current} />}
      <Totals status={status} />
      <StepsTable steps={status.steps} />
    </>
  );
}

function NotStarted() {
  const { t } = useTranslation();
  const admin = useMay('admin');
  return (
    <Notice data-kind="info" title={t('salesforce.notStarted.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t(`salesforce.notStarted.${admin ? 'explanation' : 'askAdmin'}`)}</Text>
        {admin && (
          <Button component={Link} to="/sync-with-salesforce">
            {t('salesforce.notStarted.begin')}
          </Button>
        )}
      </Stack>
    </Notice>
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
