import { listCurrencies, listDatedRates } from '../people/read-currencies.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addCurrencies: AddCommand = (program, cli) => {
  program
    .command('currencies')
    .description('the currencies of the org and their rates')
    .option('--rates <currency>', 'the newest rates of one by date, such as EUR')
    .action(
      cli.action(async ({ rates: isoCode }: { rates?: string }) => {
        if (isoCode) {
          const page = await cli.withContext('currencies', async ({ pool }) =>
            inSubscription(pool, await openSubscription(pool), (client) =>
              listDatedRates(client, isoCode.toUpperCase(), { limit: 300 }),
            ),
          );
          const rows = page.rates.map(({ from, rate }) => [from, rate]);
          cli.answer(page, () =>
            rows.length === 0 ? 'There are none.' : table(['from', 'one of the default is'], rows),
          );
          return;
        }
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
