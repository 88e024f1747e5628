import { identifier as id, literal } from '../postgres/quoting.ts';
import { canonicalText } from './canonical.ts';
import { companyFieldOf } from './company-fields.ts';
import type { LoadPlan, PlanColumn } from './load-plan.ts';
import { activityType, pushedColumns } from './render-pull.ts';
import { jsonKind } from './render-push.ts';

/**
 * The statements that make Salesforce records of people and tie people to records, rendered from a plan; run by
 * sync/create/.
 */

/**
 * One record per person of $1 that is not in Salesforce, or was deleted there (or that is a contact): every field of `sources` that has a value,
 * and what the person holds in each of them as canonical text.
 */
export function renderNewRecords(
  plan: LoadPlan,
  sources: ReadonlySet<string>,
  whom: 'absent' | 'contacts' = 'absent',
): string {
  const columns = plan.columns.filter((c) => c.field && sources.has(c.source));
  return `
select p.id as "personId", lower(p.email) as email,
       coalesce(jsonb_object_agg(f.source, case f.kind
         when 'numeric' then to_jsonb(f.value::numeric)
         when 'boolean' then to_jsonb(f.value::boolean)
         else to_jsonb(f.value)
       end) filter (where f.value is not null), '{}') as record,
       jsonb_object_agg(f.field_id, f.value) as here
  from person p
  left join company a on a.sfdc_id = p.sfdc_account_id
 cross join lateral (values
   ${each(columns, (c) => `(${literal(c.source)}, ${c.field?.id}, ${literal(jsonKind(c.type))}, ${here(c)})`, ',\n   ')}
 ) as f(source, field_id, kind, value)
 where p.id = any($1) and ${whom === 'absent' ? '(p.sfdc_id is null or p.sfdc_is_deleted)' : `p.sfdc_type = 'Contact'`}
 group by p.id
 order by p.id`;
}

/** Where links are gathered: person, record, and per field id what the person held and what was sent: {here, sent}. */
export const linkInput = {
  create: `
create temp table link_input (person_id bigint primary key, sfdc_id text collate "C" not null, values jsonb not null)
on commit drop`,
  fill: `
insert into link_input
select l."personId", l."sfdcId", l.values
  from jsonb_to_recordset($1::jsonb) as l("personId" bigint, "sfdcId" text, values jsonb)`,
  /** People that are gone, or were tied to a record by now, are left alone. */
  lock: `
select p.id
  from person p join link_input l on l.person_id = p.id
 where p.sfdc_id is null or p.sfdc_is_deleted
 order by p.id for update of p`,
  dropOthers: `delete from link_input where person_id <> all($1::bigint[])`,
};

/**
 * Ties the people of link_input to their records. What a person holds and was not sent becomes a pending change: its base is
 * what was sent, so an edit made meanwhile is pushed; where nothing was sent (a record found by its e-mail address), there
 * is no agreed value: a blank in Salesforce is filled, and of two values the policy decides (SYN-5). `tie` takes the moment that
 * pages must not be older than, `log` the source and the detail of the activity.
 */
export function renderLink(plan: LoadPlan): { forget: string; keepLater: string; tie: string; log: string } {
  const accountBorne = plan.object === 'Lead' ? ', sfdc_account_id = null' : '';
  return {
    forget: `delete from pending_change c using link_input l where c.person_id = l.person_id`,
    keepLater: `
insert into pending_change (person_id, field_id, base)
select l.person_id, v.field_id, l.values -> v.field_id::text ->> 'sent'
  from link_input l
  join person p on p.id = l.person_id
  left join company a on a.sfdc_id = p.sfdc_account_id
 cross join lateral (values
   ${each(pushedColumns(plan), (c) => `(${c.field?.id}, ${here(c)}, ${heldByCompany(c)})`, ',\n   ')}
 ) as v(field_id, here, of_company)
 where v.here is distinct from (l.values -> v.field_id::text ->> 'here') and not v.of_company`,
    tie: `
update person p
   set sfdc_id = l.sfdc_id, sfdc_type = ${literal(plan.object)}, sfdc_is_deleted = false${accountBorne},
       sfdc_pushed_at = $1, updated_at = now()
  from link_input l
 where p.id = l.person_id`,
    log: `
with resolved as (
  update record_error e set resolved_at = now()
    from link_input l
   where e.person_id = l.person_id and e.direction = 'to-salesforce' and e.resolved_at is null
), settled as (
  delete from create_intent i using link_input l where i.person_id = l.person_id
)
insert into activity (person_id, type_id, source, new_value, detail)
select person_id, ${activityType.syncPerson}, $1, ${literal(plan.object)} || ' ' || sfdc_id, $2 from link_input`,
  };
}

/** A person with an account shows the account's value (SYN-11). */
function here(c: PlanColumn): string {
  const own = `p.${id(c.column)}`;
  const companys = companyFieldOf[c.field?.name ?? ''];
  return canonicalText(companys ? `(case when a.id is null then ${own} else a.${id(companys)} end)` : own, c.type);
}

const heldByCompany = (c: PlanColumn) => (companyFieldOf[c.field?.name ?? ''] ? 'a.id is not null' : 'false');

const each = <T>(items: readonly T[], render: (item: T) => string, separator = ', ') =>
  items.map(render).join(separator);
