import { identifier as id, literal } from '../postgres/quoting.ts';
import { canonicalText } from './canonical.ts';
import type { LoadPlan } from './load-plan.ts';
import { andOfObject } from './render-records.ts';

/**
 * The statements that compare one page of Salesforce rows with what is here, field by field (SYN-18), rendered from a
 * plan; run by sync/verify/. The page is in the pull's staging table; differences gather in verify_difference.
 */

export const verifyTables = `
create temp table if not exists verify_seen (sfdc_id text collate "C" primary key, object text not null);
create temp table if not exists verify_difference (
  object text not null,
  sfdc_id text collate "C" not null,
  record_id bigint,
  kind text not null,
  field text,
  here text,
  there text,
  reason text not null
);
truncate verify_seen, verify_difference;`;

/** $1: until when Salesforce's changes were pulled; a later one is not a difference but work to come. */
export function renderCompare(plan: LoadPlan): { seen: string; missing: string; values: string } {
  const fields = plan.columns.filter((c) => c.field !== null);
  const system = plan.columns.filter((c) => c.field === null);
  const name = (c: { source: string; field: { name: string } | null }) => literal(c.field?.name ?? c.source);
  return {
    seen: `insert into verify_seen select "Id", ${literal(plan.object)} from pull_staging on conflict do nothing`,
    missing: `
insert into verify_difference (object, sfdc_id, kind, reason)
select ${literal(plan.object)}, s."Id", 'missing-here',
       case when s."SystemModstamp" >= $1 then 'not-pulled-yet' when e.id is not null then 'refused' else 'defect' end
  from pull_staging s
  left join ${id(plan.target)} p on p.sfdc_id = s."Id"
  left join record_error e on e.sfdc_id = s."Id" and e.direction = 'to-marketing' and e.resolved_at is null
 where p.id is null and not exists (select from converted_lead k where k.lead_id = s."Id")`,
    values: `
insert into verify_difference (object, sfdc_id, record_id, kind, field, here, there, reason)
select ${literal(plan.object)}, s."Id", p.id, 'value', v.field, v.here, v.there,
       case${explanations(plan)}
            when s."SystemModstamp" >= $1 then 'not-pulled-yet' else 'defect' end
  from pull_staging s
  join ${id(plan.target)} p on p.sfdc_id = s."Id"
   and (${each(plan.columns, (c) => `p.${id(c.column)}`)}) is distinct from (${each(plan.columns, (c) => `s.${id(c.source)}`)})
 cross join lateral (values
   ${[...fields, ...system]
     .map(
       (c) =>
         `(${c.field?.id ?? 'null'}::integer, ${name(c)}, ${canonicalText(`p.${id(c.column)}`, c.type)}, ${canonicalText(`s.${id(c.source)}`, c.type)})`,
     )
     .join(',\n   ')}
 ) as v(field_id, field, here, there)
 where v.here is distinct from v.there`,
  };
}

/** Records that are here, not flagged as deleted, and that Salesforce did not name. */
export function renderMissingThere(plan: LoadPlan): string {
  return `
insert into verify_difference (object, sfdc_id, record_id, kind, reason)
select ${literal(plan.object)}, p.sfdc_id, p.id, 'missing-there', 'defect'
  from ${id(plan.target)} p
 where p.sfdc_id is not null and p.sfdc_is_deleted is not true ${andOfObject(plan, 'p')}
   and not exists (select from verify_seen v where v.sfdc_id = p.sfdc_id)`;
}

/** Records of the object that are here and not flagged as deleted. */
export function renderCountHere(plan: LoadPlan): string {
  return `
select count(*)::int from ${id(plan.target)} p
 where p.sfdc_id is not null and p.sfdc_is_deleted is not true ${andOfObject(plan, 'p')}`;
}

function explanations({ object, target, columns }: LoadPlan): string {
  if (target === 'company') {
    return `
            when exists (select from company_edit e where e.company_id = p.id and e.field_id = v.field_id) then 'edited-here'${byRules(object)}`;
  }
  if (target !== 'person') return columns.some((c) => c.field) ? staleFormula(object) : '';
  return `
            when exists (select from record_error e where e.person_id = p.id and e.direction = 'to-salesforce' and e.resolved_at is null and e.program_id is null
                and exists (select from pending_change c where c.person_id = p.id and c.field_id = v.field_id)) then 'refused'
            when exists (select from pending_change c where c.person_id = p.id and c.field_id = v.field_id) then 'pending'${byRules(object)}`;
}

/** Differences that the rules of a field want (FLD-9), and values that the next sweep brings (FLD-7). */
const byRules = (object: string) => `
            when v.here is not null and exists (select from field_block b where b.field_id = v.field_id and b.source = 'salesforce') then 'blocked'
            when exists (select from field f where f.id = v.field_id
                and (v.there is null and f.blanks in ('never-pull', 'never') or v.here is null and f.blanks in ('never-push', 'never'))) then 'blank-kept'${staleFormula(object)}`;

const staleFormula = (object: string) => `
            when exists (select from field f
                           join field_mapping m on m.object = ${literal(object)} and m.entity = f.entity and m.field = f.name
                           join sfdc_field k on k.object = m.object and k.sf_field = m.sf_field
                          where f.id = v.field_id and (f.volatile or k.calculated)) then 'not-refreshed-yet'`;

const each = <T>(items: readonly T[], render: (item: T) => string) => items.map(render).join(', ');
