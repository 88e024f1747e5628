import { identifier as id, literal } from '../postgres/quoting.ts';
import type { LoadPlan, PlanColumn, RecordPlan, RecordTable } from './load-plan.ts';
import { type LogEntry, loggedTables, recordLogOf } from './record-log.ts';
import { renderDifferences } from './render-differences.ts';
import { noteCampaignMembers } from './render-member-notes.ts';

/**
 * The statements that bring a page of rows into a table that Salesforce alone writes: insert what is new, find what
 * differs, log and update it. Each row that concerns a person adds to that person's log (record-log.ts).
 */

const activityColumns = 'person_id, type_id, field, old_value, new_value, source, detail';
const entry = (e: LogEntry): string =>
  `q.id, ${e.type}, ${e.field}, ${e.oldValue}, ${e.newValue}, 'salesforce', ${e.detail}`;

const each = <T>(items: readonly T[], render: (item: T) => string, separator = ', ') =>
  items.map(render).join(separator);
const r = (c: PlanColumn) => `r.${id(c.column)}`;
const s = (c: PlanColumn) => `s.${id(c.source)}`;

/** Tables that hold several objects, and the column that tells them apart. */
const kindColumns: Partial<Record<LoadPlan['target'], string>> = { person: 'sfdc_type', sfdc_activity: 'kind' };

/** A condition that the rows of the plan's object meet, as `and …`; nothing where the table holds one object. */
export function andOfObject(plan: Pick<LoadPlan, 'object' | 'target'>, alias: string): string {
  const column = kindColumns[plan.target];
  return column ? `and ${alias}.${column} = ${literal(plan.object)}` : '';
}

/** Records that are not here yet. Returns their number. */
export function renderInsertRecords(plan: RecordPlan): string {
  const { columns, target } = plan;
  const kind = kindColumns[target];
  const { added } = recordLogOf(target);
  return `
with fresh as (
  insert into ${id(target)} (sfdc_id, ${kind ? `${kind}, ` : ''}${each(columns, (c) => id(c.column))})
  select s."Id", ${kind ? `${literal(plan.object)}, ` : ''}${each(columns, s)}
    from pull_staging s
   where (select r.id from ${id(target)} r where r.sfdc_id = s."Id") is null
  on conflict (sfdc_id) do nothing
  returning *
)${added ? logging(target, added, 'fresh') : ''}${noting(target, 'fresh')}
select count(*)::int as rows from fresh`;
}

/** The records of this page that differ from Salesforce. Call before the other statements of an update. */
export function renderChangedRecords(plan: RecordPlan): string {
  return `
create temp table pull_changed on commit drop as
select r.id as record_id
  from pull_staging s
 cross join lateral (select * from ${id(plan.target)} where sfdc_id = s."Id" offset 0) r
 where (${each(plan.columns, r)}) is distinct from (${each(plan.columns, s)})`;
}

/** What the log says of records that are about to change: brought back from the recycle bin, or changed in a value. */
export function renderRecordActivities(plan: RecordPlan): string[] {
  const { added, changed, join } = recordLogOf(plan.target);
  const statements: string[] = [];
  if (added && plan.columns.some((c) => c.column === 'sfdc_is_deleted')) {
    statements.push(`
insert into activity (${activityColumns})
select ${entry(added)}
  from pull_changed c
  join ${id(plan.target)} r on r.id = c.record_id and r.sfdc_is_deleted
  join pull_staging s on s."Id" = r.sfdc_id and not s."IsDeleted"
  ${join}`);
  }
  const logged = changed ? plan.columns.filter((c) => changed.logs(c)) : [];
  if (changed && logged.length > 0) {
    statements.push(`
insert into activity (${activityColumns})
select ${entry(changed.entry)}
  from pull_changed c
  join ${id(plan.target)} r on r.id = c.record_id
  join pull_staging s on s."Id" = r.sfdc_id
 cross join lateral (
   ${renderDifferences(logged.map((c) => ({ with: literal(c.field?.name ?? c.source), before: r(c), after: s(c), type: c.type })))}
 ) as v(field, old_value, new_value)
  ${join}`);
  }
  return statements;
}

export function renderUpdateRecords({ columns, target }: RecordPlan): string {
  return `
with updated as (
  update ${id(target)} r
     set ${each(columns, (c) => `${id(c.column)} = ${s(c)}`, ',\n         ')},
         updated_at = now()
    from pull_changed c, pull_staging s
   where r.id = c.record_id and s."Id" = r.sfdc_id
  returning r.*
)${noting(target, 'updated')}
select count(*)::int as rows from updated`;
}

/**
 * Records that came before their person: the log of a person who is new says what was there already. The staging table
 * holds the page that brought the people, and the people were made in this transaction.
 */
export const lateActivities: { anyRecords: string; log: string[] } = {
  anyRecords: `select ${each(withPeople(), ([target]) => `exists (select from ${id(target)})`, ' or ')} as found`,
  log: withPeople().map(
    ([target, added]) => `
insert into activity (${activityColumns})
select ${entry(added)}
  from ${id(target)} r
  ${recordLogOf(target).join}
  join pull_staging s on s."Id" = q.sfdc_id
 where q.created_at = now() and r.sfdc_is_deleted is not true`,
  ),
};

function withPeople(): [RecordTable, LogEntry][] {
  return loggedTables.flatMap((target): [RecordTable, LogEntry][] => {
    const { added } = recordLogOf(target);
    return added ? [[target, added]] : [];
  });
}

/** Deleted records stay, flagged. The staging table holds the deleted ids. Returns the number of records flagged. */
export function renderFlagDeletedRecords(target: RecordTable): string {
  const { removed } = recordLogOf(target);
  return `
with flagged as (
  update ${id(target)} t set sfdc_is_deleted = true, updated_at = now()
    from pull_staging s
   where t.sfdc_id = s."Id" and t.sfdc_is_deleted is distinct from true
  returning t.*
)${removed ? logging(target, removed, 'flagged') : ''}${noting(target, 'flagged')}
select count(*)::int as rows from flagged`;
}

/** Programs follow the members of their campaigns. */
const noting = (target: RecordTable, rows: string) =>
  target === 'campaign_member' ? `, noted as (${noteCampaignMembers(rows)}\n)` : '';

function logging(target: RecordTable, what: LogEntry, rows: 'fresh' | 'flagged'): string {
  return `, logged as (
  insert into activity (${activityColumns})
  select ${entry(what)}
    from ${rows} r
    ${recordLogOf(target).join}${
      what.where
        ? `
   where ${what.where}`
        : ''
    }
)`;
}
