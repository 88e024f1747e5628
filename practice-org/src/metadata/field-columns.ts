import type { Queryable } from '../database.ts';
import { definitionOf, type FieldDefinition } from '../schema/custom-field-describe.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { columnDefinition, columnType, quoteName, tableName } from '../schema/object-tables.ts';
import { invalid } from './invalid.ts';

/** Adds the field's column, filled where the type says so (checkboxes, auto-numbers), with an index where it is looked up by. */
export async function addColumn(
  database: Queryable,
  object: string,
  describe: FieldDescribe,
  definition: FieldDefinition,
): Promise<void> {
  const column = columnDefinition(object, describe);
  if (!column) return;
  const numbers = describe.autoNumber ? await numbering(database, definition) : undefined;
  await database.query(
    `alter table ${tableName(object)} add column ${column}${numbers ? ` default ${numbers.preset}` : ''}`,
  );
  if (numbers)
    await database.query(
      `alter sequence ${numbers.sequence} owned by ${tableName(object)}.${quoteName(describe.name)}`,
    );
  if (describe.defaultValue === true)
    await database.query(`update ${tableName(object)} set ${quoteName(describe.name)} = true`);
  await addIndex(database, object, describe);
}

export async function addIndex(database: Queryable, object: string, { name, type, externalId, unique }: FieldDescribe) {
  const key =
    type === 'reference' ? quoteName(name) : externalId || unique ? `lower(${quoteName(name)}::text)` : undefined;
  if (key) await database.query(`create index on ${tableName(object)} (${key})`);
}

export async function dropColumn(database: Queryable, object: string, { name }: FieldDescribe): Promise<void> {
  await database.query(`alter table ${tableName(object)} drop column if exists ${quoteName(name)}`);
}

/** Changes what a column holds; a value that is none of the new type is lost, as Salesforce warns before it does it. */
export async function changeColumn(
  database: Queryable,
  object: string,
  before: FieldDescribe,
  after: FieldDescribe,
): Promise<void> {
  const [from, to] = [columnType(object, before), columnType(object, after)];
  if (from === to) return;
  if (!from || !to)
    throw invalid(`Cannot change field type from ${definitionOf(before).type} to ${definitionOf(after).type}`);
  const column = quoteName(before.name);
  await database.query(
    `alter table ${tableName(object)} alter column ${column} drop not null, alter column ${column} drop default`,
  );
  await database.query(
    `alter table ${tableName(object)} alter column ${column} type ${to} using ${converted(column, from, to)}`,
  );
  if (to === 'boolean')
    await database.query(
      `alter table ${tableName(object)} alter column ${column} set not null, alter column ${column} set default false`,
    );
}

const patterns: Record<string, string> = {
  numeric: '^\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)\\s*$',
  integer: '^\\s*[+-]?[0-9]{1,9}\\s*$',
  date: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])',
  timestamptz: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])',
};

function converted(column: string, from: string, to: string): string {
  const written = from === 'timestamptz' ? `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')` : `${column}::text`;
  if (to.startsWith('text')) return written;
  if (to === 'boolean') return `coalesce(lower(${written}) in ('true', '1', 'yes'), false)`;
  const part = to === 'date' ? `left(${written}, 10)` : `trim(${written})`;
  return `case when ${written} ~ '${patterns[to]}' then ${part}::${to} end`;
}

/** `A-{0000}` counts A-0001, A-0002, …, in a sequence that belongs to the table. */
async function numbering(
  database: Queryable,
  definition: Pick<FieldDefinition, 'displayFormat' | 'startingNumber'>,
): Promise<{ sequence: string; preset: string }> {
  const format = definition.displayFormat ?? '{0}';
  const [, before = '', zeros = '', after = ''] = /^(.*)\{(0+)\}(.*)$/s.exec(format) ?? [];
  if (!zeros) throw invalid(`Display format ${format} has no counter such as {0000}`);
  const { rows } = await database.query(`select nextval('setup.record_number') as n`);
  const sequence = `org.${quoteName(`number_${rows[0].n}`)}`;
  const start = Math.max(0, Math.trunc(definition.startingNumber ?? 1));
  await database.query(`create sequence ${sequence} minvalue 0 start ${start}`);
  const places = `FM${'9'.repeat(Math.max(0, 18 - zeros.length))}${'0'.repeat(zeros.length)}`;
  const quoted = (part: string) => `'${part.replaceAll("'", "''")}'`;
  return {
    sequence,
    preset: `${quoted(before)} || to_char(nextval('${sequence}'), '${places}') || ${quoted(after)}`,
  };
}
