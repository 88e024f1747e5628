import { readFile } from 'node:fs/promises';
import { ActivityReport, ActivityReports } from '@lockstep/contract/activities.ts';
import { Value } from 'typebox/value';
import { LockstepError } from '../errors.ts';
import { reportActivities } from '../people/report-activities.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { queueTasks } from '../sync/activities/queue-tasks.ts';
import type { AddCommand, Cli } from './cli.ts';

export const addActivities: AddCommand = (program, cli) => {
  const activities = program.command('activities').description('marketing activities that other programs report');

  activities
    .command('report <person> <type> <asset>')
    .description('add one to the log of a person: activities report 7 form-filled "Newsletter"')
    .option('--at <time>', 'such as 2026-01-31T09:00:00Z; now unless told')
    .option('--detail <text>')
    .option('--key <text>', 'your own name for it: reported again, it is still one')
    .action(
      cli.action(async (person: string, type: string, asset: string, options: Record<string, string>) => {
        const given = { personId: Number(person), type, asset, ...options };
        if (!Value.Check(ActivityReport, given)) throw misfit();
        await report(cli, [given]);
      }),
    );

  activities
    .command('import <file>')
    .description('add those of a JSON file: [{"personId": 7, "type": "email-opened", "asset": "Newsletter"}, …]')
    .action(
      cli.action(async (file: string) => {
        const given = { activities: parse(await readFile(file, 'utf8')) };
        if (!Value.Check(ActivityReports, given)) throw misfit();
        await report(cli, given.activities);
      }),
    );
};

async function report(cli: Cli, given: readonly ActivityReport[]): Promise<void> {
  const answer = await cli.withContext('activities', async ({ pool }) =>
    inSubscription(pool, await openSubscription(pool), async (client) => {
      const added = await reportActivities(client, given, 'command line');
      const queued = await queueTasks(client, added);
      return { reported: added.length, known: given.length - added.length, queued };
    }),
  );
  cli.answer(
    answer,
    () => `${answer.reported} activities reported, ${answer.queued} of them become tasks; ${answer.known} were known.`,
  );
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new LockstepError('request/invalid', 'The file is not JSON.', { cause });
  }
}

const misfit = () =>
  new LockstepError(
    'request/invalid',
    'An activity has personId, type (such as form-filled), asset, and maybe at, detail, key.',
  );
