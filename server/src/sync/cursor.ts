import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';

/** How far an (object, operation) is covered, by Salesforce's clock (SYN-3). */
export interface Cursor {
  object: string;
  operation: string;
  /** null before the first sync. ISO 8601 in UTC. */
  coveredUntil: string | null;
  /** A Bulk query under way, to go on with after a stop at any point. */
  job: BulkLoad | null;
}

export interface BulkLoad {
  id: string;
  /** What the cursor moves to when the last page is stored. */
  coversUntil: string;
  /** Where the next page begins; null before the first. */
  locator: string | null;
  rows: number;
  /** Rows that no later window reads again. */
  settled: number;
  total: number;
  /** The columns of its rows: when other fields are wanted by now, it is of no use. */
  fields?: readonly string[];
}

export async function readCursors(client: Client): Promise<Cursor[]> {
  const { rows } = await client.query('select object, operation, covered_until, job from sync_cursor');
  return rows.map((row) => ({
    object: row.object,
    operation: row.operation,
    coveredUntil: isoTime(row.covered_until),
    job: row.job,
  }));
}

/** Call in the transaction that stores the rows the cursor stands for. */
export async function moveCursor(client: Client, object: string, operation: string, until: string): Promise<void> {
  await client.query(sql`
    insert into sync_cursor (object, operation, covered_until, job) values (${object}, ${operation}, ${until}, null)
    on conflict (object, operation) do update set covered_until = excluded.covered_until, job = null`);
}

/** Remembers where a Bulk load stands; the cursor itself stays. In the transaction of the page before `locator`. */
export async function saveBulkLoad(client: Client, object: string, operation: string, job: BulkLoad): Promise<void> {
  await client.query(sql`
    insert into sync_cursor (object, operation, job) values (${object}, ${operation}, ${JSON.stringify(job)}::jsonb)
    on conflict (object, operation) do update set job = excluded.job`);
}

export async function forgetBulkLoad(client: Client, object: string, operation: string): Promise<void> {
  await client.query(sql`update sync_cursor set job = null where object = ${object} and operation = ${operation}`);
}
