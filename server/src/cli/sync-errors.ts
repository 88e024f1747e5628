import { commandLine, recordAudit } from '../auth/audit.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { readBacklog } from '../sync/backlog.ts';
import { groupRecordErrors, retryRecordErrors } from '../sync/record-errors.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

/** Sync errors and backlog of Admin › Salesforce, in the terminal (OPS-2, OPS-3, SET-12). */
export const addSyncErrors: AddCommand = (program, cli) => {
  program
    .command('sync-errors')
    .description('records that one side refused, by cause')
    .option('--retry', 'try them again in the next cycle')
    .option('--code <code>', 'with --retry: only those with this code')
    .action(
      cli.action(async ({ retry, code }: { retry?: boolean; code?: string }) => {
        await cli.withContext('sync-errors', async ({ pool }) => {
          const subscription = await openSubscription(pool);
          const answer = await inSubscription(pool, subscription, async (client) => {
            const retried = retry ? await retryRecordErrors(client, { code }) : 0;
            if (retry)
              await recordAudit(client, { ...commandLine, action: 'sync/errors-retried', detail: { retried } });
            return { retried, groups: await groupRecordErrors(client) };
          });
          cli.answer(answer, () =>
            [
              table(
                ['object', 'direction', 'code', 'records', 'last seen', 'message'],
                answer.groups.map((g) => [g.object, g.direction, g.code, g.records, g.lastSeen, g.message]),
              ),
              ...(retry ? [`${answer.retried} are tried again in the next cycle.`] : []),
            ].join('\n'),
          );
        });
      }),
    );

  program
    .command('backlog')
    .description('what waits to be synced, in both directions, and how fast it goes')
    .action(
      cli.action(async () => {
        await cli.withContext('backlog', async ({ pool }) => {
          const backlog = await inSubscription(pool, await openSubscription(pool), readBacklog);
          cli.answer(backlog, () =>
            table(
              [
                'object',
                'to Salesforce',
                'to marketing',
                'records/hour (min, average, max)',
                'done in seconds',
                'trend',
              ],
              backlog.objects.map((o) => [
                o.object,
                o.toSalesforce,
                o.toMarketing,
                `${o.perHour.min}, ${o.perHour.average}, ${o.perHour.max}`,
                o.estimatedSeconds,
                o.trend,
              ]),
            ),
          );
        });
      }),
    );
};
