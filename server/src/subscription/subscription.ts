import { LockstepError } from '../errors.ts';
import type { Pool } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import type { Identity } from '../salesforce/salesforce.ts';
import { told } from '../told.ts';
import { createSubscriptionSchema } from './subscription-schema.ts';

/** How far the set-up has come; each state includes the ones before it (SPEC SET). */
export const setupStates = ['new', 'credentials', 'fields', 'confirmed', 'mapped', 'started'] as const;
export type SetupState = (typeof setupStates)[number];

/** What may be shown of the credentials. */
export interface ConnectionView {
  method: 'password' | 'oauth' | 'client-credentials' | 'jwt-bearer';
  loginUrl: string;
  username: string | null;
  sandbox: boolean;
}

export interface Subscription {
  id: number;
  name: string;
  /** PostgreSQL schema of everything that belongs to it. */
  schema: string;
  state: SetupState;
  enabled: boolean;
  identity: Identity | null;
  connection: ConnectionView | null;
  /** Sealed Credentials. */
  credentials: string | null;
  startedAt: string | null;
}

export const defaultSubscriptionName = 'default';

/** Schemas that this process has brought to the newest version already. */
const upToDate = new WeakMap<Pool, Set<string>>();

/** The subscription of that name, made with its schema when it does not exist. */
export async function openSubscription(pool: Pool, name = defaultSubscriptionName): Promise<Subscription> {
  const found = await findSubscription(pool, name);
  if (found) {
    await bringUpToDate(pool, found.schema);
    return found;
  }
  await pool.query(sql`
    insert into lockstep.subscription (name, schema_name)
    values (${name}, 'crm_' || (select coalesce(max(id), 0) + 1 from lockstep.subscription))
    on conflict do nothing`);
  return openSubscription(pool, name);
}

async function bringUpToDate(pool: Pool, schema: string): Promise<void> {
  const known = upToDate.get(pool) ?? new Set();
  if (known.has(schema)) return;
  await createSubscriptionSchema(pool, schema);
  upToDate.set(pool, known.add(schema));
}

export async function findSubscription(pool: Pool, name = defaultSubscriptionName): Promise<Subscription | undefined> {
  const { rows } = await pool.query(sql`select * from lockstep.subscription where name = ${name}`);
  return rows[0] ? decode(rows[0]) : undefined;
}

/** The subscription as it is now. */
export async function readSubscription(pool: Pool, id: number): Promise<Subscription> {
  const { rows } = await pool.query(sql`select * from lockstep.subscription where id = ${id}`);
  if (!rows[0]) throw new LockstepError('request/not-found', told`There is no subscription ${id}.`);
  return decode(rows[0]);
}

/** Those that sync, each with the newest tables. */
export async function startedSubscriptions(pool: Pool): Promise<Subscription[]> {
  const { rows } = await pool.query(sql`
    select * from lockstep.subscription where state = 'started' and enabled order by id`);
  for (const { schema_name } of rows) await bringUpToDate(pool, schema_name);
  return rows.map(decode);
}

export async function setEnabled(pool: Pool, subscription: Subscription, enabled: boolean): Promise<void> {
  if (subscription.state !== 'started') {
    throw new LockstepError('setup/wrong-order', told`The sync has not been started yet.`);
  }
  await pool.query(sql`update lockstep.subscription set enabled = ${enabled} where id = ${subscription.id}`);
}

// biome-ignore lint/suspicious/noExplicitAny: a row of the control table, whose columns the migration defines
function decode(row: any): Subscription {
  return {
    id: row.id,
    name: row.name,
    schema: row.schema_name,
    state: row.state,
    enabled: row.enabled,
    identity: row.identity,
    connection: row.connection,
    credentials: row.credentials,
    startedAt: isoTime(row.started_at),
  };
}
