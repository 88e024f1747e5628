import type { Queryable } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import type { Condition, Operand, SoqlQuery } from '../soql/ast.ts';
import { parseSoql } from '../soql/parser.ts';

/** A query whose records Streaming API clients hear of. */
export interface PushTopic {
  object: string;
  soql: string;
  query: SoqlQuery;
  /** Kinds of changes, as the event bus names them. */
  changes: ReadonlySet<string>;
  /** Fields whose change makes an update worth telling, in lower case; undefined: every field. */
  watched: ReadonlySet<string> | undefined;
}

const rows = `select "Name" as name, "Query" as soql, "NotifyForFields" as fields,
    array_remove(array[case when "NotifyForOperationCreate" then 'CREATE' end, case when "NotifyForOperationUpdate" then 'UPDATE' end,
      case when "NotifyForOperationDelete" then 'DELETE' end, case when "NotifyForOperationUndelete" then 'UNDELETE' end], null) as changes
  from org."PushTopic" where "IsActive"`;

interface Row {
  name: string;
  soql: string;
  fields: string;
  changes: string[];
}

export async function findPushTopic(org: OrgContext, name: string): Promise<PushTopic | undefined> {
  const { rows: found } = await org.pool.query<Row>(`${rows} and "Name" = $1`, [name]);
  return found[0] && read(org, found[0]);
}

/** The objects whose changes some topic needs. */
export async function pushTopicObjects(org: OrgContext, database: Queryable): Promise<string[]> {
  const { rows: found } = await database.query<Row>(rows);
  const topics = await Promise.all(found.map((row) => read(org, row)));
  return [...new Set(topics.flatMap((topic) => topic?.object ?? []))];
}

/** Nothing when its object has gone since. */
async function read(org: OrgContext, { soql, fields, changes }: Row): Promise<PushTopic | undefined> {
  const query = parseSoql(soql);
  const { objects } = await org.metadata.current();
  const object = objects.get(query.from.names.join('.').toLowerCase())?.name;
  return object ? { object, soql, query, changes: new Set(changes), watched: watchedFields(query, fields) } : undefined;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_streaming.meta/api_streaming/notifications.htm */
function watchedFields({ select, where }: SoqlQuery, notifyForFields: string): ReadonlySet<string> | undefined {
  if (notifyForFields === 'All') return undefined;
  const selected = select.flatMap((item) => (item.kind === 'value' ? namesIn(item.operand) : []));
  const filtered = where ? conditionNames(where) : [];
  if (notifyForFields === 'Select') return new Set(selected);
  return new Set(notifyForFields === 'Where' ? filtered : [...selected, ...filtered]);
}

function namesIn(operand: Operand): string[] {
  if (operand.kind === 'path') return [operand.names.join('.').toLowerCase()];
  return operand.kind === 'call' ? operand.arguments.flatMap(namesIn) : [];
}

function conditionNames(condition: Condition): string[] {
  if ('parts' in condition) return condition.parts.flatMap(conditionNames);
  return 'part' in condition ? conditionNames(condition.part) : namesIn(condition.operand);
}
