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
  const columns = columnsOf(object, new Set(rows.flatMap(({ values }) => Object.keys(values))));
  const cells = ({ name, type }: Column) => {
    const blank = type === 'boolean' ? false : null;
    return rows.map(({ values }) => values[name] ?? blank);
  };
  await database.query(
    `insert into ${tableName(object.name)} ("Id"${columns.map(({ name }) => `, ${quoteName(name)}`).join('')})
     select * from unnest($1::text[]${parameterList(columns)})`,
    [rows.map(({ id }) => id), ...columns.map(cells)],
  );
}

/** Updates many records, one statement for all that change the same set of fields. */
export async function updateRows(database: Queryable, object: ObjectView, rows: IdentifiedValues[]): Promise<void> {
  const groups = Map.groupBy(rows, ({ values }) => Object.keys(values).sort().join());
  for (const group of groups.values()) {
    const columns = columnsOf(object, Object.keys(group[0]?.values ?? {}));
    await database.query(
      `update ${tableName(object.name)} t set ${columns.map(({ name }, i) => `${quoteName(name)} = v.c${i}`).join(', ')}
         from unnest($1::text[]${parameterList(columns)}) v(id${columns.map((_, i) => `, c${i}`).join('')})
        where t."Id" = v.id`,
      [group.map(({ id }) => id), ...columns.map(({ name }) => group.map(({ values }) => values[name]))],
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

interface Column {
  name: string;
  type: string;
}

function columnsOf(object: ObjectView, names: Iterable<string>): Column[] {
  return [...names].flatMap((name) => {
    const type = object.meta.fields.find((field) => field.name === name)?.columnType?.replace(' collate "C"', '');
    return type ? [{ name, type }] : [];
  });
}

function parameterList(columns: Column[]): string {
  return columns.map(({ type }, i) => `, $${i + 2}::${type}[]`).join('');
}
