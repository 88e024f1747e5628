import { type PeopleSort, peopleSorts } from '@lockstep/contract/people.ts';
import { Option } from 'commander';
import { LockstepError } from '../errors.ts';
import { listMerges } from '../people/merges.ts';
import { getPerson, listActivities, listPending, listPeople, type Person } from '../people/read-people.ts';
import { readRelated } from '../people/read-related.ts';
import { createPeople, type Edited, editPeople } from '../people/write-people.ts';
import type { Client } from '../postgres/pool.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { wholeNumber } from './arguments.ts';
import type { AddCommand, Cli } from './cli.ts';
import { table } from './table.ts';

const source = 'command line';

export const addPeople: AddCommand = (program, cli) => {
  const people = program.command('people').description('read, search, create and edit people');

  people
    .command('list')
    .description('people, a page at a time')
    .option('--search <text>', 'start of an e-mail address, first or last name')
    .option('--type <type>', 'Lead, Contact, or none (not in Salesforce)')
    .option('--where <field=value...>', 'fields that must have these values')
    .addOption(new Option('--sort <by>', 'what there is an index for').choices([...peopleSorts]))
    .option('--descending', 'the other way round')
    .option('--after <id>', 'the id after which the page begins', wholeNumber)
    .option('--limit <n>', 'people on the page', wholeNumber, 50)
    .action(
      cli.action(async (options: ListOptions) => {
        const query = { ...options, filter: assignments(options.where ?? []), sfdcType: personType(options.type) };
        const page = await within(cli, (client) => listPeople(client, query));
        cli.answer(page, () => `${describePeople(page.people)}${page.next ? `\nMore: --after ${page.next}` : ''}`);
      }),
    );

  people
    .command('show')
    .description('one person with its log')
    .argument('<id>', 'the id of the person', wholeNumber)
    .action(
      cli.action(async (id: number) => {
        const found = await within(cli, async (client) => ({
          person: await getPerson(client, id),
          activities: await listActivities(client, id),
          pending: await listPending(client, id),
          ...(await readRelated(client, id)),
        }));
        cli.answer(found, () => {
          const values = Object.entries(found.person.values).filter(([, value]) => value !== null);
          const log = found.activities.map((a) => [a.at, a.type, a.field, a.oldValue, a.newValue, a.source, a.detail]);
          return [
            table(['field', 'value'], values),
            '',
            ...related(found),
            table(['at', 'activity', 'field', 'old', 'new', 'source', 'detail'], log),
          ].join('\n');
        });
      }),
    );

  people
    .command('merges')
    .description('who became part of a person, and the values that differed')
    .argument('<id>', 'the id of the person', wholeNumber)
    .action(
      cli.action(async (id: number) => {
        const merges = await within(cli, (client) => listMerges(client, id));
        const rows = merges.flatMap(({ at, source, loserId, differences }) =>
          differences.map((d) => [at, source, loserId, d.field, d.winner, d.loser]),
        );
        cli.answer({ merges }, () => table(['at', 'source', 'person', 'field', 'here', 'of that person'], rows));
      }),
    );

  people
    .command('create')
    .description('create a person that is not in Salesforce yet: people create email=a@b.example lastName=Bee')
    .argument('<field=value...>')
    .action(
      cli.action(async (given: string[]) => {
        const [id] = await within(cli, (client) => createPeople(client, [assignments(given)], source));
        cli.answer({ id }, () => `Created person ${id}.`);
      }),
    );

  people
    .command('edit')
    .description('change fields of a person: people edit 7 title="Director" phone= (blank empties a field)')
    .argument('<id>', 'the id of the person', wholeNumber)
    .argument('<field=value...>')
    .action(
      cli.action(async (id: number, given: string[]) => {
        const edited = await within(cli, (client) => editPeople(client, [{ id, values: assignments(given) }], source));
        cli.answer({ ...edited }, () => describeEdit(id, edited));
      }),
    );
};

function describeEdit(id: number, { changed, ignored }: Edited): string {
  const left = ignored.map(
    ({ field, kept, blockedSource }) =>
      `Left as it is: ${field}, with the value ${kept}. The source "${blockedSource}" may not change it (lockstep fields ${field}).`,
  );
  if (!changed && left.length === 0) return 'Nothing to change: the values are these already.';
  return [...(changed ? [`Changed person ${id}.`] : []), ...left].join('\n');
}

/** Tables of what there is. */
function related(found: Awaited<ReturnType<typeof readRelated>>): string[] {
  const opportunities = found.opportunities.map((o) => [
    o.name,
    o.role,
    o.stage,
    o.amount,
    o.currency,
    o.amountInDefaultCurrency,
    o.closeDate,
  ]);
  const campaigns = found.campaigns.map((c) => [c.name ?? c.sfdcId, c.status, c.hasResponded]);
  const activities = found.salesforceActivities.map((a) => [
    a.startsAt ?? a.date,
    a.kind,
    a.subject,
    a.status,
    a.owner,
  ]);
  const objectRecords = found.objectRecords.map((r) => [
    r.label,
    r.values.Name ?? r.sfdcId,
    r.via.join('; '),
    valuesOf(r.values),
  ]);
  return [
    ...section(
      ['opportunity', 'role', 'stage', 'amount', 'currency', 'in default currency', 'close date'],
      opportunities,
    ),
    ...section(['campaign', 'status', 'responded'], campaigns),
    ...section(['date', 'kind', 'subject', 'status', 'owner'], activities),
    ...section(['object', 'record', 'by', 'values'], objectRecords),
  ];
}

function valuesOf(values: Record<string, string | null>): string {
  const shown = Object.entries(values).filter(([name, value]) => value !== null && name !== 'Name');
  return shown.map(([name, value]) => `${name}=${value}`).join(', ');
}

function section(headings: readonly string[], rows: readonly (readonly unknown[])[]): string[] {
  return rows.length > 0 ? [table(headings, rows), ''] : [];
}

interface ListOptions {
  search?: string;
  type?: string;
  where?: string[];
  sort?: PeopleSort;
  descending?: boolean;
  after?: number;
  limit: number;
}

function within<T>(cli: Cli, work: (client: Client) => Promise<T>): Promise<T> {
  return cli.withContext('people', async ({ pool }) => inSubscription(pool, await openSubscription(pool), work));
}

function describePeople(people: readonly Person[]): string {
  if (people.length === 0) return 'Nobody.';
  return table(
    ['id', 'type', 'first name', 'last name', 'e-mail', 'company'],
    people.map((p) => [p.id, p.sfdcType, p.values.firstName, p.values.lastName, p.values.email, p.values.company]),
  );
}

function assignments(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new LockstepError('request/invalid', `Write ${text} as field=value.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function personType(text: string | undefined): 'Lead' | 'Contact' | 'none' | undefined {
  if (text === undefined || text === 'Lead' || text === 'Contact' || text === 'none') return text;
  throw new LockstepError('request/invalid', `--type is Lead, Contact or none, not ${text}.`);
}
