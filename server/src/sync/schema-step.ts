import { createHash } from 'node:crypto';
import { LockstepError } from '../errors.ts';
import type { LoadPlan } from '../mapping/load-plan.ts';
import { resolvePlan } from '../mapping/resolve-plan.ts';
import { type MappedObject, mappedObjects, requiredFields } from '../mapping/standard-fields.ts';
import { sql } from '../postgres/sql.ts';
import type { ObjectDescribe, Salesforce } from '../salesforce/salesforce.ts';
import type { Engine } from './engine.ts';
import { readFields, readMappings } from './field-catalog.ts';
import type { Subscription } from './subscription.ts';
import { inSubscription } from './subscription-schema.ts';

/** Plans of the objects that can be synced now, and why the others can't. */
export interface Plans {
  plans: LoadPlan[];
  problems: Map<MappedObject, LockstepError>;
}

/**
 * Reads what the sync user can see now and makes the plans of this cycle: a field that was hidden or deleted leaves the
 * plan and keeps its data (FLD-6); an object that lacks a required field can't be synced (FLD-8).
 */
export async function syncSchema(engine: Engine, subscription: Subscription, salesforce: Salesforce): Promise<Plans> {
  const describes = await salesforce.describe([...mappedObjects]);
  const problems = new Map<MappedObject, LockstepError>();
  for (const object of mappedObjects) {
    const problem = missingAccess(object, describes.get(object));
    if (problem) problems.set(object, problem);
  }
  const plans = await inSubscription(engine.pool, subscription, async (client) => {
    const [fields, mappings] = [await readFields(client), await readMappings(client)];
    const made = mappedObjects
      .filter((object) => !problems.has(object))
      .map((object) => resolvePlan(object, mappings, fields, visibleFields(describes.get(object))));
    const fingerprint = fingerprintOf(describes);
    // The rules of the org may have changed with its fields: what waits for a change is tried again (SYN-14).
    await client.query(sql`
      update record_error set blocked_version = null
       where resolved_at is null and direction = 'to-salesforce'
         and (select schema_fingerprint is distinct from ${fingerprint} from sync_state)`);
    await client.query(sql`
      update sync_state set schema_fingerprint = ${fingerprint}, plans = ${JSON.stringify(made)}::jsonb
       where (schema_fingerprint, plans) is distinct from (${fingerprint}, ${JSON.stringify(made)}::jsonb)`);
    return made;
  });
  return { plans, problems };
}

/** What is missing for an object to be synced, in words that say which permission to grant; null when nothing is. */
export function missingAccess(object: MappedObject, describe: ObjectDescribe | undefined): LockstepError | null {
  if (!describe) return new LockstepError('sf/no-access', `Grant the sync user Read access to the object ${object}.`);
  const visible = visibleFields(describe);
  const missing = requiredFields[object].filter((field) => !visible.has(field));
  if (missing.length === 0) return null;
  return new LockstepError(
    'sf/no-access',
    `Grant the sync user Read access to these fields of ${object} (field-level security; in Professional Edition, the page layout): ${missing.join(', ')}.`,
  );
}

function visibleFields(describe: ObjectDescribe | undefined): Set<string> {
  return new Set(describe?.fields.map((f) => f.name));
}

function fingerprintOf(describes: ReadonlyMap<string, ObjectDescribe>): string {
  const hash = createHash('sha256');
  for (const [object, { fields }] of describes) {
    hash.update(
      JSON.stringify([
        object,
        fields.map((f) => [f.name, f.type, f.length, f.nillable, f.updateable, f.picklistValues]),
      ]),
    );
  }
  return hash.digest('hex');
}
