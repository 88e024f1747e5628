import type { Queryable } from '../database.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import type { Values } from './org-rules.ts';

interface IdentifiedValues {
  id: string;
  values: Values;
}

/** Inserts many records with one statement: one array parameter per column. */
export async function insertRows(database: Queryable, object: ObjectView, rows: IdentifiedValues[]): Promise<void> {
  const names = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))].filter((name) =>
    columnTypeOf(object, name),
  );
  const cells = (name: string) =>
    rows.map(({ values }) => values[name] ?? (columnTypeOf(object, name) === 'boolean' ? false : null));
  await database.query(
    `insert into ${tableName(object.name)} ("Id"${names.map((name) => `, ${quoteName(name)}`).join('')})
     select * from unnest($1::text[]${names.map((name, i) => `, $${i + 2}::${columnTypeOf(object, name)}[]`).join('')})`,
    [rows.map(({ id }) => id), ...names.map(cells)],
  );
}

/** Updates many records, one statement for all that change the same set of fields. */
export async function updateRows(database: Queryable, object: ObjectView, rows: IdentifiedValues[]): Promise<void> {
  const groups = Map.groupBy(rows, ({ values }) => Object.keys(values).sort().join());
  for (const group of groups.values()) {
    const names = Object.keys(group[0]?.values ?? {}).filter((name) => columnTypeOf(object, name));
    await database.query(
      `update ${tableName(object.name)} t set ${names.map((name, i) => `${quoteName(name)} = v.c${i}`).join(', ')}
         from unnest($1::text[]${names.map((name, i) => `, $${i + 2}::${columnTypeOf(object, name)}[]`).join('')})
           v(id${names.map((_, i) => `, c${i}`).join('')})
        where t."Id" = v.id`,
      [group.map(({ id }) => id), ...names.map((name) => group.map(({ values }) => values[name]))],
    );
  }
}

export async function newIds(database: Queryable, object: ObjectView, count: number): Promise<string[]> {
  const { rows } = await database.query('select setup.new_id($1) as id from generate_series(1, $2::int)', [
    object.keyPrefix,
    count,
  ]);
  return rows.map((row) => row.id as string);
}

function columnTypeOf(object: ObjectView, name: string): string | undefined {
  return object.meta.fields.find((field) => field.name === name)?.columnType?.replace(' collate "C"', '');
}
