import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useSwitchSync, useSyncNow } from '../../api/sync.ts';
import { useStatus } from '../../api/use-status.ts';
import { useMay } from '../../session.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Tabbed } from '../../ui/tabbed.tsx';

export const salesforceTabs = {
  overview: '/salesforce',
  status: '/salesforce/sync-status',
  errors: '/salesforce/sync-errors',
  backlog: '/salesforce/backlog',
  usage: '/salesforce/api-usage',
  objects: '/salesforce/objects',
  mappings: '/salesforce/field-mappings',
  currencies: '/salesforce/currencies',
  verify: '/salesforce/verify',
} as const;
export type SalesforceTab = keyof typeof salesforceTabs;
const forAdmins: readonly SalesforceTab[] = ['mappings', 'verify'];

/** What is around each tab of Admin › Salesforce: its switches and the other tabs. */
export function SalesforceFrame({ tab, children }: { tab: SalesforceTab; children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const admin = useMay('admin');
  const { status } = useStatus();
  const started = status?.state !== 'not-started'; // Before the start there is nothing to switch.
  const tabs = (Object.keys(salesforceTabs) as SalesforceTab[]).filter((name) => admin || !forAdmins.includes(name));
  return (
    <Page title={t('salesforce.title')} subtitle={t('salesforce.subtitle')} actions={admin && started && <Switches />}>
      <Tabbed
        tabs={tabs.map((name) => ({ name, label: t(`salesforce.tabs.${name}`) }))}
        open={tab}
        onOpen={(name) => void navigate(salesforceTabs[name])}
      >
        {children}
      </Tabbed>
    </Page>
  );
}

/** Sync now, Enable and Disable (SET-11), and the options. */
function Switches() {
  const { t } = useTranslation();
  const { status } = useStatus();
  const switching = useSwitchSync();
  const syncing = useSyncNow();
  const error = switching.error ?? syncing.error;
  // Until the state is known they keep their place, so that nothing below moves.
  return (
    <div style={{ display: 'contents', visibility: status ? 'visible' : 'hidden' }}>
      {status?.state === 'disabled' ? (
        <Button onClick={() => switching.mutate(true)} loading={switching.isPending}>
          {t('salesforce.enable')}
        </Button>
      ) : (
        <>
          <Button onClick={() => syncing.mutate(undefined)} loading={syncing.isPending}>
            {t('salesforce.now')}
          </Button>
          <ConfirmButton
            label={t('salesforce.disable')}
            title={t('salesforce.disableTitle')}
            explanation={t('salesforce.disableExplanation')}
            onConfirm={() => switching.mutate(false)}
            loading={switching.isPending}
          />
        </>
      )}
      <Button component={Link} to="/salesforce/options" variant="default">
        {t('salesforce.options.edit')}
      </Button>
      {error && <ErrorNotice error={error} />}
    </div>
  );
}
