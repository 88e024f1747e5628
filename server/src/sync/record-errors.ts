import type { RecordErrorView } from '@lockstep/contract/sync.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';

/** Records that one side refused, newest first (OPS-2). */
export async function listRecordErrors(client: Client, { resolved = false, limit = 100 }): Promise<RecordErrorView[]> {
  const { rows } = await client.query(sql`
    select id, object, direction, person_id as "personId", sfdc_id as "sfdcId", code, class, message, fields, attempts,
           first_seen, last_seen, resolved_at
      from record_error where (resolved_at is not null) = ${resolved}
     order by last_seen desc, id desc limit ${limit}`);
  return rows.map(({ first_seen, last_seen, resolved_at, ...rest }) => ({
    ...rest,
    firstSeen: isoTime(first_seen),
    lastSeen: isoTime(last_seen),
    resolvedAt: isoTime(resolved_at),
  }));
}

/** Lets every open error be tried again in the next cycle. Returns how many there are. */
export async function retryRecordErrors(client: Client): Promise<number> {
  const { rowCount } = await client.query(sql`
    update record_error set retry_at = null, blocked_version = null
     where resolved_at is null and direction = 'to-salesforce'`);
  await client.query('delete from field_loop');
  await client.query(`update activity_task set status = 'waiting', retry_at = null where status = 'refused'`);
  return rowCount ?? 0;
}

/** Fields that changed on both sides, and what became of them (SYN-5), newest first. */
export async function listConflicts(client: Client, limit = 100) {
  const { rows } = await client.query(sql`
    select c.id, c.person_id as "personId", coalesce(f.name, c.what) as field, c.base, c.here, c.there, c.outcome, c.at
      from conflict c left join field f on f.id = c.field_id order by c.id desc limit ${limit}`);
  return rows.map((row) => ({ ...row, at: isoTime(row.at) }));
}
