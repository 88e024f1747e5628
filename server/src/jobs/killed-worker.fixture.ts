import { readConfig } from '../config.ts';
import { openContext } from '../context.ts';
import { startWorker } from './worker.ts';

/** A worker of its own process that takes a job and never finishes it, for the test that kills it. */
const context = await openContext(readConfig(process.env), { name: 'lockstep doomed' });
const worker = await startWorker(context, {
  tasks: {
    doomed: () => {
      process.stdout.write('taken\n');
      return new Promise(() => {});
    },
  },
});
await worker.stopped;
