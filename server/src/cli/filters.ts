import type { FilterCheck } from '@lockstep/contract/filters.ts';
import { Option } from 'commander';
import { commandLine, recordAudit } from '../auth/audit.ts';
import type { Context } from '../context.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { checkFilter } from '../sync/filter/check-filter.ts';
import { listFilters, type OnExit, type RecordFilter, storeFilter } from '../sync/filter/record-filters.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addFilters: AddCommand = (program, cli) => {
  const filters = program
    .command('filters')
    .description('which records of an object take part in the sync')
    .action(
      cli.action(async () => {
        const found = await cli.withContext('filters', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), listFilters),
        );
        cli.answer({ filters: found }, () => describeFilters(found));
      }),
    );

  filters
    .command('check <object> <condition>')
    .description(`what a SOQL condition would mean: filters check Lead "Rating != 'Cold'"`)
    .action(
      cli.action(async (object: string, condition: string) => {
        const check = await cli.withContext('filters', (context) => ask(context, object, condition));
        cli.answer(check, () => describeCheck(check));
      }),
    );

  filters
    .command('set <object> <condition>')
    .description('only records that meet the condition take part, from the next cycle on')
    .addOption(
      new Option('--on-exit <choice>', 'what becomes of a record that leaves')
        .choices(['keep', 'flag'])
        .default('keep'),
    )
    .action(
      cli.action(async (object: string, condition: string, { onExit }: { onExit: OnExit }) => {
        const check = await cli.withContext('filters', async (context) => {
          const answer = await ask(context, object, condition);
          await change(context, object, condition, onExit);
          return answer;
        });
        cli.answer(check, () => `${describeCheck(check)}\nThe next cycle applies it.`);
      }),
    );

  filters
    .command('clear <object>')
    .description('every record of the object takes part again')
    .action(
      cli.action(async (object: string) => {
        await cli.withContext('filters', (context) => change(context, object, null, 'keep'));
        cli.answer({ done: true }, () => `${object} has no filter any more. The next cycle reads what it left out.`);
      }),
    );
};

async function ask({ engine, pool }: Context, object: string, condition: string): Promise<FilterCheck> {
  return checkFilter(await engine.connect(await openSubscription(pool)), object, condition);
}

async function change({ pool }: Context, object: string, condition: string | null, onExit: OnExit): Promise<void> {
  await inSubscription(pool, await openSubscription(pool), async (client) => {
    await storeFilter(client, object, condition, onExit);
    const detail = { condition, onExit };
    await recordAudit(client, { ...commandLine, action: 'sync/filter-set', target: object, detail });
  });
}

const describeCheck = ({ object, matching, total, warning }: FilterCheck): string =>
  [`${matching} of ${total} records of ${object} meet it.`, ...(warning ? [`Note: ${warning}`] : [])].join('\n');

function describeFilters(filters: readonly RecordFilter[]): string {
  if (filters.length === 0) return 'No filters: every record takes part.';
  return table(
    ['object', 'condition', 'on exit', 'applied', 'here and outside'],
    filters.map((f) => [f.object, f.condition, f.onExit, f.applied ? 'yes' : 'next cycle', f.outside]),
  );
}
