import { identifier as id, literal } from '../postgres/quoting.ts';
import { canonicalText } from './canonical.ts';
import type { ColumnType } from './field-type.ts';
import type { LoadPlan, PlanColumn } from './load-plan.ts';
import { activityType, pushedColumns } from './render-pull.ts';

/**
 * The statements that take pending changes to Salesforce and settle them, rendered from a plan; run by sync/push/.
 * A push is a batch: its rows are marked with the value and the version under way before anything is sent, so that an
 * answer that never came can be told from a change of Salesforce's, and so that a Bulk job is found again after a crash.
 */

/**
 * People of this object with changes that may be pushed now, at most `most` of them. Found, then locked, then claimed, each a
 * statement of its own: one statement would pair the version of an edit that it waited for with the value from before it.
 * `chosen`: only people whose id is in $1 of `find`.
 */
export function renderClaim(
  plan: LoadPlan,
  most: number,
  whom: 'all' | 'chosen' = 'all',
): { find: string; lock: string; claim: string } {
  const fields = pushedColumns(plan);
  return {
    find: `
create temp table push_due on commit drop as
select p.id
  from person p
 where p.id in (select c.person_id from pending_change c where c.batch_id is null and c.field_id in (${fieldIds(fields)})${noLoop})
   and p.sfdc_type = ${literal(plan.object)} and p.sfdc_is_deleted is not true${whom === 'chosen' ? ' and p.id = any($1)' : inFilter}
   and not exists (select from record_error e
                    where e.person_id = p.id and e.direction = 'to-salesforce' and e.resolved_at is null and e.program_id is null
                      and (e.retry_at > now() or e.blocked_version >= (
                           select max(c.version) from pending_change c where c.person_id = p.id)))
 order by p.id limit ${Number(most)}`,
    lock: `
select count(*)::int as people
  from (select p.id from person p join push_due using (id) order by p.id for update of p) locked`,
    claim: `
with claimed as (
  update pending_change c
     set batch_id = $1, sent = v.here, sent_version = c.version
    from push_due
    join person p using (id)
   cross join lateral (values
     ${each(fields, (c) => `(${c.field?.id}, ${canonicalText(`p.${id(c.column)}`, c.type)})`, ',\n     ')}
   ) as v(field_id, here)
   where c.person_id = p.id and c.field_id = v.field_id and c.batch_id is null${noLoop}
  returning c.person_id, c.field_id
)
select count(distinct person_id)::int as people, coalesce(array_agg(distinct field_id), '{}') as fields from claimed`,
  };
}

/** A field that both sides keep changing back waits for an operator (sync/push/break-loops.ts). */
const noLoop = ' and not exists (select from field_loop l where l.person_id = c.person_id and l.field_id = c.field_id)';

/** Who is outside the record filter is pushed only when somebody asks for it (SYN-15). */
const inFilter = `
   and not exists (select from out_of_filter o where o.sfdc_id = p.sfdc_id)`;

/** The number of people that renderClaim would find, without the limit. */
export function renderCountDue(plan: LoadPlan): string {
  return `
select count(*)::int as people
  from person p
 where p.sfdc_type = ${literal(plan.object)} and p.sfdc_is_deleted is not true
   and p.id in (select c.person_id from pending_change c where c.field_id in (${fieldIds(pushedColumns(plan))})${noLoop})${inFilter}`;
}

/**
 * Frees the people at the end of a batch ($1) that is larger than $2 bytes of CSV: a Bulk upload takes 100 MB, and a
 * single Description can have 32 kB. Returns how many were freed.
 */
export const trimBatch = `
with sized as (
  select person_id, sum(octet_length(coalesce(sent, '#N/A')) + 3) + 25 as bytes
    from pending_change where batch_id = $1 group by person_id
), beyond as (
  select person_id from (select person_id, sum(bytes) over (order by person_id) as total from sized) t where total > $2
), freed as (
  update pending_change c set batch_id = null, sent = null, sent_version = null
    from beyond b where c.batch_id = $1 and c.person_id = b.person_id
  returning c.person_id
)
select count(distinct person_id)::int as people from freed`;

/** One JSON object per person with the changed fields alone; blank is an explicit null. $1 is the batch. */
export function renderJsonRecords(plan: LoadPlan): string {
  return `
select jsonb_build_object('Id', p.sfdc_id) || jsonb_object_agg(f.source, case f.kind
         when 'numeric' then to_jsonb(c.sent::numeric)
         when 'boolean' then to_jsonb(c.sent::boolean)
         else to_jsonb(c.sent)
       end) as record
  from pending_change c
  join person p on p.id = c.person_id
  join (values
    ${each(pushedColumns(plan), (c) => `(${c.field?.id}, ${literal(c.source)}, ${literal(jsonKind(c.type))})`, ',\n    ')}
  ) as f(field_id, source, kind) using (field_id)
 where c.batch_id = $1
 group by p.id
 order by p.sfdc_account_id, p.id`;
}

/**
 * The CSV of a Bulk update: a column per field that changed on anyone. An empty cell leaves the field alone, #N/A makes it null.
 * https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/datafiles_prepare_csv.htm
 * Rows of one account follow each other, so that few batches contend for its lock.
 */
export function renderBulkCsv(plan: LoadPlan, batchId: number, fields: readonly number[]): string {
  const columns = pushedColumns(plan).filter((c) => c.field && fields.includes(c.field.id));
  return `
copy (
  select p.sfdc_id as "Id",
         ${each(columns, (c) => `max(coalesce(c.sent, '#N/A')) filter (where c.field_id = ${c.field?.id}) as ${id(c.source)}`, ',\n         ')}
    from pending_change c
    join person p on p.id = c.person_id
   where c.batch_id = ${Number(batchId)}
   group by p.id
   order by p.sfdc_account_id, p.id
) to stdout with (format csv, header true)`;
}

/** Where the results of a push are gathered: one row per record, from either method. */
export const pushResult = {
  staging: `
create temp table push_result (
  sfdc_id text collate "C" not null,
  ok boolean not null,
  code text,
  message text,
  fields text[] not null default '{}',
  -- Fields that were refused, though the rest of the record was saved.
  dropped integer[] not null default '{}',
  class text
) on commit drop`,
  fromJson: `
insert into push_result (sfdc_id, ok, code, message, fields, dropped)
select r.id, r.ok, r.code, r.message, coalesce(r.fields, '{}'), r.dropped
  from jsonb_to_recordset($1::jsonb) as r(id text, ok boolean, code text, message text, fields text[], dropped integer[])`,
  /** $1: the class of each distinct (code, message), as JSON. */
  classify: `
update push_result r set class = k.class
  from jsonb_to_recordset($1::jsonb) as k(code text, message text, class text)
 where (not r.ok or r.dropped <> '{}') and coalesce(r.code, '') = k.code and coalesce(r.message, '') = k.message`,
};

/** Staging for a Bulk result file: `sf__Id`, `sf__Created` or `sf__Error`, then the uploaded columns, all text. */
export function renderResultStaging(
  table: string,
  second: 'sf__Created' | 'sf__Error',
  uploaded: readonly string[],
): string {
  return `create temp table ${id(table)} (${each(['sf__Id', second, ...uploaded], (name) => `${id(name)} text`)}) on commit drop`;
}

export const resultFiles = {
  succeeded: `insert into push_result (sfdc_id, ok) select "Id", true from push_succeeded`,
  /** Error text: CODE:message:Field1, Field2 -- */
  failed: `
insert into push_result (sfdc_id, ok, code, message, fields)
select "Id", false, split_part("sf__Error", ':', 1),
       regexp_replace("sf__Error", '^[^:]*:(.*):[^:]*--\\s*$', '\\1'),
       array_remove(regexp_split_to_array(trim(regexp_replace("sf__Error", '^.*:([^:]*)--\\s*$', '\\1')), '\\s*,\\s*'), '')
  from push_failed`,
};

/** Settling a batch ($1), in this order. A result settles a change only if the value is still the one that was sent. */
export const settlePush = {
  /** $1: when a push outside a cycle began. First, because whoever locks a person and its changes locks the person first. */
  notePushed: `
update person p set sfdc_pushed_at = greatest(p.sfdc_pushed_at, $1)
  from (select q.id from person q join push_result r on r.sfdc_id = q.sfdc_id and r.ok order by q.id for update of q) done
 where p.id = done.id`,
  succeed: `
delete from pending_change c using person p, push_result r
 where c.batch_id = $1 and p.id = c.person_id and r.sfdc_id = p.sfdc_id and r.ok and c.version = c.sent_version
   and c.field_id <> all(r.dropped)`,
  moveBase: `
update pending_change c
   set base = c.sent, sent = null, sent_version = null, batch_id = null
  from person p, push_result r
 where c.batch_id = $1 and p.id = c.person_id and r.sfdc_id = p.sfdc_id and r.ok and c.field_id <> all(r.dropped)`,
  resolveErrors: `
update record_error e set resolved_at = now()
  from push_result r
 where r.ok and e.sfdc_id = r.sfdc_id and e.direction = 'to-salesforce' and e.resolved_at is null
   and not exists (select from field_loop l where l.person_id = e.person_id)`,
  /**
   * $1: seconds to wait before a temporary error is tried again, doubled with each attempt; $2: the object; $3: the batch. An edit made
   * since the batch was sent is newer than what was refused, and is tried.
   */
  recordErrors: `
insert into record_error as e (object, direction, person_id, sfdc_id, code, class, message, fields, retry_at, blocked_version)
select $2, 'to-salesforce', p.id, r.sfdc_id, r.code, r.class, r.message, r.fields,
       case when r.class = 'retry-later' then now() + make_interval(secs => $1) end,
       case when r.class <> 'retry-later' then (
         select max(c.sent_version) from pending_change c where c.person_id = p.id and c.batch_id = $3) end
  from push_result r
  join person p on p.sfdc_id = r.sfdc_id
 where not r.ok or r.dropped <> '{}'
on conflict (object, direction, sfdc_id) where resolved_at is null
do update set code = excluded.code, class = excluded.class, message = excluded.message, fields = excluded.fields,
              attempts = e.attempts + 1, last_seen = now(), blocked_version = excluded.blocked_version,
              retry_at = case when excluded.class = 'retry-later'
                              then now() + least(make_interval(secs => $1 * 2 ^ least(e.attempts, 10)), interval '6 hours') end`,
  logErrors: `
insert into activity (person_id, type_id, source, detail)
select p.id, ${activityType.syncFailed}, 'salesforce', r.code || ': ' || r.message
  from push_result r join person p on p.sfdc_id = r.sfdc_id where not r.ok or r.dropped <> '{}'`,
  release: `
update pending_change set sent = null, sent_version = null, batch_id = null
 where batch_id = $1
   and person_id in (select p.id from person p join push_result r on r.sfdc_id = p.sfdc_id where not r.ok or r.dropped <> '{}')`,
  /** What no result named keeps its mark of what was sent, and may be pushed again. */
  orphan: `update pending_change set batch_id = null where batch_id = $1`,
  endBatch: `delete from push_batch where id = $1`,
};

export function jsonKind(type: ColumnType): string {
  if (type === 'numeric' || type === 'bigint') return 'numeric';
  return type === 'boolean' ? 'boolean' : 'text';
}

const fieldIds = (fields: readonly PlanColumn[]) => each(fields, (c) => String(c.field?.id));
const each = <T>(items: readonly T[], render: (item: T) => string, separator = ', ') =>
  items.map(render).join(separator);
