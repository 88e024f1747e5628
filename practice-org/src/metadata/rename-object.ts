import type { Queryable } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import { changeMetadata } from './change-metadata.ts';
import { checkObjectName } from './custom-objects.ts';
import { changeChildRelationships, findObject } from './field-rows.ts';
import { invalid } from './invalid.ts';

/** Where an object is named in a column of its own. */
const mentions = [
  ['setup.field', 'object'],
  ['setup.field_permission', 'object'],
  ['setup.object_permission', 'object'],
  ['setup.validation_rule', 'object'],
  ['setup.before_save_rule', 'object'],
  ['setup.assignment_rule', 'object'],
  ['setup.duplicate_rule', 'object'],
  ['setup.duplicate_rule', 'match_object'],
  ['setup.recently_viewed', 'object'],
  ['events.entity', 'object'],
  ['events.captured', 'object'],
  ['events.log', 'object'],
  ['bulk.job', 'object'],
  ['bulk.async_job', 'object'],
  ['org."RecordType"', '"SobjectType"'],
] as const;

/** Gives a custom object another API name; its records, fields, rules and the fields that point at it stay. */
export function renameObject(org: OrgContext, given: string, newName: string): Promise<void> {
  return changeMetadata(org, async (database) => {
    const { name, custom } = await findObject(database, given);
    if (!custom) throw invalid(`Cannot rename standard object: ${name}`, 'INVALID_OPERATION');
    await checkObjectName(database, newName);
    await database.query(
      `insert into setup.object (name, key_prefix, describe)
       select $2, key_prefix, jsonb_set(replace(describe::text, '/sobjects/' || $1, '/sobjects/' || $2)::jsonb, '{name}', to_jsonb($2::text))
         from setup.object where name = $1`,
      [name, newName],
    );
    for (const [table, column] of mentions)
      await database.query(`update ${table} set ${column} = $2 where ${column} = $1`, [name, newName]);
    await database.query('delete from setup.object where name = $1', [name]);
    await renameInFields(database, name, newName);
    await changeChildRelationships(database, (child) =>
      child.childSObject === name ? { ...child, childSObject: newName } : child,
    );
    await renameTable(database, name, newName);
  });
}

/** References that lead to it, and what roll-ups sum up of it. */
async function renameInFields(database: Queryable, from: string, to: string): Promise<void> {
  await database.query(
    `update setup.field
        set describe = jsonb_set(describe, '{referenceTo}',
              (select jsonb_agg(case when target = $1 then $2 else target end order by n)
                 from jsonb_array_elements_text(describe -> 'referenceTo') with ordinality t(target, n)))
      where describe -> 'referenceTo' ? $1`,
    [from, to],
  );
  await database.query(
    `update setup.field set summary = replace(summary::text, $1, $2)::jsonb where strpos(summary::text, $1) > 0`,
    [`"${from}.`, `"${to}.`],
  );
}

/** Its indexes follow, so that another object may take the old name. */
async function renameTable(database: Queryable, from: string, to: string): Promise<void> {
  await database.query(`alter table ${tableName(from)} rename to ${quoteName(to)}`);
  const { rows } = await database.query<{ name: string }>(
    `select indexname as name from pg_indexes where schemaname = 'org' and tablename = $2 and starts_with(indexname, $1 || '_')`,
    [from, to],
  );
  for (const { name } of rows)
    await database.query(`alter index org.${quoteName(name)} rename to ${quoteName(to + name.slice(from.length))}`);
}
