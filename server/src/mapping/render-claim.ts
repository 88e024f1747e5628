import { identifier as id, literal } from '../postgres/quoting.ts';
import { canonicalText } from './canonical.ts';
import type { LoadPlan, PlanColumn } from './load-plan.ts';
import { byField, pushedColumns } from './render-pull.ts';

/**
 * The statements that choose what is pushed together, rendered from a plan; run by sync/push/claim.ts.
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
     set batch_id = $1, sent_version = c.version,
         sent = ${byField(fields, (c) => canonicalText(`p.${id(c.column)}`, c.type))}
    from push_due
    join person p using (id)
   where c.person_id = p.id and c.field_id in (${fieldIds(fields)}) and c.batch_id is null${noLoop}
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
 * single Description can have 32 kB. Returns how many were freed. Each part is worked out once: the planner knows nothing of a batch that
 * was just made, and would work it out again for each of its rows.
 */
export const trimBatch = `
with sized as materialized (
  select person_id, sum(octet_length(coalesce(sent, '#N/A')) + 3) + 25 as bytes
    from pending_change where batch_id = $1 group by person_id
), beyond as materialized (
  select person_id from (select person_id, sum(bytes) over (order by person_id) as total from sized) t where total > $2
), freed as (
  update pending_change c set batch_id = null, sent = null, sent_version = null
    from beyond b where c.batch_id = $1 and c.person_id = b.person_id
  returning c.person_id
)
select count(distinct person_id)::int as people from freed`;

const fieldIds = (fields: readonly PlanColumn[]) => each(fields, (c) => String(c.field?.id));
const each = <T>(items: readonly T[], render: (item: T) => string, separator = ', ') =>
  items.map(render).join(separator);
