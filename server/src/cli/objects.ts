import { commandLine, recordAudit } from '../auth/audit.ts';
import { listObjectRecords } from '../people/read-objects.ts';
import type { RecordsQuery } from '../people/read-records.ts';
import { chooseObjectFields, disableObject, enableObject, listObjectFields, listObjects } from '../setup/objects.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { wholeNumber } from './arguments.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

/** `objects list`, `enable`, `disable`, `fields`, `records`: custom objects in the sync (SYN-13). */
export const addObjects: AddCommand = (program, cli) => {
  const objects = program.command('objects').description('custom objects: which are synced, their fields and records');

  objects
    .command('list')
    .description('the custom objects that are synced, or could be, and how they lead to people')
    .action(
      cli.action(async () => {
        const found = await cli.withContext('objects', async ({ pool, setup }) =>
          listObjects(setup, await openSubscription(pool)),
        );
        cli.answer({ objects: found }, () =>
          found.length === 0
            ? 'No custom object leads to Lead, Contact or Account.'
            : table(
                ['object', 'label', 'state', 'records', 'leads to people by'],
                found.map((o) => [o.name, o.label, o.state, o.records, o.links.join('; ')]),
              ),
        );
      }),
    );

  objects
    .command('enable')
    .description('add an object to the sync; the next cycle pulls it, and nothing else waits')
    .argument('<object>', 'API name, such as Seat__c')
    .option('--hide <field...>', 'fields that shall not sync')
    .action(
      cli.action(async (name: string, { hide = [] }: { hide?: string[] }) => {
        await cli.withContext('objects', async ({ pool, setup }) => {
          await enableObject(setup, await openSubscription(pool), name, hide);
          await recordAudit(pool, {
            ...commandLine,
            action: 'sync/object-enabled',
            target: name,
            detail: { hidden: hide },
          });
        });
        cli.answer({ enabled: name }, () => `${name} is pulled by the next cycle.`);
      }),
    );

  objects
    .command('disable')
    .description('take an object out of the sync; its records stay here')
    .argument('<object>', 'API name')
    .action(
      cli.action(async (name: string) => {
        await cli.withContext('objects', async ({ pool, setup }) => {
          await disableObject(setup, await openSubscription(pool), name);
          await recordAudit(pool, { ...commandLine, action: 'sync/object-disabled', target: name });
        });
        cli.answer({ disabled: name }, () => `${name} is no longer synced. Its records stay.`);
      }),
    );

  objects
    .command('fields')
    .description('the fields of an added object; hide some, or show them again')
    .argument('<object>', 'API name')
    .option('--hide <field...>', 'fields that shall not sync any more')
    .option('--show <field...>', 'fields that shall sync; existing values are filled in')
    .action(
      cli.action(async (name: string, choice: { hide?: string[]; show?: string[] }) => {
        const fields = await cli.withContext('objects', async ({ pool, setup }) => {
          const subscription = await openSubscription(pool);
          if (!choice.hide && !choice.show) return listObjectFields(setup, subscription, name);
          const chosen = await chooseObjectFields(setup, subscription, name, choice);
          await recordAudit(pool, {
            ...commandLine,
            action: 'sync/object-fields-chosen',
            target: name,
            detail: { ...choice },
          });
          return chosen;
        });
        cli.answer({ fields }, () =>
          table(
            ['field', 'label', 'type', ''],
            fields.map((f) => [f.field, f.label, f.type, f.synced ? 'synced' : 'hidden']),
          ),
        );
      }),
    );

  objects
    .command('records')
    .description('the records of an added object, a page at a time')
    .argument('<object>', 'API name')
    .option('--search <text>', 'start of the name')
    .option('--after <id>', 'the id after which the page begins', wholeNumber)
    .option('--limit <n>', 'records on the page', wholeNumber, 50)
    .action(
      cli.action(async (name: string, query: RecordsQuery) => {
        const page = await cli.withContext('objects', async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), (client) => listObjectRecords(client, name, query)),
        );
        cli.answer(page, () => {
          const [first] = page.records;
          if (!first) return 'None.';
          const fields = Object.keys(first.values);
          const rows = page.records.map(({ id, sfdcId, values }) => [id, sfdcId, ...fields.map((f) => values[f])]);
          return `${table(['id', 'Salesforce id', ...fields], rows)}${page.next ? `\nMore: --after ${page.next}` : ''}`;
        });
      }),
    );
};
