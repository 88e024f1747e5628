import { listOwners } from '../people/read-owners.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addOwners: AddCommand = (program, cli) => {
  program
    .command('owners')
    .description('active users, and queues, that can own records')
    .option('--search <text>', 'part of the name')
    .action(
      cli.action(async (query: { search?: string }) => {
        const owners = await cli.withContext('owners', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), (client) => listOwners(client, query)),
        );
        cli.answer({ owners }, () =>
          table(
            ['kind', 'id', 'name'],
            owners.map(({ kind, id, name }) => [kind, id, name]),
          ),
        );
      }),
    );
};
