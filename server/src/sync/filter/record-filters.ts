import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { isoTime } from '../../postgres/types.ts';
import { leavingOperation } from './leaving.ts';

/** What becomes of a record that is here and leaves the filter: it stays as it is, or stays and says so. */
export type OnExit = 'keep' | 'flag';

/** The SOQL condition that records of an object have to meet, by object; objects without a filter are missing. */
export type RecordFilters = ReadonlyMap<string, string>;

export interface RecordFilter {
  object: string;
  condition: string;
  onExit: OnExit;
  /** false until the next cycle has begun with it. */
  applied: boolean;
  /** Records that are here and outside. */
  outside: number;
}

export async function listFilters(client: Client): Promise<RecordFilter[]> {
  const { rows } = await client.query<RecordFilter>(`
    select object, condition, on_exit as "onExit", condition is not distinct from applied as applied,
           (select count(*)::int from out_of_filter o where o.object = f.object) as outside
      from record_filter f where condition is not null order by object`);
  return rows;
}

/** Checked before (check-filter.ts). null: every record takes part again. The next cycle applies it. */
export async function storeFilter(
  client: Client,
  object: string,
  condition: string | null,
  onExit: OnExit,
): Promise<void> {
  await client.query(sql`
    insert into record_filter (object, condition, on_exit) values (${object}, ${condition}, ${onExit})
    on conflict (object) do update set condition = excluded.condition, on_exit = excluded.on_exit`);
}

/** The filters that cycles work with: those in force. */
export async function readFilters(client: Client): Promise<RecordFilters> {
  const { rows } = await client.query<{ object: string; applied: string }>(
    'select object, applied from record_filter where applied is not null',
  );
  return new Map(rows.map(({ object, applied }) => [object, applied]));
}

/**
 * At the start of a cycle, under its lock: a filter that was changed is taken up, and its object is read again from the start, since
 * records that enter or leave by it carry no newer stamp. What is the same is skipped.
 */
export async function applyFilters(client: Client): Promise<RecordFilters> {
  await client.query(sql`
    update sync_cursor c set covered_until = null, job = null
      from record_filter f
     where f.object = c.object and f.condition is distinct from f.applied
       and c.operation in ('Pull updates', ${leavingOperation})`);
  await client.query(`
    delete from out_of_filter o using record_filter f where f.object = o.object and f.condition is null`);
  await client.query('update record_filter set applied = condition where condition is distinct from applied');
  await client.query('delete from record_filter where condition is null');
  return readFilters(client);
}

/** Since when a record is here and outside its filter; null when it is inside. */
export async function outsideSince(client: Client, sfdcId: string | null): Promise<string | null> {
  const { rows } = await client.query(sql`select since from out_of_filter where sfdc_id = ${sfdcId}`);
  return isoTime(rows[0]?.since ?? null);
}
