import { listCurrencies } from '../people/read-currencies.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addCurrencies: AddCommand = (program, cli) => {
  program
    .command('currencies')
    .description('the currencies of the org and their rates')
    .action(
      cli.action(async () => {
        const currencies = await cli.withContext('currencies', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), listCurrencies),
        );
        cli.answer({ currencies }, () =>
          currencies.length === 0
            ? 'The org has one currency.'
            : table(
                ['currency', 'one of the default is', 'dated rates', ''],
                currencies.map((c) => [
                  c.isoCode,
                  c.rate,
                  c.datedRates,
                  c.isDefault ? 'default' : c.isActive ? '' : 'inactive',
                ]),
              ),
        );
      }),
    );
};
