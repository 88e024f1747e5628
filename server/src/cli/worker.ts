import { allWork } from '../jobs/all-work.ts';
import { startWorker } from '../jobs/worker.ts';
import type { AddCommand } from './cli.ts';
import { askedToStop } from './signals.ts';

export const addWorker: AddCommand = (program, cli) => {
  program
    .command('worker')
    .description('run the sync without web pages, beside a server on the same database')
    .action(
      cli.action(async () => {
        const stop = askedToStop();
        await cli.withContext('worker', async (context) => {
          await using worker = await startWorker(context, await allWork(context));
          cli.answer({ working: true }, () => 'Working. Ctrl-C stops.');
          const reason = await Promise.race([stop, worker.stopped]);
          context.log.info({ reason }, 'stopping');
        });
      }),
    );
};
