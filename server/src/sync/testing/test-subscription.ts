import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestDatabase } from '@lockstep/local-postgres/test-database';
import { mapFields } from '../../mapping/field-mapping.ts';
import type { ChosenPolicies, LoadPlan } from '../../mapping/load-plan.ts';
import { resolvePlan } from '../../mapping/resolve-plan.ts';
import { type MappedObject, mappedObjects } from '../../mapping/standard-fields.ts';
import { type Client, makePool, type Pool } from '../../postgres/pool.ts';
import type { FieldDescribe } from '../../salesforce/salesforce.ts';
import { readFields, readMappings, writeMappings } from '../../subscription/field-catalog.ts';
import { openSubscription, type Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { makeMigratedDatabase } from '../../test-database.ts';

/** A subscription whose fields are those of the recorded describe() of a Developer Edition org, without any org. */
export interface TestSubscription extends AsyncDisposable {
  pool: Pool;
  subscription: Subscription;
  plan(object: MappedObject, policies?: ChosenPolicies): LoadPlan;
  run<T>(work: (client: Client) => Promise<T>): Promise<T>;
  rows<T = Record<string, unknown>>(statement: string): Promise<T[]>;
}

export async function makeTestSubscription(): Promise<TestSubscription> {
  const database: TestDatabase = await makeMigratedDatabase();
  const pool = makePool({ url: database.url, applicationName: 'test' });
  const subscription = await openSubscription(pool);
  const describes = new Map(mappedObjects.map((object) => [object, recordedFields(object)]));
  const run = <T>(work: (client: Client) => Promise<T>) => inSubscription(pool, subscription, work);
  await run((client) => writeMappings(client, mapFields(describes, new Set())));
  const [fields, mappings] = await run(
    async (client) => [await readFields(client), await readMappings(client)] as const,
  );
  return {
    pool,
    subscription,
    plan: (object, policies) =>
      resolvePlan(object, mappings, fields, new Set(describes.get(object)?.map((f) => f.name)), policies),
    run,
    rows: async <T>(statement: string) => (await run((client) => client.query(statement))).rows as T[],
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The recorded describe of an object with the custom fields that every Developer Edition org has. */
export function recordedFields(object: MappedObject): FieldDescribe[] {
  const folder = join(import.meta.dirname, '../../../../practice-org/data/describe');
  const { fields } = JSON.parse(readFileSync(join(folder, `${object}.json`), 'utf8')) as { fields: FieldDescribe[] };
  const custom = JSON.parse(readFileSync(join(folder, '_developer_edition_custom_fields.json'), 'utf8')) as {
    fields: Partial<Record<MappedObject, FieldDescribe[]>>;
  };
  return [...fields, ...(custom.fields[object] ?? [])];
}
