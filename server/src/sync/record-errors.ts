import type { RecordErrorGroups, RecordErrorView } from '@lockstep/contract/sync.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import { settleNotices } from '../subscription/notifications.ts';

/** Which errors are meant: those of one cause, or all. */
export interface Cause {
  object?: string;
  direction?: 'to-salesforce' | 'to-marketing';
  code?: string;
  message?: string;
}

const ofCause = ({ object, direction, code, message }: Cause) => sql`
  (${object ?? null}::text is null or object = ${object ?? null})
  and (${direction ?? null}::text is null or direction = ${direction ?? null})
  and (${code ?? null}::text is null or code = ${code ?? null})
  and (${message ?? null}::text is null or message = ${message ?? null})`;

/** Records that one side refused, newest first (OPS-2). */
export async function listRecordErrors(
  client: Client,
  { resolved = false, limit = 100, before = null as number | null, ...cause }: Cause & ErrorPage,
): Promise<RecordErrorView[]> {
  const { rows } = await client.query(sql`
    select id, object, direction, person_id as "personId", sfdc_id as "sfdcId", code, class, message, fields, attempts,
           first_seen, last_seen, resolved_at
      from record_error
     where (resolved_at is not null) = ${resolved} and (${before}::bigint is null or id < ${before}) and ${ofCause(cause)}
     order by id desc limit ${limit}`);
  return rows.map(({ first_seen, last_seen, resolved_at, ...rest }) => ({
    ...rest,
    firstSeen: isoTime(first_seen),
    lastSeen: isoTime(last_seen),
    resolvedAt: isoTime(resolved_at),
  }));
}

interface ErrorPage {
  resolved?: boolean;
  limit?: number;
  before?: number | null;
}

/** Open errors by their cause, the most frequent first (OPS-2). */
export async function groupRecordErrors(client: Client): Promise<RecordErrorGroups['groups']> {
  const { rows } = await client.query(sql`
    select object, direction, code, class, message, fields, count(*)::integer as records,
           min(first_seen) as first_seen, max(last_seen) as last_seen
      from record_error where resolved_at is null
     group by object, direction, code, class, message, fields
     order by records desc, last_seen desc limit 200`);
  return rows.map(({ first_seen, last_seen, ...rest }) => ({
    ...rest,
    firstSeen: isoTime(first_seen),
    lastSeen: isoTime(last_seen),
  }));
}

/** Lets open errors be tried again in the next cycle: those of one cause, or all. Returns how many there are. */
export async function retryRecordErrors(client: Client, cause: Cause = {}): Promise<number> {
  const { rowCount } = await client.query(sql`
    update record_error set retry_at = null, blocked_version = null
     where resolved_at is null and direction = 'to-salesforce' and ${ofCause(cause)}`);
  if (Object.values(cause).every((part) => part === undefined)) await retryWhatIsNoRecordError(client);
  return rowCount ?? 0;
}

/** Fields that were given up because they changed without end, and activities that Salesforce refused as tasks. */
async function retryWhatIsNoRecordError(client: Client): Promise<void> {
  await client.query('delete from field_loop');
  await settleNotices(client, ['loop'], []);
  await client.query(`update activity_task set status = 'waiting', retry_at = null where status = 'refused'`);
}

/** Fields that changed on both sides, and what became of them (SYN-5), newest first. */
export async function listConflicts(client: Client, limit = 100) {
  const { rows } = await client.query(sql`
    select c.id, c.person_id as "personId", coalesce(f.name, c.what) as field, c.base, c.here, c.there, c.outcome, c.at
      from conflict c left join field f on f.id = c.field_id order by c.id desc limit ${limit}`);
  return rows.map((row) => ({ ...row, at: isoTime(row.at) }));
}
