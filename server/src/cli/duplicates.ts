import { listDuplicates } from '../people/duplicates.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addDuplicates: AddCommand = (program, cli) => {
  program
    .command('duplicates')
    .description('people who may be the same, by e-mail address; nothing is merged')
    .option('--after <email>', 'the address after which the page begins')
    .action(
      cli.action(async (options: { after?: string }) => {
        const page = await cli.withContext('duplicates', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), (client) => listDuplicates(client, options)),
        );
        cli.answer(page, () =>
          page.groups.length === 0
            ? 'No two people have the same e-mail address.'
            : table(
                ['e-mail', 'id', 'name', 'company', 'type', 'Salesforce id'],
                page.groups.flatMap((g) =>
                  g.people.map((p) => [g.email, p.id, p.name, p.company, p.sfdcType, p.sfdcId]),
                ),
              ) + (page.next ? `\nMore: --after ${page.next}` : ''),
        );
      }),
    );
};
