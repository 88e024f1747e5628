import type { SyncState as State, StatusView } from '@lockstep/contract/status.ts';
import { Badge, Stack, Text } from '@mantine/core';
import { formatCount, formatMoment, formatRelative } from '../format.ts';
import { strings } from '../strings.ts';
import classes from './sync-state.module.css';

const colours: Record<State, string> = {
  'not-started': 'gray',
  'last-synced': 'teal',
  'in-progress': 'cyan',
  failed: 'red',
  disabled: 'gray',
};

/** Last Synced, Sync in Progress or Failed, at the top right of the page (SET-10). */
export function SyncState({ status, now }: { status: StatusView; now: number }) {
  return (
    <Stack gap={4} className={classes.state} aria-live="polite" data-testid="sync-state">
      <Badge size="lg" variant="dot" tt="none" color={colours[status.state]}>
        {strings.status.states[status.state]}
      </Badge>
      {lines(status, now).map((line) => (
        <Text key={line} size="sm" c="dimmed" className="tabular">
          {line}
        </Text>
      ))}
    </Stack>
  );
}

function lines({ state, current, failure, lastSyncedAt, nextCycleAt }: StatusView, now: number): string[] {
  const synced = lastSyncedAt
    ? `${formatMoment(lastSyncedAt, now)} · ${formatRelative(lastSyncedAt, now)}`
    : strings.status.never;
  if (state === 'in-progress' && current) {
    const share = current.total ? ` · ${Math.floor((current.done / current.total) * 100)}%` : '';
    const rate = current.ratePerSecond ? ` · ${strings.status.progress.rate(formatCount(current.ratePerSecond))}` : '';
    return [`${current.object}, ${current.operation}${share}${rate}`];
  }
  if (state === 'failed') return failure ? [failure.message] : [];
  if (state === 'not-started') return [];
  return [synced, ...(state === 'last-synced' && nextCycleAt ? [nextCycle(nextCycleAt, now)] : [])];
}

function nextCycle(moment: string, now: number): string {
  if (Date.parse(moment) <= now) return strings.status.nextCycleNow;
  return strings.status.nextCycle(formatRelative(moment, now));
}
