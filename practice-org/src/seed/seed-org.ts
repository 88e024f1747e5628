import type pg from 'pg';
import { inTransaction } from '../database.ts';
import type { Settings } from '../settings.ts';
import { type Amounts, generateRecords } from './generate-records.ts';
import { type OrgPeople, seedPeople } from './org-people.ts';
import { seedSampleRecords } from './sample-records.ts';

export interface WantedAmounts {
  leads?: number | undefined;
  contacts?: number | undefined;
  accounts?: number | undefined;
}

/** The people and sample records of a new org. */
export async function seedNewOrg(pool: pg.Pool, settings: Settings, now: Date): Promise<OrgPeople> {
  const people = await inTransaction(pool, async (client) => {
    const seeded = await seedPeople(client, now);
    await seedSampleRecords(client, seeded, now);
    return seeded;
  });
  await settings.set('people', people);
  return people;
}

/** Adds generated records until each object holds as many as asked for. Never takes any away. */
export async function fillOrg(pool: pg.Pool, people: OrgPeople, wanted: WantedAmounts, now: Date): Promise<Amounts> {
  const nothing: Amounts = { leads: 0, contacts: 0, accounts: 0 };
  // Counting a large org takes a second; a plain start need not.
  if (!wanted.leads && !wanted.contacts && !wanted.accounts) return nothing;
  const leads = wanted.leads ?? 0;
  const { rows } = await pool.query(
    `select (select count(*) from org."Lead") as leads, (select count(*) from org."Contact") as contacts, (select count(*) from org."Account") as accounts`,
  );
  const missing = (total: number, present: number) => Math.max(0, total - present);
  const added: Amounts = {
    leads: missing(leads, rows[0].leads),
    contacts: missing(wanted.contacts ?? Math.floor(leads / 2), rows[0].contacts),
    accounts: missing(wanted.accounts ?? Math.floor(leads / 10), rows[0].accounts),
  };
  await generateRecords(pool, added, people, now);
  return added;
}
