import { allRoutes } from '../http/all-routes.ts';
import { buildApp } from '../http/app.ts';
import { listen } from '../http/listen.ts';
import { allWork } from '../jobs/all-work.ts';
import { startWorker } from '../jobs/worker.ts';
import type { AddCommand } from './cli.ts';
import { askedToStop } from './signals.ts';

export const addStart: AddCommand = (program, cli) => {
  program
    .command('start')
    .description('run the server: web pages, API and the sync, in one process')
    .option('--port <port>', 'the port to listen on (LOCKSTEP_PORT)')
    .option('--host <address>', 'the address to listen on (LOCKSTEP_HOST)')
    .action(
      cli.action(async ({ port, host }: { port?: string; host?: string }) => {
        const config = cli.config({ LOCKSTEP_PORT: port, LOCKSTEP_HOST: host });
        const stop = askedToStop();
        await cli.withContext('start', (context) => serve(context), config);

        async function serve(context: Parameters<typeof buildApp>[0]): Promise<void> {
          const app = await buildApp(context, allRoutes);
          await using _closing = { [Symbol.asyncDispose]: () => app.close() };
          const url = await listen(app, config);
          await using worker = await startWorker(context, await allWork(context));
          cli.answer({ url }, () => `Lockstep is at ${url}`);
          const reason = await Promise.race([stop, worker.stopped]);
          context.log.info({ reason }, 'stopping');
        }
      }),
    );
};
