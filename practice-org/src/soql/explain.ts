import { reader } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import { parseSoql } from './parser.ts';
import { planQuery } from './plan.ts';
import { openRun, statement } from './run.ts';

interface Node {
  'Node Type': string;
  'Index Cond'?: string;
  'Plan Rows': number;
  'Total Cost': number;
  Plans?: Node[];
}

/** How the database would answer a query, in the form of Salesforce's query plans. */
export async function explainQuery(org: OrgContext, caller: Caller, soql: string): Promise<object> {
  const database = reader(org.pool);
  const run = await openRun(org, caller, database, { soql, allRows: false, basePath: '' });
  const plan = planQuery(parseSoql(soql), run);
  const { rows } = await database.query(
    `explain (format json) ${statement(plan, plan.columns, plan.limit)}`,
    plan.parameters,
  );
  const root = rows[0]['QUERY PLAN'][0].Plan as Node;
  const { rows: tables } = await database.query(
    'select greatest(0, reltuples)::bigint as records from pg_class where oid = $1::regclass',
    [`org."${plan.object.name}"`],
  );
  const sobjectCardinality = Number(tables[0].records);
  const index = leaves(root).find((node) => node['Index Cond']);
  const fields = [...(index?.['Index Cond'] ?? '').matchAll(/"(\w+)"/g)].map((match) => match[1]);
  return {
    plans: [
      {
        cardinality: root['Plan Rows'],
        fields: [...new Set(fields)],
        leadingOperationType: index ? 'Index' : 'TableScan',
        notes: plan.where.includes('"IsDeleted"') ? [unindexed(plan.object.name)] : [],
        relativeCost: index
          ? root['Plan Rows'] / Math.max(1, sobjectCardinality)
          : 1 + root['Plan Rows'] / Math.max(1, sobjectCardinality),
        sobjectCardinality,
        sobjectType: plan.object.name,
      },
    ],
    sourceQuery: soql,
  };
}

function unindexed(object: string): object {
  return {
    description: 'Not considering filter for optimization because unindexed',
    fields: ['IsDeleted'],
    tableEnumOrId: object,
  };
}

function leaves(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(leaves)];
}
