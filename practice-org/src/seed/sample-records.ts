import { readFileSync } from 'node:fs';
import { parseRecords } from '../csv.ts';
import type { Queryable } from '../database.ts';
import { dataFolder } from '../schema/describe-data.ts';
import { insertRecord, stamps } from './insert-record.ts';
import type { OrgPeople } from './org-people.ts';

/** The day the recorded org was created; every date of the sample counts from the day of creation. */
const recordedDay = Date.UTC(2022, 0, 31);
const day = 86_400_000;

type Row = Record<string, string | null>;

/** The records every Developer Edition org starts with, owned by the sales users, two leads by a queue. */
export async function seedSampleRecords(database: Queryable, people: OrgPeople, now: Date): Promise<void> {
  const shift = Math.floor(now.getTime() / day) - recordedDay / day;
  const read = (file: string) =>
    parseRecords(readFileSync(`${dataFolder}${file}.csv`, 'utf8')).map((row) => shifted(row, shift));
  const made = stamps(people.administratorId, now);
  const owner = (i: number) => people.salesUserIds[i % people.salesUserIds.length];

  await seedPicklistObjects(database, read, made);
  const accounts = await insertAll(database, 'Account', '001', read('Account'), (row, i) => ({
    ...row,
    OwnerId: owner(i),
    ...made,
  }));
  await insertAll(database, 'Contact', '003', read('Contact'), ({ 'Account:Name': account, ...row }, i) => ({
    ...row,
    AccountId: accounts.get(account ?? '') ?? null,
    OwnerId: owner(i),
    ...made,
  }));
  await insertAll(database, 'Lead', '00Q', read('Lead'), (row, i) => ({
    ...row,
    OwnerId: i % 11 === 10 ? people.queueIds[0] : owner(i),
    ...made,
  }));
  const campaigns = await insertAll(database, 'Campaign', '701', read('Campaign'), (row, i) => ({
    ...row,
    OwnerId: owner(i),
    ...made,
  }));
  await insertAll(
    database,
    'CampaignMemberStatus',
    '01Y',
    read('CampaignMemberStatus'),
    ({ 'Campaign:Name': campaign, ...row }) => ({
      ...row,
      CampaignId: campaigns.get(campaign ?? ''),
      ...made,
    }),
  );
  const stages = new Map(read('OpportunityStage').map((stage) => [stage.ApiName, stage]));
  await insertAll(database, 'Opportunity', '006', read('Opportunity'), ({ 'Account:Name': account, ...row }, i) => ({
    ...row,
    AccountId: accounts.get(account ?? '') ?? null,
    IsClosed: stages.get(row.StageName ?? '')?.IsClosed ?? false,
    IsWon: stages.get(row.StageName ?? '')?.IsWon ?? false,
    ForecastCategory: (row.ForecastCategoryName ?? '').replace(' ', ''),
    OwnerId: owner(i),
    ...made,
  }));
}

/** LeadStatus and its like are objects of their own without a key prefix in describe; their ids still begin with one. */
async function seedPicklistObjects(
  database: Queryable,
  read: (file: string) => Row[],
  made: Record<string, unknown>,
): Promise<void> {
  for (const [object, prefix] of [
    ['LeadStatus', '01J'],
    ['OpportunityStage', '01J'],
    ['TaskStatus', '01J'],
  ] as const) {
    const extra =
      object === 'OpportunityStage'
        ? (row: Row) => ({ ForecastCategory: row.ForecastCategoryName?.replace(' ', '') })
        : () => ({});
    await insertAll(database, object, prefix, read(object), (row) => ({ ...row, ...extra(row), ...made }));
  }
}

/** Inserts the rows one by one and returns the id of each name. */
async function insertAll(
  database: Queryable,
  object: string,
  keyPrefix: string,
  rows: Row[],
  complete: (row: Row, index: number) => Record<string, unknown>,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    const values = Object.fromEntries(
      Object.entries(complete(row, index)).filter(([, value]) => value !== null && value !== undefined),
    );
    ids.set(row.Name ?? `${index}`, await insertRecord(database, object, keyPrefix, values));
  }
  return ids;
}

function shifted(row: Row, days: number): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value && /^\d{4}-\d\d-\d\d$/.test(value) ? shiftedDate(value, days) : value,
    ]),
  );
}

function shiftedDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}
