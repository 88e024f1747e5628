import type { BacklogView } from '@lockstep/contract/sync.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';

/** The fields that are pushed since the newest whole cycle: an edit of a field that was hidden or deleted waits for no sync. */
const pushed = sql`
  select plan ->> 'object' as object, (col #>> '{field,id}')::integer as field_id
    from sync_state, jsonb_array_elements(plans) plan, jsonb_array_elements(plan -> 'columns') col
   where (col ->> 'pushed')::boolean`;

/**
 * What waits now, by object. To Salesforce: people with a pending change, and leads being created. To marketing: rows that
 * a window counted and that have not been stored, and records whose values did not fit.
 */
const waiting = sql`
  select object, sum(to_salesforce)::integer as to_salesforce, sum(to_marketing)::integer as to_marketing
    from (
      select p.sfdc_type as object, count(distinct p.id) as to_salesforce, 0 as to_marketing
        from pending_change c join person p on p.id = c.person_id
        join (${pushed}) f on f.object = p.sfdc_type and f.field_id = c.field_id
       where p.sfdc_is_deleted is not true group by 1
      union all
      select 'Lead', count(*), 0 from create_intent
      union all
      select object, 0, greatest(total - done, 0) from (
        select distinct on (object, operation) object, status, done, total from step order by object, operation, id desc
      ) newest where status in ('In Process', 'Incomplete') and total is not null
      union all
      select object, 0, count(*) from record_error
       where resolved_at is null and direction = 'to-marketing' group by 1
    ) parts
   group by object`;

/** Keeps the point of the present four hours up to date, and drops those older than five days. */
export async function recordBacklog(client: Client): Promise<void> {
  await client.query(sql`
    insert into backlog_point (at, object, to_salesforce, to_marketing)
    select date_bin('4 hours', now(), '2000-01-01Z'), object, to_salesforce, to_marketing from (${waiting}) w
    on conflict (at, object) do update
       set to_salesforce = excluded.to_salesforce, to_marketing = excluded.to_marketing`);
  // What waits no longer is a point of zero, not a gap.
  await client.query(sql`
    update backlog_point set to_salesforce = 0, to_marketing = 0
     where at = date_bin('4 hours', now(), '2000-01-01Z')
       and object not in (select object from (${waiting}) w)`);
  await client.query(sql`delete from backlog_point where at < now() - interval '5 days'`);
}

interface Row {
  object: string;
  to_salesforce: number;
  to_marketing: number;
  min_hour: number;
  max_hour: number;
  avg_hour: number;
  before: number | null;
}

/** The trend, and for each object how fast it was in the last 24 hours, what waits, and when that is done (OPS-3). */
export async function readBacklog(client: Client): Promise<BacklogView> {
  const { rows } = await client.query<Row>(sql`
    with hours as (
      select object, date_trunc('hour', coalesce(ended_at, now())) as hour,
             sum(new + updated + deleted + skipped)::integer as records
        from step where started_at > now() - interval '24 hours' group by 1, 2
    ), speed as (
      select object, min(records) as min_hour, max(records) as max_hour, avg(records)::float8 as avg_hour
        from hours where records > 0 group by object
    ), earlier as (
      select distinct on (object) object, to_salesforce + to_marketing as before from backlog_point
       where at < date_bin('4 hours', now(), '2000-01-01Z') order by object, at desc
    )
    select object, coalesce(w.to_salesforce, 0) as to_salesforce, coalesce(w.to_marketing, 0) as to_marketing,
           coalesce(min_hour, 0) as min_hour, coalesce(max_hour, 0) as max_hour, coalesce(avg_hour, 0) as avg_hour, before
      from (${waiting}) w full join speed using (object) left join earlier using (object)
     order by object`);
  const { rows: points } = await client.query(sql`
    select at, sum(to_salesforce)::integer as "toSalesforce", sum(to_marketing)::integer as "toMarketing"
      from backlog_point group by at order by at`);
  return {
    points: points.map((point) => ({ ...point, at: isoTime(point.at) })),
    objects: rows.map(objectView),
  };
}

function objectView(row: Row): BacklogView['objects'][number] {
  const backlog = row.to_salesforce + row.to_marketing;
  return {
    object: row.object,
    perHour: { min: row.min_hour, max: row.max_hour, average: Math.round(row.avg_hour) },
    toSalesforce: row.to_salesforce,
    toMarketing: row.to_marketing,
    estimatedSeconds: estimate(backlog, row.avg_hour),
    trend: row.before !== null && backlog > row.before ? 'Growing' : 'Normal',
  };
}

function estimate(backlog: number, perHour: number): number | null {
  if (backlog === 0) return 0;
  return perHour > 0 ? Math.ceil((backlog / perHour) * 3600) : null;
}
