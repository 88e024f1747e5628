import type pg from 'pg';
import { inTransaction, type Queryable } from '../database.ts';
import { eventTables } from '../events/event-tables.ts';
import { definitionObjects } from './definition-objects.ts';
import { loadDescribes } from './describe-data.ts';
import type { ObjectDescribe } from './object-describe.ts';
import { createIndexStatements, createTableStatement } from './object-tables.ts';
import { recordTypeFields } from './record-type-fields.ts';
import { setupTables } from './setup-tables.ts';

/** Two starts at the same moment on one database must not both create it. */
const lockKey = 7_215_003;

/** Forgets everything the org ever held. */
export async function dropSchema(pool: pg.Pool): Promise<void> {
  await pool.query('drop schema if exists org, setup, bulk, events cascade');
}

/** Makes the tables of a new org. Returns true when it made them, false when the org was there already. */
export async function createSchema(pool: pg.Pool): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [lockKey]);
    const { rows } = await client.query("select to_regclass('setup.field') as existing");
    // An org made by an earlier version gets the tables it lacks.
    await client.query(setupTables);
    await client.query(eventTables);
    const { rows: known } = await client.query('select name from setup.object');
    const names = new Set(known.map(({ name }) => name));
    for (const object of loadDescribes()) if (!names.has(object.name)) await createObject(client, object);
    await client.query(definitionObjects);
    await client.query(recordTypeFields);
    return !rows[0].existing;
  });
}

/** Two connections build indexes side by side. */
export async function createIndexes(pool: pg.Pool): Promise<void> {
  const queue = loadDescribes().flatMap(createIndexStatements);
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await pool.query(next);
  };
  await Promise.all([lane(), lane()]);
}

/** An object with its fields and its table. */
export async function createObject(client: Queryable, object: ObjectDescribe): Promise<void> {
  const { fields, ...describe } = object;
  await client.query('insert into setup.object (name, key_prefix, describe) values ($1, $2, $3)', [
    object.name,
    object.keyPrefix,
    JSON.stringify(describe),
  ]);
  await client.query(
    `insert into setup.field (object, name, position, describe)
     select $1, f.value ->> 'name', f.ordinality, f.value from jsonb_array_elements($2::jsonb) with ordinality f`,
    [object.name, JSON.stringify(fields)],
  );
  await client.query(createTableStatement(object));
}
