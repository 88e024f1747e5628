import type { Queryable } from '../database.ts';
import { numberedId } from '../ids.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import type { Values } from './org-rules.ts';

interface IdentifiedValues {
  id: string;
  values: Values;
}

/** Inserts many records with one statement. */
export async function insertRows(database: Queryable, object: ObjectView, rows: IdentifiedValues[]): Promise<void> {
  const columns = columnsOf(object, new Set(rows.flatMap(({ values }) => Object.keys(values))));
  const { parameters, source, value } = parametersOf(rows, columns);
  await database.query(
    `insert into ${tableName(object.name)} ("Id"${columns.map(({ name }) => `, ${quoteName(name)}`).join('')})
     select v.id${columns.map((column) => `, ${value(column)}`).join('')} from ${source}`,
    parameters,
  );
}

/** Updates many records, one statement for all that change the same set of fields. In the order of ids, which is that of the table. */
export async function updateRows(database: Queryable, object: ObjectView, rows: IdentifiedValues[]): Promise<void> {
  const groups = Map.groupBy(rows, ({ values }) => Object.keys(values).sort().join());
  for (const group of groups.values()) {
    const columns = columnsOf(object, Object.keys(group[0]?.values ?? {}));
    const { parameters, source, value } = parametersOf(group.toSorted(byId), columns);
    await database.query(
      `update ${tableName(object.name)} t set ${columns.map((column) => `${quoteName(column.name)} = ${value(column)}`).join(', ')}
         from ${source} where t."Id" = v.id`,
      parameters,
    );
  }
}

const byId = (a: IdentifiedValues, b: IdentifiedValues) => (a.id < b.id ? -1 : 1);

interface RowParameters {
  parameters: unknown[];
  /** The rows in SQL, as `v`. */
  source: string;
  /** What a column gets of a row in SQL. */
  value(column: Column): string;
}

/** An array parameter for each column, and a single value where all rows have the same: stamps, owners and what is preset. */
function parametersOf(rows: IdentifiedValues[], columns: Column[]): RowParameters {
  const parameters: unknown[] = [rows.map(({ id }) => id)];
  const arrays = ['$1::text[]'];
  const names = ['id'];
  const expressions = new Map<string, string>();
  for (const { name, type } of columns) {
    const blank = type === 'boolean' ? false : null;
    const cells = rows.map(({ values }) => values[name] ?? blank);
    const same = cells.every((cell) => cell === cells[0]);
    const place = parameters.push(same ? cells[0] : cells);
    if (same) expressions.set(name, `$${place}::${type}`);
    else {
      arrays.push(`$${place}::${type}[]`);
      expressions.set(name, `v.${names[names.push(`c${place}`) - 1]}`);
    }
  }
  return {
    parameters,
    source: `unnest(${arrays.join(', ')}) v(${names.join(', ')})`,
    value: ({ name }) => expressions.get(name) as string,
  };
}

export async function newIds(database: Queryable, object: ObjectView, count: number): Promise<string[]> {
  const { rows } = await database.query(
    `select nextval('setup.record_number') as number from generate_series(1, $1::int)`,
    [count],
  );
  return rows.map(({ number }) => numberedId(String(object.keyPrefix), number));
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
