import { listOptOuts } from '../people/opt-out.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addOptOuts: AddCommand = (program, cli) => {
  program
    .command('opt-outs')
    .description('what was decided about e-mail addresses: unsubscribed, or subscribed again')
    .argument('[email]', 'one address')
    .action(
      cli.action(async (email?: string) => {
        const optOuts = await cli.withContext('opt-outs', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), (client) => listOptOuts(client, { email })),
        );
        cli.answer({ optOuts }, () =>
          table(
            ['e-mail', 'decided', 'at', 'source', 'person'],
            optOuts.map((o) => [
              o.email,
              o.optedOut ? 'unsubscribed' : 'subscribed',
              o.decidedAt,
              o.source,
              o.personId,
            ]),
          ),
        );
      }),
    );
};
