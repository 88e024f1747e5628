import type { SyncState as State, StatusView } from '@lockstep/contract/status.ts';
import { Anchor, Popover, Progress, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useStatus } from '../api/use-status.ts';
import { useExplanation } from '../i18n/use-explanation.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useSyncWords } from '../i18n/use-sync-words.ts';
import classes from './sync-state.module.css';
import { useNow } from './use-now.ts';

export const stateColours: Record<State, string> = {
  'not-started': 'gray',
  'last-synced': 'teal',
  'in-progress': 'cyan',
  failed: 'red',
  disabled: 'gray',
};

/** Last Synced, Sync in Progress or Failed, at the top right of every page (SET-10). */
export function SyncState() {
  const { t } = useTranslation();
  const { status } = useStatus();
  const line = useLine(status);
  const at = useLastTime(status);
  if (!status) return null;
  return (
    <Popover position="bottom-end" width={320} withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes.state} data-testid="sync-state" data-state={status.state}>
          <span className={classes.name} aria-live="polite">
            {t(`status.states.${status.state}`)}
          </span>
          {line && (
            <span className={classes.line}>
              {at && <span className={classes.at}>{at} · </span>}
              {line}
            </span>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Details status={status} line={at ? `${at} · ${line}` : line} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Details({ status, line }: { status: StatusView; line: string }) {
  const { t } = useTranslation();
  const { current, failure, state } = status;
  return (
    <Stack gap="xs">
      <Text fw={600} size="sm">
        {t(`status.states.${state}`)}
      </Text>
      {failure && state === 'failed' ? <Failure failure={failure} /> : line && <Text size="sm">{line}</Text>}
      {current?.total && <Progress value={(current.done / current.total) * 100} aria-label={line} />}
      {state === 'last-synced' && <NextCycle at={status.nextCycleAt} />}
      <Anchor component={Link} to="/salesforce" size="sm">
        {t('status.open')}
      </Anchor>
    </Stack>
  );
}

function Failure({ failure }: { failure: NonNullable<StatusView['failure']> }) {
  const { t } = useTranslation();
  const { title, action } = useExplanation(failure);
  return (
    <>
      <Text size="sm">{title}</Text>
      <Text size="sm">
        <strong>{t('error.whatToDo')}:</strong> {action}
      </Text>
    </>
  );
}

function NextCycle({ at }: { at: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (!at) return null;
  return (
    <Text size="sm" c="dimmed">
      {Date.parse(at) <= now ? t('status.nextCycleNow') : t('status.nextCycle', { when: format.relative(at, now) })}
    </Text>
  );
}

const noFailure = { code: '', message: '', detail: '', action: '' };

/** The one line that belongs to the state: how long ago, or what and how far, or why. */
function useLine(status: StatusView | undefined): string {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useSyncWords();
  const now = useNow();
  const reason = useExplanation(status?.failure ?? noFailure).title;
  if (!status) return '';
  const { state, current, lastSyncedAt } = status;
  if (state === 'in-progress' && current) {
    const share = current.total ? ` · ${Math.floor((current.done / current.total) * 100)}%` : '';
    const rate = current.ratePerSecond
      ? ` · ${t('status.progress.rate', { rate: format.count(current.ratePerSecond) })}`
      : '';
    return `${current.object}, ${words.operation(current.operation)}${share}${rate}`;
  }
  if (state === 'failed') return reason;
  if (state === 'last-synced' || state === 'disabled') {
    return lastSyncedAt ? format.relative(lastSyncedAt, now) : t('time.never');
  }
  return '';
}

/** By the clock: when the last cycle has ended, unless another one is more to the point. */
function useLastTime(status: StatusView | undefined): string | null {
  const format = useFormat();
  const now = useNow();
  const resting = status?.state === 'last-synced' || status?.state === 'disabled';
  return resting && status.lastSyncedAt ? format.moment(status.lastSyncedAt, now) : null;
}
