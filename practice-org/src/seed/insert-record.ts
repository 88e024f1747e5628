import type { Queryable } from '../database.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';

/** Inserts one record as the org itself would, without the rules for callers, and returns its id. */
export async function insertRecord(
  database: Queryable,
  object: string,
  keyPrefix: string,
  values: Record<string, unknown>,
): Promise<string> {
  const names = Object.keys(values);
  const { rows } = await database.query(
    `insert into ${tableName(object)} ("Id"${names.map((name) => `, ${quoteName(name)}`).join('')})
     values (setup.new_id($1)${names.map((_, i) => `, $${i + 2}`).join('')}) returning "Id"`,
    [keyPrefix, ...Object.values(values)],
  );
  return rows[0].Id as string;
}

/** Who made a record and when, for records that come with the org. */
export function stamps(userId: string, at: Date): Record<string, unknown> {
  return {
    CreatedDate: at,
    CreatedById: userId,
    LastModifiedDate: at,
    LastModifiedById: userId,
    SystemModstamp: at,
  };
}
