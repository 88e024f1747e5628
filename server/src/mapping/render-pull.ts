import { identifier as id, literal } from '../postgres/quoting.ts';
import { canonicalText } from './canonical.ts';
import type { LoadPlan, PlanColumn } from './load-plan.ts';
import { type Compared, renderDifferences } from './render-differences.ts';

/**
 * The statements that bring one page of Salesforce rows into a table, rendered from a plan; pure text, run by
 * sync/pull/. One ordered column list feeds every clause, so COPY, staging and merge can't drift apart. No value ever
 * enters the text: values arrive by COPY. Citus refuses MERGE with an identity default, so it is INSERT and UPDATE FROM.
 */

/** Activity types, numbered as in the Marketo REST API. */
export const activityType = {
  newPerson: 12,
  changeDataValue: 13,
  syncPerson: 19,
  convertLead: 21,
  changeOwner: 23,
  deleteFromSfdc: 29,
  mergePeople: 32,
  syncFailed: 1001,
} as const;

const staging = 'pull_staging';

export function renderStaging(plan: LoadPlan): string {
  return `
create temp table ${staging} (
  ${each(stagingColumns(plan), (c) => `${id(c.source)} ${c.type}`, ',\n  ')}
) on commit drop`;
}

/** Bulk results write null as "" and quote everything, hence force_null. HEADER MATCH refuses columns in another order. */
export function renderCopyIn(plan: LoadPlan): string {
  const columns = each(stagingColumns(plan), (c) => id(c.source));
  return `copy ${staging} (${columns}) from stdin with (format csv, header match, force_null (${columns}))`;
}

/** The same page with every value as text: used when a value did not fit its column, to find out whose (FLD-5). */
export function renderTextStaging(plan: LoadPlan): string {
  return `
create temp table pull_text (
  ${each(stagingColumns(plan), (c) => `${id(c.source)} text`, ',\n  ')}
) on commit drop`;
}

export function renderTextCopyIn(plan: LoadPlan): string {
  const columns = each(stagingColumns(plan), (c) => id(c.source));
  return `copy pull_text (${columns}) from stdin with (format csv, header match, force_null (${columns}))`;
}

/** Rows whose every value fits go on; the others become record errors that name the value's field. */
export function renderSplitText(plan: LoadPlan): { refuse: string; keep: string; resolve: string } {
  const typed = stagingColumns(plan).filter((c) => c.type !== 'text');
  const misfit = (c: StagingColumn) => `not lockstep.fits(t.${id(c.source)}, ${literal(c.type)})`;
  const bad = typed.length ? each(typed, misfit, ' or ') : 'false';
  return {
    refuse: `
insert into record_error (object, direction, person_id, sfdc_id, code, class, message, fields)
select ${literal(plan.object)}, 'to-marketing', ${plan.target === 'person' ? 'p.id' : 'null'}, t."Id", 'VALUE_DOES_NOT_FIT', 'wait-for-change',
       format('The value %L of %s is no %s.', v.value, v.field, v.type), array[v.field]
  from pull_text t
  ${plan.target === 'person' ? 'left join person p on p.sfdc_id = t."Id"' : ''}
  cross join lateral (
    select f.* from (values
      ${each(typed, (c) => `(${literal(c.source)}, ${literal(c.type)}, t.${id(c.source)})`, ',\n      ')}
    ) as f(field, type, value)
    where not lockstep.fits(f.value, f.type) limit 1
  ) as v
on conflict (object, direction, sfdc_id) where resolved_at is null
do update set message = excluded.message, fields = excluded.fields, last_seen = now(), attempts = record_error.attempts + 1`,
    keep: `
insert into ${staging} (${each(stagingColumns(plan), (c) => id(c.source))})
select ${each(stagingColumns(plan), (c) => `t.${id(c.source)}::${c.type}`)}
  from pull_text t
 where not (${bad})`,
    resolve: `
update record_error e set resolved_at = now()
 where e.object = ${literal(plan.object)} and e.direction = 'to-marketing' and e.resolved_at is null
   and exists (select from ${staging} s where s."Id" = e.sfdc_id)`,
  };
}

/**
 * People that are not here yet, each with a New Person activity. Returns the number of people made. The scalar subquery is a
 * look-up by index for each row of the page: as an anti-join, PostgreSQL would at times read all people to find a few.
 */
export function renderInsertPeople(plan: LoadPlan): string {
  const { columns } = plan;
  return `
with fresh as (
  insert into person (sfdc_id, sfdc_type, sfdc_stamp, ${each(columns, (c) => id(c.column))})
  select s."Id", ${literal(plan.object)}, s."SystemModstamp", ${each(columns, s)}
    from ${staging} s
   where (select p.id from person p where p.sfdc_id = s."Id") is null
     and not exists (select from converted_lead k where k.lead_id = s."Id")
     and not exists (select from person_merge m where m.loser_sfdc_id = s."Id" and s."SystemModstamp" <= m.loser_gone_at)
  on conflict (sfdc_id) do nothing
  returning id
), logged as (
  insert into activity (person_id, type_id, source, new_value)
  select id, ${activityType.newPerson}, 'salesforce', ${literal(plan.object)} from fresh
)
select count(*)::int as rows from fresh`;
}

/**
 * The people of this page that differ from Salesforce or have changes of their own under way, locked in id order:
 * an edit takes the same lock before it records its base, so none can slip between comparison and update. OFFSET 0 keeps the
 * look-up by index: the cost grows with the page. As a join, 22,000 rows against 300,000 people took a second and spilled.
 */
export function renderChangedPeople(plan: LoadPlan): { find: string; lock: string; keepNewer: string } {
  return {
    find: `
create temp table pull_changed on commit drop as
select p.id as person_id
  from ${staging} s
 cross join lateral (select * from person where sfdc_id = s."Id" offset 0) p
 where (${each(plan.columns, p)}) is distinct from (${each(plan.columns, incoming)})
    or exists (select from pending_change c where c.person_id = p.id)`,
    lock: `
select count(*)::int as people
  from (select p.id from person p join pull_changed c on c.person_id = p.id order by p.id for update of p) locked`,
    /** After the lock, which may have waited for a push outside the cycle: a page from before that push must not undo it. */
    keepNewer: `
delete from pull_changed c
 using person p, ${staging} s
 where p.id = c.person_id and s."Id" = p.sfdc_id and s."SystemModstamp" < p.sfdc_pushed_at`,
  };
}

/**
 * The three-way comparison (SYN-5, SYN-6), one row per pending change: value here, value there, last agreed value.
 * `sent` is a write of ours whose answer never came: Salesforce holding it is no change of Salesforce's. A field that the sync
 * user may not edit any more is not pushed: an edit that waited for it is given up, on record as a conflict.
 */
export function renderDecisions(plan: LoadPlan): string {
  const fields = plan.columns.filter((c) => c.field !== null);
  return `
create temp table pull_decision on commit drop as
select c.person_id, c.field_id, c.base, v.here, v.there,
       case
         when v.here is not distinct from v.there then 'agreed'
         when not v.pushed then 'salesforce-wins'
         when v.there is not distinct from c.base then 'keep'
         when c.sent_version is not null and v.there is not distinct from c.sent then 'sent'
         when v.policy = 'newest' then case when c.changed_at + (select clock_offset from sync_state) > s."SystemModstamp" then 'marketing-wins' else 'salesforce-wins' end
         when v.policy = 'salesforce-unless-blank' then case when v.there is null then 'marketing-wins' else 'salesforce-wins' end
         when v.policy = 'add-differences' then 'added'
         else v.policy
       end as outcome
  from pending_change c
  join pull_changed using (person_id)
  join person p on p.id = c.person_id
  join ${staging} s on s."Id" = p.sfdc_id
 cross join lateral (select
     ${byField(fields, (c) => canonicalText(p(c), c.type))} as here,
     ${byField(fields, (c) => canonicalText(s(c), c.type))} as there,
     ${byField(fields, (c) => String(c.pushed))} as pushed,
     ${byField(fields, policyOf)} as policy
   offset 0) v
 where c.field_id in (${each(fields, (c) => String(c.field?.id))})`;
}

/** Of the one field of a pending change: all of them, compared with its id, are forty times the work. */
export const byField = (fields: readonly PlanColumn[], value: (c: PlanColumn) => string): string =>
  `case c.field_id ${each(fields, (c) => `when ${c.field?.id} then ${value(c)}`, ' ')} end`;

/** What the decisions mean for the pending changes, and the record of every conflict. */
export const settleDecisions = {
  deleteSettled: `
delete from pending_change c using pull_decision d
 where d.outcome in ('agreed', 'salesforce-wins') and c.person_id = d.person_id and c.field_id = d.field_id`,
  moveBase: `
update pending_change c
   set base = d.there, sent = null, sent_version = null, batch_id = null
  from pull_decision d
 where d.outcome in ('sent', 'marketing-wins', 'added') and c.person_id = d.person_id and c.field_id = d.field_id`,
  resolveErrors: `
update record_error e set resolved_at = now()
  from pull_decision d
 where e.person_id = d.person_id and e.direction = 'to-salesforce' and e.program_id is null and e.resolved_at is null
   and not exists (select from pending_change c where c.person_id = e.person_id)`,
  recordConflicts: `
insert into conflict (person_id, field_id, base, here, there, outcome)
select person_id, field_id, base, here, there, outcome
  from pull_decision where outcome in ('marketing-wins', 'salesforce-wins', 'added')`,
};

const ours = `outcome in ('keep', 'sent', 'marketing-wins', 'added')`;

/** The fields of which a value stays ours: few, of the many that a plan has. */
export const findOurs = `select distinct field_id from pull_decision where ${ours}`;

/** Puts the values of `fields` that stay ours into the page, so that the rest of the merge sees no difference there; or the sum of both. */
export function renderKeepOurs(fields: readonly PlanColumn[]): string {
  const kept = (c: PlanColumn) => (c.conflictPolicy === 'add-differences' ? `coalesce(${sum(c)}, ${p(c)})` : p(c));
  return `
update ${staging} s
   set ${each(fields, (c) => `${id(c.source)} = case when ${c.field?.id} = any(k.fields) then ${kept(c)} else ${s(c)} end`, ',\n       ')}
  from (select person_id, array_agg(field_id) as fields
          from pull_decision where ${ours} group by person_id) k
  join person p on p.id = k.person_id
 where s."Id" = p.sfdc_id`;
}

/** Both sides' differences from the base, added: 10, raised to 15 here and to 12 there, is 17. Null unless that was decided. */
function sum(c: PlanColumn): string {
  return `(select coalesce(${s(c)}, 0) + coalesce(${p(c)}, 0) - coalesce(d.base::${c.type}, 0) from pull_decision d
           where d.person_id = p.id and d.field_id = ${c.field?.id} and d.outcome = 'added')`;
}

/** One Change Data Value per value that is about to change, with old and new (ACT). */
export function renderPersonActivities(plan: LoadPlan): string {
  const logged = plan.columns.filter((c) => c.field !== null);
  const owner = plan.columns.find((c) => c.source === 'OwnerId');
  const compared = logged.map((c) => activityOf(activityType.changeDataValue, must(c.field).name, c));
  if (owner) compared.push(activityOf(activityType.changeOwner, 'sfdcOwnerId', owner));
  return `
insert into activity (person_id, type_id, field, old_value, new_value, source)
select p.id, v.type_id, v.field, v.old_value, v.new_value, 'salesforce'
  from pull_changed c
  join person p on p.id = c.person_id
  join ${staging} s on s."Id" = p.sfdc_id
 cross join lateral (
   ${renderDifferences(compared)}
 ) as v(type_id, field, old_value, new_value)`;
}

const activityOf = (type: number, field: string, c: PlanColumn): Compared => ({
  with: `${type}::smallint, ${literal(field)}`,
  before: p(c),
  after: incoming(c),
  type: c.type,
});

/** With `some` of the fields, the version that was last taken over as a whole stays what it was. */
export function renderUpdatePeople(plan: LoadPlan, fields: 'all' | 'some' = 'all'): string {
  const { columns } = plan;
  const stamp = fields === 'all' ? 'sfdc_stamp = s."SystemModstamp",\n       ' : '';
  return `
update person p
   set ${each(columns, (c) => `${id(c.column)} = ${incoming(c)}`, ',\n       ')},
       ${stamp}updated_at = now()
  from pull_changed c, ${staging} s
 where p.id = c.person_id and s."Id" = p.sfdc_id
   and (${each(columns, p)}) is distinct from (${each(columns, incoming)})`;
}

/** A person that Salesforce changed may be tried again if its push waited for a change (SYN-14). Before the update. */
export function renderUnblock(plan: LoadPlan): string {
  return `
update record_error e set blocked_version = null
  from pull_changed c
  join person p on p.id = c.person_id
  join ${staging} s on s."Id" = p.sfdc_id
 where e.person_id = c.person_id and e.direction = 'to-salesforce' and e.resolved_at is null and e.class = 'wait-for-change'
   and (${each(plan.columns, p)}) is distinct from (${each(plan.columns, incoming)})`;
}

/** Accounts that are not here yet. Returns their number. */
export function renderInsertCompanies(plan: LoadPlan): string {
  const { columns } = plan;
  return `
with fresh as (
  insert into company (sfdc_id, sfdc_stamp, ${each(columns, (c) => id(c.column))})
  select s."Id", s."SystemModstamp", ${each(columns, s)}
    from ${staging} s
   where (select p.id from company p where p.sfdc_id = s."Id") is null
  on conflict (sfdc_id) do nothing
  returning id
)
select count(*)::int as rows from fresh`;
}

/**
 * Accounts that changed overwrite the company, and each of its people gets an activity per value, however many
 * people there are (SYN-11). Stamps are whole seconds: with the stamp we have, an account may have changed once more, and is taken
 * over unless somebody edited it here, because then it can't be told from the version that was edited.
 */
export function renderUpdateCompanies(
  plan: LoadPlan,
  versions: 'newer' | 'any' = 'newer',
): { activities: string; forgetEdits: string; update: string } {
  const { columns } = plan;
  const differs = `(${each(columns, p)}) is distinct from (${each(columns, incoming)})`;
  const isNewer = `(s."SystemModstamp" is distinct from p.sfdc_stamp
         or ${differs} and not exists (select from company_edit e where e.company_id = p.id))`;
  const changed = `p.sfdc_id = s."Id"${versions === 'newer' ? ` and ${isNewer}` : ''}`;
  return {
    activities: `
insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select q.id, ${activityType.changeDataValue}, v.field, v.old_value, v.new_value, 'salesforce', 'company'
  from ${staging} s
  join company p on ${changed} and ${differs}
  join person q on q.sfdc_account_id = p.sfdc_id
 cross join lateral (
   ${renderDifferences(
     columns
       .filter((c) => c.field !== null)
       .map((c) => ({ with: literal(must(c.field).name), before: p(c), after: incoming(c), type: c.type })),
   )}
 ) as v(field, old_value, new_value)`,
    forgetEdits: `
delete from company_edit e using company p, ${staging} s where e.company_id = p.id and ${changed}`,
    update: `
with touched as (
  update company p
     set ${each(columns, (c) => `${id(c.column)} = ${incoming(c)}`, ',\n         ')},
         sfdc_stamp = s."SystemModstamp",
         updated_at = case when ${differs} then now() else p.updated_at end
    from ${staging} s
   where ${changed}
  returning p.updated_at = now() as really
)
select count(*) filter (where really)::int as rows from touched`,
  };
}

/**
 * SYN-7: a deleted record keeps its person or company, flagged. The staging table holds the deleted ids, and of people the
 * record that they were merged into, if that is why they are gone (SYN-8): also who was flagged before may have come back and
 * lost a merge since.
 */
export function renderFlagDeleted(target: LoadPlan['target']): string {
  const isPerson = target === 'person';
  const mergedSince = ` or t.sfdc_master_id is distinct from s."MasterRecordId" and s."MasterRecordId" is not null`;
  const logged = `, logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source)
  select id, ${activityType.changeDataValue}, 'sfdcIsDeleted', 'false', 'true', 'salesforce' from found where not was_deleted
)`;
  return `
with found as (
  select t.id, t.sfdc_is_deleted is true as was_deleted${isPerson ? ', s."MasterRecordId" as master' : ''}
    from ${id(target)} t
    join ${staging} s on s."Id" = t.sfdc_id
   where t.sfdc_is_deleted is distinct from true${isPerson ? mergedSince : ''}
), flagged as (
  update ${id(target)} t set sfdc_is_deleted = true${isPerson ? ', sfdc_master_id = f.master' : ''}, updated_at = now()
    from found f
   where t.id = f.id
)${isPerson ? logged : ''}
select count(*)::int as rows from found`;
}

export interface StagingColumn {
  source: string;
  type: string;
}

/** Id and SystemModstamp lead every page. */
export function stagingColumns(plan: LoadPlan): StagingColumn[] {
  return [{ source: 'Id', type: 'text' }, { source: 'SystemModstamp', type: 'timestamptz' }, ...plan.columns];
}

/** A plan without them has no three-way comparison: nothing of it can be pending. */
export function pushedColumns(plan: LoadPlan): PlanColumn[] {
  return plan.columns.filter((c) => c.pushed);
}

const each = <T>(items: readonly T[], render: (item: T) => string, separator = ', ') =>
  items.map(render).join(separator);
const p = (c: PlanColumn) => `p.${id(c.column)}`;
const s = (c: { source: string }) => `s.${id(c.source)}`;

/** What a value of Salesforce makes of ours: a blocked field keeps its value, and some fields are not emptied (FLD-9). */
export function valueAfter(c: PlanColumn, ours: string, theirs: string): string {
  if (c.keep === 'any-value') return `coalesce(${ours}, ${theirs})`;
  return c.keep === 'when-blank' ? `coalesce(${theirs}, ${ours})` : theirs;
}

const incoming = (c: PlanColumn) => valueAfter(c, p(c), s(c));

/** Where Salesforce may not replace a value, a conflict about it is ours, whatever the policy: no field gets stuck. */
function policyOf(c: PlanColumn): string {
  const policy = literal(c.conflictPolicy);
  if (c.keep === 'any-value') return `case when ${p(c)} is null then ${policy} else 'marketing-wins' end`;
  return c.keep === 'when-blank' ? `case when ${s(c)} is null then 'marketing-wins' else ${policy} end` : policy;
}

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a logged column without a field');
  return value;
}
