import type { PersonDetail } from '@lockstep/contract/people.ts';
import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { isMissing } from '../../api/client.ts';
import { usePerson, usePersonExplanation } from '../../api/people.ts';
import { useMay } from '../../session.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Tabbed } from '../../ui/tabbed.tsx';
import { FlowMenu } from '../flow/flow-menu.tsx';
import { NotFoundPage } from '../not-found-page.tsx';
import { ActivityLog } from './activity-log.tsx';
import { Changes } from './changes.tsx';
import { Fields } from './fields.tsx';
import { nameOf } from './name-of.ts';
import { PersonState } from './person-state.tsx';
import { Programs } from './programs.tsx';
import { Related } from './related.tsx';

const tabs = ['fields', 'activity', 'programs', 'salesforce', 'changes'] as const;
type Tab = (typeof tabs)[number];

/** Everything about one person: values and where they come from, what happened, what is under way. */
export default function PersonPage() {
  const { t } = useTranslation();
  const id = Number(useParams().id);
  const { data, error, refetch } = usePerson(id);
  const marketer = useMay('marketer');
  if (isMissing(error)) return <NotFoundPage />;
  if (error || !data) {
    return (
      <Page title={t('person.title')}>
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Skeleton h={400} />}
      </Page>
    );
  }
  const { title, company } = data.person.values;
  return (
    <Page
      title={nameOf(data.person)}
      subtitle={[title, company].filter(Boolean).join(' · ')}
      actions={marketer && <FlowMenu ids={[id]} person={data.person} />}
    >
      <Person detail={data} />
    </Page>
  );
}

function Person({ detail }: { detail: PersonDetail }) {
  const { t } = useTranslation();
  const { id } = detail.person;
  const [address, setAddress] = useSearchParams();
  const tab = tabs.find((known) => known === address.get('tab')) ?? 'fields';
  const { data: explanation, error } = usePersonExplanation(id);
  if (error) return <ErrorNotice error={error} />;
  if (!explanation) return <Skeleton h={400} />;
  const panels: Record<Tab, ReactNode> = {
    fields: <Fields person={detail.person} explanation={explanation} />,
    activity: <ActivityLog personId={id} />,
    programs: <Programs memberships={explanation.memberships} />,
    salesforce: <Related detail={detail} />,
    changes: <Changes explanation={explanation} pending={detail.pending} />,
  };
  return (
    <>
      <PersonState explanation={explanation} pending={detail.pending.length} />
      <Tabbed
        tabs={tabs.map((name) => ({ name, label: t(`person.tabs.${name}`) }))}
        open={tab}
        onOpen={(name) => setAddress({ tab: name }, { replace: true })}
      >
        {panels[tab]}
      </Tabbed>
    </>
  );
}
