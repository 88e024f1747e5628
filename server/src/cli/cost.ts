import type { SyncCost } from '@lockstep/contract/cost.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { readSyncCost } from '../sync/sync-cost.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addCost: AddCommand = (program, cli) => {
  program
    .command('cost')
    .description('API requests of the last 24 hours by object, the forecast, and rows that came without a change')
    .action(
      cli.action(async () => {
        const cost = await cli.withContext('cost', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), readSyncCost),
        );
        cli.answer(cost, () => describeCost(cost));
      }),
    );
};

function describeCost({
  usage,
  budget,
  ours,
  others,
  reserved,
  budgetReachedAt,
  objects,
  operations,
}: SyncCost): string {
  const org = usage
    ? `The org used ${usage.used} of ${usage.max} requests: ${ours} by cycles, ${others} by others. The budget is ${budget}; ${reserved} are never touched.`
    : `Cycles used ${ours} requests. Salesforce has not told the usage of the org yet.`;
  const forecast = budgetReachedAt ? [`At this pace the budget is reached at ${budgetReachedAt}.`] : [];
  const share = (part: number | null) => (part === null ? '-' : `${Math.round(part * 100)} %`);
  const rows = objects.map((o) => [o.object, o.calls, o.read, o.unchanged, share(o.unchangedShare)]);
  const calls = operations.map((o) => [o.object, o.operation, o.calls, o.steps]);
  return [
    org,
    ...forecast,
    '',
    table(['object', 'requests', 'rows read', 'without a change', 'share'], rows),
    '',
    table(['object', 'operation', 'requests', 'steps'], calls),
  ].join('\n');
}
