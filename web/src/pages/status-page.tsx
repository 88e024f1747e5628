import type { SessionView } from '@lockstep/contract/session.ts';
import type { StatusView } from '@lockstep/contract/status.ts';
import { Anchor, Code, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { useStatus } from '../api/use-status.ts';
import { strings } from '../strings.ts';
import { CurrentStep } from '../ui/current-step.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Frame } from '../ui/frame.tsx';
import { Notice } from '../ui/notice.tsx';
import { StepsTable } from '../ui/steps-table.tsx';
import { SyncState } from '../ui/sync-state.tsx';
import { Totals } from '../ui/totals.tsx';
import { useNow } from '../ui/use-now.ts';

interface Props {
  session: SessionView;
  practiceOrgUrl: string | null;
}

export function StatusPage({ session, practiceOrgUrl }: Props) {
  const { status, error, live } = useStatus();
  const queries = useQueryClient();
  const signOut = useMutation({ mutationFn: api.signOut, onSettled: () => queries.resetQueries() });
  const now = useNow();
  return (
    <Frame user={session.user.name} onSignOut={() => signOut.mutate()}>
      <Stack gap="xl">
        <Group justify="space-between" align="flex-start" gap="lg">
          <div>
            <Title order={1} size="h2">
              {strings.status.title}
            </Title>
            <Text c="dimmed">{strings.status.subtitle}</Text>
          </div>
          {status && <SyncState status={status} now={now} />}
        </Group>
        {error && !status && <ErrorNotice error={error} />}
        {!live && <Notice data-kind="warning">{strings.status.connectionLost}</Notice>}
        {status ? <StatusBody status={status} now={now} /> : !error && <Skeleton h={240} />}
        {practiceOrgUrl && <PracticeOrgHint url={practiceOrgUrl} />}
      </Stack>
    </Frame>
  );
}

function StatusBody({ status, now }: { status: StatusView; now: number }) {
  return (
    <>
      {status.failure && <FailureNotice failure={status.failure} />}
      {status.state === 'disabled' && <Notice data-kind="info">{strings.status.disabled}</Notice>}
      {status.state === 'not-started' && <NotStarted />}
      {status.current && <CurrentStep current={status.current} />}
      <Totals status={status} />
      <StepsTable steps={status.steps} now={now} />
    </>
  );
}

function FailureNotice({ failure }: { failure: NonNullable<StatusView['failure']> }) {
  return (
    <Notice data-kind="error" role="alert" title={failure.message}>
      <Stack gap="xs">
        {failure.detail && <Text size="sm">{failure.detail}</Text>}
        <Text size="sm">
          <strong>{strings.status.whatToDo}:</strong> {failure.action}
        </Text>
        <Text size="xs" c="dimmed">
          {failure.code}
        </Text>
      </Stack>
    </Notice>
  );
}

function NotStarted() {
  const { title, explanation, command } = strings.status.notStarted;
  return (
    <Notice data-kind="info" title={title}>
      <Text size="sm">
        {explanation} <Code>{command}</Code>
      </Text>
    </Notice>
  );
}

function PracticeOrgHint({ url }: { url: string }) {
  return (
    <Text size="sm" c="dimmed">
      <strong>{strings.practiceOrg.title}:</strong> {strings.practiceOrg.explanation}{' '}
      <Anchor href={url} target="_blank" rel="noreferrer" underline="always" inherit>
        {url}
      </Anchor>
    </Text>
  );
}
