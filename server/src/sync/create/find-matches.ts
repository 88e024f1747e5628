import type { Match } from '@lockstep/contract/flow.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { soqlText } from '../../salesforce/soql.ts';

/** Contacts first: a contact is further on than a lead. Then the oldest, which has the most history. */
const searches = [
  `SELECT Id, Email, Name, Account.Name FROM Contact WHERE`,
  `SELECT Id, Email, Name, Company FROM Lead WHERE IsConverted = false AND`,
];

/** Leads (not converted) and contacts with these e-mail addresses, by address in lower case. */
export async function findMatches(
  salesforce: Salesforce,
  emails: readonly string[],
  peopleOf: (sfdcIds: string[]) => Promise<Map<string, number>>,
): Promise<Map<string, Match[]>> {
  const matches = new Map<string, Match[]>();
  if (emails.length === 0) return matches;
  const list = emails.map(soqlText).join(', ');
  for (const search of searches) {
    for await (const { records } of salesforce.query(`${search} Email IN (${list}) ORDER BY CreatedDate`)) {
      for (const record of records) {
        const email = String(record.Email).toLowerCase();
        matches.set(email, [...(matches.get(email) ?? []), toMatch(record)]);
      }
    }
  }
  const found = [...matches.values()].flat();
  const people = await peopleOf(found.map((match) => match.sfdcId));
  for (const match of found) match.personId = people.get(match.sfdcId) ?? null;
  return matches;
}

/** The same for records whose ids are known, in the order of the ids. */
export async function readMatches(
  salesforce: Salesforce,
  sfdcIds: readonly string[],
  peopleOf: (sfdcIds: string[]) => Promise<Map<string, number>>,
): Promise<Match[]> {
  if (sfdcIds.length === 0) return [];
  const list = sfdcIds.map(soqlText).join(', ');
  const pages = await salesforce.smallQueries(searches.map((search) => ({ soql: `${search} Id IN (${list})` })));
  const found = pages.flat().map(toMatch);
  const people = await peopleOf(found.map((match) => match.sfdcId));
  for (const match of found) match.personId = people.get(match.sfdcId) ?? null;
  return found.toSorted((a, b) => sfdcIds.indexOf(a.sfdcId) - sfdcIds.indexOf(b.sfdcId));
}

/** The people that records belong to. */
export async function peopleOfRecords(client: Client, sfdcIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: number; sfdc_id: string }>(sql`
    select id, sfdc_id from person where sfdc_id = any(${sfdcIds})`);
  return new Map(rows.map((row) => [row.sfdc_id, row.id]));
}

function toMatch(record: Record<string, unknown>): Match {
  const id = String(record.Id);
  const account = record.Account as { Name?: unknown } | null | undefined;
  return {
    sfdcId: id,
    sfdcType: id.startsWith('003') ? 'Contact' : 'Lead',
    name: String(record.Name ?? ''),
    company: textOrNull(account ? account.Name : record.Company),
    personId: null,
  };
}

const textOrNull = (value: unknown) => (value === null || value === undefined ? null : String(value));
