import { runDemo } from '../demo/demo.ts';
import type { AddCommand } from './cli.ts';
import { askedToStop } from './signals.ts';

interface DemoOptions {
  once?: boolean;
  leads?: string;
}

export const addDemo: AddCommand = (program, cli) => {
  program
    .command('demo')
    .description(
      'try everything without Salesforce: a practice org, the whole set-up, the first sync, a change each way',
    )
    .option('--once', 'stop when it is done, instead of staying up')
    .option('--leads <n>', 'the size of the practice org (22 sample leads come with it)')
    .action(
      cli.action(async ({ once = false, leads }: DemoOptions) => {
        await runDemo(cli, { once, leads: leads === undefined ? undefined : Number(leads), stop: askedToStop() });
      }),
    );
};
