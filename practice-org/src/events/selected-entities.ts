import { inTransaction, type Queryable } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import { tableName } from '../schema/object-tables.ts';
import { pushTopicObjects } from './push-topics.ts';

const triggers = [
  { name: 'change_insert', on: 'insert', tables: 'new table as after' },
  { name: 'change_update', on: 'update', tables: 'old table as before new table as after' },
  { name: 'change_delete', on: 'delete', tables: 'old table as before' },
];

/** What a Developer Edition org may select; more takes an add-on (Change Data Capture, "Allocations"). */
export const mostEntities = 5;

/** Objects whose records Salesforce tells changes of, as far as this org has them. */
const capturable = new Set([
  'Account',
  'Campaign',
  'CampaignMember',
  'CampaignMemberStatus',
  'Contact',
  'Event',
  'Lead',
  'Opportunity',
  'OpportunityContactRole',
  'Task',
  'User',
]);

export function canBeCaptured(object: string): boolean {
  return capturable.has(object) || object.endsWith('__c');
}

/** Objects whose changes are events, as selected in Setup › Change Data Capture; in the order of their names. */
export async function selectedEntities(database: Queryable): Promise<string[]> {
  const { rows } = await database.query<{ object: string }>('select object from events.entity order by object');
  return rows.map(({ object }) => object);
}

/** Selects exactly these objects. What was captured of others before stays in the bus until it expires. */
export async function selectEntities(org: OrgContext, objects: readonly string[]): Promise<void> {
  await inTransaction(org.pool, async (database) => {
    const before = await selectedEntities(database);
    const wanted = [...new Set(objects)];
    for (const object of before) if (!wanted.includes(object)) await release(database, object);
    for (const object of wanted) if (!before.includes(object)) await capture(database, object);
    await captureForTopics(org, database);
  });
}

/** Captures what the push topics need beside the objects that are selected, and nothing else. */
export async function captureForTopics(org: OrgContext, database: Queryable): Promise<void> {
  const objects = await pushTopicObjects(org, database);
  const selected = await selectedEntities(database);
  const { rows } = await database.query<{ object: string }>(
    `select c.relname as object from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where t.tgname = 'change_insert' and t.tgnargs > 0`,
  );
  for (const { object } of rows)
    if (!objects.includes(object) && !selected.includes(object)) await dropTriggers(database, object);
  for (const object of objects) if (!selected.includes(object)) await makeTriggers(database, object, "'unselected'");
}

async function capture(database: Queryable, object: string): Promise<void> {
  await database.query('insert into events.entity (object) values ($1)', [object]);
  await makeTriggers(database, object, '');
}

async function makeTriggers(database: Queryable, object: string, argument: string): Promise<void> {
  for (const { name, on, tables } of triggers)
    await database.query(
      `create or replace trigger ${name} after ${on} on ${tableName(object)} referencing ${tables}
       for each statement execute function events.capture_${on}(${argument})`,
    );
}

async function release(database: Queryable, object: string): Promise<void> {
  await database.query('delete from events.entity where object = $1', [object]);
  const { rows } = await database.query('select to_regclass($1) as existing', [tableName(object)]);
  if (rows[0].existing) await dropTriggers(database, object);
}

async function dropTriggers(database: Queryable, object: string): Promise<void> {
  for (const { name } of triggers) await database.query(`drop trigger if exists ${name} on ${tableName(object)}`);
}
