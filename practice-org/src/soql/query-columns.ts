import { reader } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import type { ViewField } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { parseSoql } from './parser.ts';
import { type Plan, planOn, planQuery } from './plan.ts';
import { openRun, type Run } from './run.ts';
import type { RecordShape } from './shape.ts';

const apexTypes: Record<string, string> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  percent: 'Double',
  currency: 'Decimal',
  date: 'Date',
  datetime: 'Datetime',
};

/** `columns=true`: what the columns of a query are, without its records. */
export async function columnsOf(org: OrgContext, caller: Caller, soql: string): Promise<object> {
  const run = await openRun(org, caller, reader(org.pool), { soql, allRows: false, basePath: '' });
  const query = parseSoql(soql);
  const plan = planQuery(query, run);
  return {
    columnMetadata: plan.kind === 'records' ? recordColumns(run, plan, plan.shape, '') : aggregateColumns(plan),
    entityName: plan.object.name,
    groupBy: query.groupBy.length > 0,
    idSelected: plan.shape.entries.some(({ key }) => key === 'Id'),
    keyPrefix: plan.object.keyPrefix,
  };
}

function aggregateColumns(plan: Plan): object[] {
  return plan.results.map(({ key, type }) => column(key, type, undefined, true, []));
}

function recordColumns(run: Run, plan: Plan, shape: RecordShape, prefix: string): object[] {
  return shape.entries.map((entry) => {
    const name = entry.key;
    switch (entry.kind) {
      case 'value':
        return column(prefix + name, entry.type, entry.field, false, []);
      case 'address':
        return column(prefix + name, 'address', entry.field, false, []);
      case 'parent':
        return column(name, 'reference', undefined, false, recordColumns(run, plan, entry.shape, ''));
      case 'typeof':
        return column(name, 'reference', undefined, false, []);
      default:
        return column(name, 'reference', undefined, true, childColumns(run, plan, entry.child));
    }
  });
}

function childColumns(run: Run, plan: Plan, index: number): object[] {
  const child = plan.children[index];
  const object = child && run.view.object(child.object);
  if (!object) return [];
  const childPlan = planOn(object, child.query, run);
  return recordColumns(run, childPlan, childPlan.shape, '');
}

function column(
  name: string,
  type: string,
  field: ViewField | undefined,
  aggregate: boolean,
  joinColumns: object[],
): object {
  const numberType = ['int', 'double', 'currency', 'percent'].includes(type);
  const booleanType = type === 'boolean';
  return {
    aggregate,
    apexType: apexTypes[type] ?? 'String',
    booleanType,
    columnName: name,
    custom: field?.describe.custom ?? false,
    displayName: name,
    foreignKeyName: type === 'reference' ? (field?.describe.relationshipName ?? null) : null,
    insertable: field?.createable ?? false,
    joinColumns,
    numberType,
    textType: !numberType && !booleanType && !(type in apexTypes),
    updatable: field?.updateable ?? false,
  };
}
