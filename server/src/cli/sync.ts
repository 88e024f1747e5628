import { commandLine, recordAudit } from '../auth/audit.ts';
import { switchSync, syncNow } from '../setup/start.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { runCycle } from '../sync/cycle.ts';
import { readStatus } from '../sync/status.ts';
import type { AddCommand } from './cli.ts';
import { describeStatus } from './status.ts';

interface SyncOptions {
  now?: boolean;
  enable?: boolean;
  disable?: boolean;
  background?: boolean;
}

export const addSync: AddCommand = (program, cli) => {
  program
    .command('sync')
    .description('run a sync cycle, or switch the sync on or off')
    .option('--now', 'run one cycle in this process and show how it ended (the default)')
    .option('--background', 'leave the cycle to the running server instead')
    .option('--enable', 'enable the sync')
    .option('--disable', 'disable the sync; changes on both sides accumulate')
    .action(
      cli.action(async (options: SyncOptions) => {
        await cli.withContext('sync', async ({ pool, setup, engine }) => {
          const subscription = await openSubscription(pool);
          if (options.enable || options.disable) {
            await switchSync(setup, subscription, Boolean(options.enable));
            await recordAudit(pool, { ...commandLine, action: options.enable ? 'sync/enabled' : 'sync/disabled' });
          } else {
            await syncNow(setup, subscription);
            // The cycle that was just put in the queue finds nothing left to do when a server runs it after this one.
            if (!options.background) {
              const { error } = await runCycle(engine, subscription);
              if (error) throw error;
            }
          }
          const status = await readStatus(pool, await openSubscription(pool));
          cli.answer(status, () => describeStatus(status));
        });
      }),
    );
};
