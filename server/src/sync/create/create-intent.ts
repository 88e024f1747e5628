import { LockstepError } from '../../errors.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { isoTime } from '../../postgres/types.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { told } from '../../told.ts';

/** What a person held and what was sent for a field, by field id. */
export type SentValues = Record<string, { here: string | null; sent: string | null }>;

/** A lead that is being created, or whose creation was interrupted. */
export interface CreateIntent {
  personId: number;
  startedAt: string;
  email: string | null;
  lastName: string;
  company: string;
  values: SentValues;
}

/**
 * Held from before a lead is created until its person is tied to it, and by every page of people that is merged: the pull
 * must not take a lead of our own for a new person. Pages share it.
 */
export const createLock = (subscription: { schema: string }): string => `lockstep/create-lead/${subscription.schema}`;

/**
 * Waits until no lead is being created, at the start of the merge of a page of people. A lead on the page that may be one
 * whose answer was lost holds the page back: no cursor moves, and the next cycle looks for the lead first.
 */
export async function waitForCreates(client: Client, object: string): Promise<void> {
  await client.query(`
    select pg_advisory_xact_lock_shared(hashtextextended('lockstep/create-lead/' || current_schema(), 0))`);
  if (object !== 'Lead') return;
  const { rows } = await client.query('select exists (select from create_intent) as open');
  if (!rows[0].open) return;
  const found = await client.query(`
    select s."Id" as id
      from pull_staging s
      join create_intent i on case when i.email is null then lower(s."LastName") = lower(i.last_name)
                                                         and lower(s."Company") = lower(i.company)
                                   else lower(s."Email") = lower(i.email) end
     where s."CreatedDate" >= date_trunc('second', i.started_at)
       and not exists (select from person p where p.sfdc_id = s."Id")
     limit 1`);
  if (found.rows[0]) throw new LockstepError('sync/lead-in-doubt', told`It may be ${found.rows[0].id}.`);
}

export async function readIntents(client: Client, personIds: readonly number[] | null): Promise<CreateIntent[]> {
  const { rows } = await client.query(sql`
    select person_id as "personId", started_at, email, last_name as "lastName", company, values
      from create_intent where ${personIds}::bigint[] is null or person_id = any(${personIds}::bigint[])
     order by started_at, person_id`);
  return rows.map(({ started_at, ...rest }) => ({ ...rest, startedAt: isoTime(started_at) }));
}

/** On record before the call, in a transaction of its own. */
export async function recordIntents(client: Client, intents: readonly CreateIntent[]): Promise<void> {
  await client.query(sql`
    insert into create_intent (person_id, started_at, email, last_name, company, values)
    select "personId", "startedAt", email, "lastName", company, values
      from jsonb_to_recordset(${JSON.stringify(intents)}::jsonb) as i(
        "personId" bigint, "startedAt" timestamptz, email text, "lastName" text, company text, values jsonb)`);
}

/** Of calls that certainly made no lead. */
export async function dropIntents(client: Client, personIds: readonly number[]): Promise<void> {
  await client.query(sql`delete from create_intent where person_id = any(${personIds}::bigint[])`);
}

/**
 * The leads that interrupted creations did make, by person: of our own user, since the call, with what was sent, and tied to
 * nobody. Each lead serves one intent.
 */
export async function findCreated(
  salesforce: Salesforce,
  intents: readonly CreateIntent[],
  isTaken: (ids: string[]) => Promise<Set<string>>,
): Promise<Map<number, string>> {
  const since = intents.map((i) => i.startedAt).sort()[0];
  if (!since) return new Map();
  const { userId } = await salesforce.identity();
  const leads: Record<string, unknown>[] = [];
  const soql = `SELECT Id, Email, LastName, Company, CreatedDate FROM Lead WHERE CreatedById = '${userId}' AND CreatedDate >= ${toSecond(since)} ORDER BY CreatedDate`;
  for await (const page of salesforce.query(soql)) leads.push(...page.records);
  const taken = await isTaken(leads.map((lead) => String(lead.Id)));
  const found = new Map<number, string>();
  for (const intent of intents) {
    const lead = leads.find((candidate) => !taken.has(String(candidate.Id)) && isMadeBy(candidate, intent));
    if (!lead) continue;
    taken.add(String(lead.Id));
    found.set(intent.personId, String(lead.Id));
  }
  return found;
}

function isMadeBy(lead: Record<string, unknown>, intent: CreateIntent): boolean {
  if (Date.parse(String(lead.CreatedDate)) < Date.parse(toSecond(intent.startedAt))) return false;
  if (intent.email !== null) return same(lead.Email, intent.email);
  return same(lead.LastName, intent.lastName) && same(lead.Company, intent.company);
}

const same = (a: unknown, b: string) => String(a ?? '').toLowerCase() === b.toLowerCase();

const toSecond = (iso: string) => new Date(iso).toISOString().replace(/\.\d+Z$/, 'Z');
