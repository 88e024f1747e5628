import { reader } from '../database.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import { quoteName } from '../schema/object-tables.ts';
import { keepFound, urlOf } from './kept-records.ts';
import { type Plan, planOn } from './plan.ts';
import type { ChildPlan } from './plan-select.ts';
import type { QueryResult } from './run.ts';
import { fetchRows, type Run } from './run.ts';
import { toRecord } from './to-record.ts';

/** How many children a parent shows at once; the others have a locator of their own. */
const childPage = 200;

type Children = Map<string, QueryResult>;

/** Rows as records, with the child records their subqueries ask for. `path` says which subquery these rows answer. */
export async function toRecords(run: Run, plan: Plan, rows: unknown[][], path: number[]): Promise<unknown[]> {
  const ids = rows.map((row) => row[plan.shape.owners[0]?.idIndex ?? 0] as string);
  const children = await Promise.all(plan.children.map((child, i) => fetchChildren(run, child, ids, [...path, i])));
  const childrenOf = (child: number, id: string) => children[child]?.get(id) ?? null;
  return rows.map((row) => toRecord({ ...run, childrenOf }, plan.shape, row));
}

/** The child records of all parents of a page in one statement, each parent with its own LIMIT. */
async function fetchChildren(run: Run, child: ChildPlan, parentIds: string[], path: number[]): Promise<Children> {
  if (parentIds.length === 0) return new Map();
  const plan = planOn(run.view.object(child.object) as ObjectView, child.query, run);
  const parent = `${plan.alias}.${quoteName(child.field)}`;
  const order = `order by ${plan.orderBy || `${plan.alias}."Id"`}`;
  const found = `select ${plan.columns.map((column, i) => `${column} as c${i}`).join(', ')}, ${parent} as parent, ${plan.alias}."Id" as child_id,
       row_number() over (partition by ${parent} ${order}) - 1 - ${plan.offset} as place, count(*) over (partition by ${parent}) - ${plan.offset} as found
       from ${plan.from} where ${[plan.where, `${parent} = any($${plan.parameters.length + 1}::text[])`].filter(Boolean).join(' and ')}`;
  const columns = [...plan.columns.map((_, i) => `c${i}`), 'parent', 'found'];
  const shown = Math.min(childPage, plan.limit ?? childPage);
  const rows = await fetchRows(
    reader(run.org.pool),
    `select ${columns.join(', ')} from (${found}) children where place >= 0 and place < ${shown} order by parent, place`,
    [...plan.parameters, parentIds],
  );
  const records = await toRecords(run, plan, rows, path);
  return collect(run, plan, { rows, records, found, path });
}

async function collect(
  run: Run,
  plan: Plan,
  { rows, records, found, path }: { rows: unknown[][]; records: unknown[]; found: string; path: number[] },
): Promise<Children> {
  const byParent: Children = new Map();
  for (const [i, row] of rows.entries()) {
    const [id, count] = row.slice(plan.columns.length) as [string, number];
    const result = byParent.get(id) ?? {
      totalSize: Math.min(Number(count), plan.limit ?? Infinity),
      done: true,
      records: [],
    };
    result.records.push(records[i]);
    byParent.set(id, result);
  }
  for (const [id, result] of byParent)
    if (result.totalSize > childPage) byParent.set(id, await withLocator(run, plan, id, result, found, path));
  return byParent;
}

async function withLocator(run: Run, plan: Plan, parent: string, result: QueryResult, found: string, path: number[]) {
  const kept = `select child_id as id, place as n from (${found}) children where place >= 0 and place < ${result.totalSize}`;
  const parameters = [...plan.parameters, [parent]];
  const cursor = await keepFound(run, plan.object, { found: kept, parameters, pageSize: childPage, child: path });
  const { totalSize, records } = result;
  return { totalSize, done: false, nextRecordsUrl: urlOf(run, cursor, childPage), records };
}
