import { identifier as id, literal } from '../postgres/quoting.ts';
import type { ColumnType } from './field-type.ts';
import type { LoadPlan } from './load-plan.ts';
import { activityType, pushedColumns } from './render-pull.ts';

/** The statements that take the pending changes of a batch (render-claim.ts) to Salesforce and settle them; run by sync/push/. */

/**
 * One JSON object per person with the changed fields alone; blank is an explicit null. People of one account, which is locked while
 * one of them is saved, follow each other. $1 is the batch.
 */
export function renderJsonRecords(plan: LoadPlan): string {
  return `
select jsonb_build_object('Id', p.sfdc_id) || jsonb_object_agg(f.source, case f.kind
         when 'numeric' then to_jsonb(c.sent::numeric)
         when 'boolean' then to_jsonb(c.sent::boolean)
         else to_jsonb(c.sent)
       end) as record, p.sfdc_account_id as parent
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
 * Rows of one account follow each other. Salesforce works on parts of 10,000 rows side by side, and locks the account of a contact: an
 * account in two parts is the end of one and the beginning of the other, so they hardly meet, and what is locked is tried again.
 * https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/datafiles_organize_data.htm
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

/** Staging for a Bulk result file, all text. */
export function renderResultStaging(table: string, columns: readonly string[]): string {
  return `create temp table ${id(table)} (${each(columns, (name) => `${id(name)} text`)}) on commit drop`;
}

/** Error text: CODE:message:Field1, Field2 -- */
const errorParts = `split_part("sf__Error", ':', 1) as code,
       regexp_replace("sf__Error", '^[^:]*:(.*):[^:]*--\\s*$', '\\1') as message,
       array_remove(regexp_split_to_array(trim(regexp_replace("sf__Error", '^.*:([^:]*)--\\s*$', '\\1')), '\\s*,\\s*'), '') as fields`;

/** The results of a job, each with what `key` tells it from the others by. */
export function renderJobOutcomes(key: readonly string[]): string {
  const ownKey = `jsonb_build_array(${each(key, (column) => `coalesce(${id(column)}, '')`)})`;
  return `
select ${ownKey} as key, "sf__Id" as id, null as code, null as message, null::text[] as fields from job_succeeded
union all
select ${ownKey}, null, ${errorParts} from job_failed`;
}

export const resultFiles = {
  succeeded: `insert into push_result (sfdc_id, ok) select "Id", true from job_succeeded`,
  failed: `
insert into push_result (sfdc_id, ok, code, message, fields)
select "Id", false, ${errorParts}
  from job_failed`,
  /**
   * People of a batch ($1) who were refused for a field that may be dropped ($2: the codes) and have others: nothing is settled, they
   * are free to be sent again.
   */
  again: `
with refused as (
  select p.id, r.sfdc_id
    from push_result r join person p on p.sfdc_id = r.sfdc_id
   where not r.ok and r.code = any($2) and r.fields <> '{}'
     and (select count(*) from pending_change c where c.person_id = p.id and c.batch_id = $1) > 1
), unsettled as (
  delete from push_result r using refused f where r.sfdc_id = f.sfdc_id
), freed as (
  update pending_change c set batch_id = null, sent = null, sent_version = null
    from refused f where c.batch_id = $1 and c.person_id = f.id
)
select coalesce(array_agg(id order by id), '{}') as people from refused`,
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

const each = <T>(items: readonly T[], render: (item: T) => string, separator = ', ') =>
  items.map(render).join(separator);
