import type { Queryable } from '../database.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { columnType, quoteName, tableName } from '../schema/object-tables.ts';
import { type SummaryDefinition, summaryOperations } from '../schema/summary-field.ts';
import { type KnownFields, knownFields } from './field-expressions.ts';
import { invalid } from './invalid.ts';
import { summaryCondition } from './summary-conditions.ts';

/** The relationships of standard objects that roll-up summary fields may use like master-detail ones. */
const standardDetails = new Set(['Opportunity.AccountId', 'CampaignMember.CampaignId']);

interface SummaryRow {
  object: string;
  name: string;
  summary: SummaryDefinition;
}

/** A roll-up summary field, its names resolved. */
interface Summary {
  parent: string;
  name: string;
  child: string;
  key: string;
  /** The aggregate over the children `t`. */
  sql: string;
}

/** The field of the children that a roll-up sums up; undefined for a count. Refuses a definition that makes no sense. */
export async function summarizedField(
  database: Queryable,
  parent: string,
  definition: SummaryDefinition,
): Promise<FieldDescribe | undefined> {
  return resolve(await allFields(database), { object: parent, name: '', summary: definition }).summarized;
}

/** Keeps what the field sums up and works it out for every parent, whose SystemModstamp this moves (Help article 000387261). */
export async function saveSummary(
  database: Queryable,
  object: string,
  name: string,
  { summaryForeignKey, summaryOperation, summarizedField: field, summaryFilterItems }: SummaryDefinition,
): Promise<void> {
  const summary = { summaryForeignKey, summaryOperation, summarizedField: field, summaryFilterItems };
  await database.query('update setup.field set summary = $3 where object = $1 and name = $2', [
    object,
    name,
    JSON.stringify(summary),
  ]);
  const { child, key, sql } = resolve(await allFields(database), { object, name, summary }).summary;
  const column = quoteName(name);
  const preset = ['count', 'sum'].includes(summaryOperation ?? '') ? 'set default 0' : 'drop default';
  await database.query(`alter table ${tableName(object)} alter column ${column} ${preset}`);
  await database.query(
    `update ${tableName(object)} p set "SystemModstamp" = setup.clock(), ${column} =
       (select ${sql} from ${tableName(child)} t where t.${quoteName(key)} = p."Id" and not t."IsDeleted")`,
  );
}

/**
 * Makes the triggers that keep roll-ups up to date however children are saved, after each change of fields. A parent whose
 * value moves is saved as well (Apex Developer Guide, "Triggers and Order of Execution").
 */
export async function buildSummaryTriggers(database: Queryable): Promise<void> {
  const { rows: existing } = await database.query<{ name: string }>(
    `select oid::regprocedure::text as name from pg_proc where pronamespace = 'org'::regnamespace and proname like 'summarize_%'`,
  );
  for (const { name } of existing) await database.query(`drop function ${name} cascade`);
  const { rows } = await database.query<SummaryRow>(
    'select object, name, summary from setup.field where summary is not null order by object, name',
  );
  if (rows.length === 0) return;
  const known = await allFields(database);
  const summaries = rows.map((row) => resolveStored(known, row));
  const groups = Map.groupBy(summaries, ({ parent, child, key }) => [parent, child, key].join('.'));
  for (const [n, group] of [...groups.values()].entries()) await database.query(triggers(group, n));
}

/** Follows a field's new API name, whether it is summed up, filtered by, or leads to the parent. */
export async function renameInSummaries(database: Queryable, object: string, from: string, to: string): Promise<void> {
  await database.query(
    `update setup.field set summary = replace(summary::text, $1, $2)::jsonb where summary::text like '%' || $1 || '%'`,
    [`"${object}.${from}"`, `"${object}.${to}"`],
  );
}

function resolveStored(known: KnownFields, row: SummaryRow): Summary {
  try {
    return resolve(known, row).summary;
  } catch (error) {
    throw invalid(
      `This is referenced elsewhere: roll-up summary field ${row.object}.${row.name}. ${(error as Error).message}`,
      'DEPENDENCY_EXISTS',
    );
  }
}

function resolve(
  known: KnownFields,
  { object: parent, name, summary }: SummaryRow,
): { summary: Summary; summarized: FieldDescribe | undefined } {
  const { summaryForeignKey = '', summaryOperation = '', summaryFilterItems = [] } = summary;
  if (!summaryOperations.includes(summaryOperation as never))
    throw invalid(`The summaryOperation must be one of ${summaryOperations.join(', ')}`, 'FIELD_INTEGRITY_EXCEPTION');
  const [child = ''] = summaryForeignKey.split('.');
  const key = childField(known, child, summaryForeignKey);
  const isDetail = key.cascadeDelete === true || standardDetails.has(`${child}.${key.name}`);
  if (!isDetail || !key.referenceTo.includes(parent))
    throw invalid(`summaryForeignKey ${summaryForeignKey} is not a master-detail relationship to ${parent}`);
  const counts = summaryOperation === 'count';
  if (counts !== (summary.summarizedField === undefined))
    throw invalid('summarizedField is for sum, min and max, which need it');
  const summarized = counts ? undefined : childField(known, child, summary.summarizedField ?? '');
  if (summarized) checkSummable(child, summarized, summaryOperation);
  const conditions = summaryFilterItems.map((item) =>
    summaryCondition(child, childField(known, child, item.field), item, 't'),
  );
  const only = conditions.length > 0 ? ` filter (where ${conditions.join(' and ')})` : '';
  const value = summarized && `t.${quoteName(summarized.name)}`;
  const aggregate = value ? `${summaryOperation}(${value})${only}` : `count(*)${only}`;
  const sql = summaryOperation === 'sum' ? `coalesce(${aggregate}, 0)` : aggregate;
  return { summary: { parent, name, child, key: key.name, sql }, summarized };
}

function checkSummable(object: string, { name, type, ...field }: FieldDescribe, operation: string): void {
  const isNumber = ['int', 'double', 'currency', 'percent'].includes(type);
  const isTime = operation !== 'sum' && ['date', 'datetime'].includes(type);
  if (!columnType(object, { name, type, ...field }) || !(isNumber || isTime))
    throw invalid(`Field ${object}.${name} can't be summarized with ${operation}`);
}

function childField(known: KnownFields, child: string, path: string): FieldDescribe {
  const [object, name = '', ...rest] = path.split('.');
  const field = rest.length === 0 && object === child && known.get(child.toLowerCase())?.get(name.toLowerCase());
  if (!field) throw invalid(`Field ${path} does not exist. Check spelling.`);
  return field;
}

async function allFields(database: Queryable): Promise<KnownFields> {
  const { rows } = await database.query<{ object: string; describe: FieldDescribe }>(
    'select object, describe from setup.field',
  );
  return knownFields(rows);
}

/** All roll-ups over one relationship, kept by one statement after each insert and each update of children. */
function triggers(summaries: Summary[], n: number): string {
  const [{ parent, child, key }] = summaries as [Summary];
  const columns = summaries.map(({ name }) => quoteName(name));
  const changed = {
    insert: `select ${quoteName(key)} as id, max("LastModifiedById") as by from added group by 1`,
    update: `select k.id, max(a."LastModifiedById") as by from added a join removed r using ("Id")
               cross join lateral (values (a.${quoteName(key)}), (r.${quoteName(key)})) k(id) group by 1`,
  };
  const tables = { insert: 'new table as added', update: 'new table as added old table as removed' };
  const body = (event: 'insert' | 'update') => `
create function org.summarize_${n}_${event}() returns trigger language plpgsql as $$
begin
  update ${tableName(parent)} p
     set (${columns.join(', ')}) = (${columns.map((_, i) => `s.c${i}`).join(', ')}),
         "SystemModstamp" = setup.clock(), "LastModifiedDate" = setup.clock(), "LastModifiedById" = c.by
    from (${changed[event]}) c
   cross join lateral (
     select ${summaries.map(({ sql }, i) => `${sql} as c${i}`).join(', ')}
       from ${tableName(child)} t where t.${quoteName(key)} = c.id and not t."IsDeleted") s
   where p."Id" = c.id and not p."IsDeleted"
     and (${columns.map((column) => `p.${column}`).join(', ')}) is distinct from (${columns.map((_, i) => `s.c${i}`).join(', ')});
  return null;
end $$;
create trigger summarize_${n}_${event} after ${event} on ${tableName(child)}
  referencing ${tables[event]} for each statement execute function org.summarize_${n}_${event}();`;
  return body('insert') + body('update');
}
