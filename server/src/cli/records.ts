import { listCampaigns, listCompanies, listOpportunities, type RecordsQuery } from '../people/read-records.ts';
import type { Client } from '../postgres/pool.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { wholeNumber } from './arguments.ts';
import type { AddCommand, Cli } from './cli.ts';
import { table } from './table.ts';

interface List<Page> {
  /** The name of the command, and what it lists. */
  name: string;
  read(client: Client, query: RecordsQuery): Promise<Page & { next: number | null }>;
  headings: readonly string[];
  rows(page: Page): unknown[][];
}

const companies: List<Awaited<ReturnType<typeof listCompanies>>> = {
  name: 'companies',
  read: listCompanies,
  headings: ['id', 'name', 'industry', 'city', 'people'],
  rows: (page) => page.companies.map((c) => [c.id, c.values.name, c.values.industry, c.values.billingCity, c.people]),
};

const opportunities: List<Awaited<ReturnType<typeof listOpportunities>>> = {
  name: 'opportunities',
  read: listOpportunities,
  headings: ['id', 'name', 'company', 'stage', 'amount', 'currency', 'in default currency', 'close date', 'owner'],
  rows: (page) =>
    page.opportunities.map(({ id, company, owner, values, inDefaultCurrency }) => [
      id,
      values.name,
      company,
      values.stage,
      values.amount,
      values.currency,
      inDefaultCurrency.amount,
      values.closeDate,
      owner,
    ]),
};

const campaigns: List<Awaited<ReturnType<typeof listCampaigns>>> = {
  name: 'campaigns',
  read: listCampaigns,
  headings: ['id', 'name', 'type', 'status', 'members', 'responded', 'member statuses'],
  rows: (page) =>
    page.campaigns.map((c) => [
      c.id,
      c.name,
      c.type,
      c.status,
      c.members,
      c.responded,
      c.statuses.map((s) => s.label).join(', '),
    ]),
};

/** `companies list`, `opportunities list`, `campaigns list`. */
export const addRecords: AddCommand = (program, cli) => {
  addList(program, cli, companies);
  addList(program, cli, opportunities);
  addList(program, cli, campaigns);
};

function addList<Page>(program: Parameters<AddCommand>[0], cli: Cli, list: List<Page>): void {
  program
    .command(list.name)
    .description(`read and search ${list.name}`)
    .command('list')
    .description(`${list.name}, a page at a time`)
    .option('--search <text>', 'start of the name, or the Salesforce id')
    .option('--after <id>', 'the id after which the page begins', wholeNumber)
    .option('--limit <n>', `${list.name} on the page`, wholeNumber, 50)
    .action(
      cli.action(async (query: RecordsQuery) => {
        const page = await cli.withContext(list.name, async ({ pool }) =>
          inSubscription(pool, await openSubscription(pool), (client) => list.read(client, query)),
        );
        cli.answer(page, () => {
          const rows = list.rows(page);
          if (rows.length === 0) return 'None.';
          return `${table(list.headings, rows)}${page.next ? `\nMore: --after ${page.next}` : ''}`;
        });
      }),
    );
}
