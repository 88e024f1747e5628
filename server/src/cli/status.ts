import type { StatusView } from '@lockstep/contract/status.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { readStatus } from '../sync/status.ts';
import type { AddCommand } from './cli.ts';
import { tell } from './progress.ts';
import { table } from './table.ts';

const headlines: Record<StatusView['state'], string> = {
  'not-started': 'Not started: the set-up is not finished (lockstep setup).',
  'last-synced': 'Last Synced',
  'in-progress': 'Sync in Progress',
  failed: 'Failed',
  disabled: 'Disabled: changes accumulate until the sync is enabled again.',
};

export const addStatus: AddCommand = (program, cli) => {
  program
    .command('status')
    .description('show how the sync is doing: Last Synced, Sync in Progress or Failed')
    .action(
      cli.action(async () => {
        const status = await cli.withContext('status', async ({ pool }) =>
          readStatus(pool, await openSubscription(pool)),
        );
        cli.answer(status, () => describeStatus(status));
      }),
    );
};

export function describeStatus(status: StatusView): string {
  const { state, lastSyncedAt, current, failure, totals, api, changeEvents, proof, steps } = status;
  const lines = [`${headlines[state]}${state === 'last-synced' && lastSyncedAt ? ` ${lastSyncedAt}` : ''}`];
  if (current) {
    const elapsedMs = current.ratePerSecond ? (current.done / current.ratePerSecond) * 1000 : 0;
    lines.push(`${current.object}, ${current.operation}: ${tell(current.done, current.total, elapsedMs)}`);
  }
  if (failure) lines.push(`${failure.message} ${failure.detail}`, `What to do: ${failure.action}`);
  const { Lead, Contact, other } = totals.people;
  lines.push(`People: ${Lead} leads, ${Contact} contacts, ${other} not in Salesforce. Companies: ${totals.companies}.`);
  if (api) lines.push(`API requests in 24 hours: ${api.used} of ${api.max}; last cycle: ${api.callsLastCycle ?? '-'}.`);
  if (proof) {
    const found = proof.equal ? 'equal' : `${proof.differences} differences, ${proof.defects} of them defects`;
    const left = proof.notCompared.length > 0 ? `; not compared: ${proof.notCompared.join(', ')}` : '';
    lines.push(`Compared ${proof.at}: ${proof.compared} records, ${found}${left}.`);
  }
  lines.push(`Change events: ${changeEvents.state}${changeEvents.reason ? ` (${changeEvents.reason})` : ''}.`);
  const rows = steps
    .slice(0, 12)
    .map((s) => [
      s.startedAt,
      s.object,
      s.operation,
      s.status,
      s.counts.new,
      s.counts.updated,
      s.counts.deleted,
      s.counts.failed,
      s.counts.skipped,
    ]);
  if (rows.length > 0) {
    lines.push(
      '',
      table(['started', 'object', 'operation', 'status', 'new', 'updated', 'deleted', 'failed', 'skipped'], rows),
    );
  }
  return lines.join('\n');
}
