import { createHash } from 'node:crypto';
import { LockstepError } from '../errors.ts';
import { fieldKey } from '../mapping/field-mapping.ts';
import { campaignObjects, fixedObjects } from '../mapping/fixed-objects.ts';
import type { LoadPlan } from '../mapping/load-plan.ts';
import { resolveFixedPlan, resolvePlan } from '../mapping/resolve-plan.ts';
import { essentialObjects, mappedObjects, requiredFieldsOf } from '../mapping/standard-fields.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import type { ObjectDescribe, Salesforce } from '../salesforce/salesforce.ts';
import { readAddedObjects, takingPart } from '../subscription/added-objects.ts';
import { readFields } from '../subscription/field-catalog.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { told } from '../told.ts';
import { readPolicies } from './conflict-policies.ts';
import type { Engine } from './engine.ts';
import { followFields, identifyFields } from './fields/follow-fields.ts';
import { followLinks } from './follow-links.ts';
import { readOptions } from './options.ts';
import { memberColumns } from './programs/member-columns.ts';
import { type Currencies, currenciesOf, currencyObjects } from './pull/currencies.ts';
import type { StepProgress } from './step.ts';

/** Plans of the objects that can be synced now, and why the others can't. */
export interface ObjectPlans {
  plans: LoadPlan[];
  problems: Map<string, LockstepError>;
  /** Objects that the sync user can't see at all and that are left out, with what to grant. */
  skipped: Map<string, LockstepError>;
}

export interface Plans extends ObjectPlans {
  currencies: Currencies;
}

/**
 * Reads what the sync user can see now and makes the plans of this cycle: a field that was hidden or deleted leaves the
 * plan and keeps its data, a new one takes part, one whose type changed waits for an administrator (FLD-6); an object
 * that lacks a required field can't be synced (FLD-8).
 */
export async function syncSchema(
  engine: Engine,
  subscription: Subscription,
  salesforce: Salesforce,
  progress?: Pick<StepProgress, 'count' | 'note'>,
): Promise<Plans> {
  const addedObjects = takingPart(await inSubscription(engine.pool, subscription, readAddedObjects));
  const wanted = [...(await wantedObjects(engine, subscription)), ...addedObjects.map(({ name }) => name)];
  const describes = await salesforce.describe([...wanted, ...currencyObjects]);
  const problems = new Map<string, LockstepError>();
  const skipped = new Map<string, LockstepError>();
  for (const object of wanted) {
    const problem = missingAccess(object, describes.get(object));
    if (problem) (isLeftOut(object, describes.get(object)) ? skipped : problems).set(object, problem);
  }
  const isRead = (object: string) => wanted.includes(object) && !problems.has(object) && !skipped.has(object);
  const usable = new Map(
    [...mappedObjects, ...addedObjects.map(({ name }) => name)]
      .filter(isRead)
      .map((object) => [object, describes.get(object)?.fields ?? []] as const),
  );
  const durableIds = await identifyFields(engine, subscription, salesforce, usable);
  const plans = await inSubscription(engine.pool, subscription, async (client) => {
    const { mappings, held, added } = await followFields(client, usable, durableIds);
    progress?.count({ new: added.length });
    for (const notice of held) progress?.note(...notice.message);
    const fields = await readFields(client);
    const policies = await readPolicies(client);
    const heldKeys = new Set(held.map((notice) => notice.subject));
    const mapped = [...usable].map(([object, described]) => {
      const visible = described.map((f) => f.name).filter((name) => !heldKeys.has(fieldKey(object, name)));
      return resolvePlan(object, mappings, fields, new Set(visible), policies);
    });
    for (const notice of await followLinks(client, addedObjects, describes)) progress?.note(notice);
    const members = await memberColumns(client, describes.get('CampaignMember'), progress);
    const fixed = fixedObjects
      .filter(isRead)
      .map((object) => resolveFixedPlan(object, visibleFields(describes.get(object)), members.get(object)));
    const made: LoadPlan[] = [...mapped, ...fixed];
    await fillReturned(client, made);
    await keepPlans(client, made, fingerprintOf(describes));
    return made;
  });
  return { plans, problems, skipped, currencies: currenciesOf(describes) };
}

/**
 * Columns that the plan of an object has and did not have last time, new, visible again, or read by a newer version: their values
 * are filled in (FLD-6).
 */
async function fillReturned(client: Client, plans: readonly LoadPlan[]): Promise<void> {
  const known = await readPlans(client);
  const returned = plans.flatMap(({ object, columns }) => {
    const before = known.find((p) => p.object === object)?.columns;
    if (!before) return [];
    const had = new Set(before.map((c) => `${c.source} ${c.column}`));
    return columns.filter((c) => !had.has(`${c.source} ${c.column}`)).map((c) => ({ object, field: c.source }));
  });
  if (returned.length === 0) return;
  await client.query(sql`
    insert into field_fill (object, sf_field)
    select object, field from jsonb_to_recordset(${JSON.stringify(returned)}::jsonb) as r(object text, field text)
    on conflict do nothing`);
}

async function keepPlans(client: Client, plans: readonly LoadPlan[], fingerprint: string): Promise<void> {
  // The rules of the org may have changed with its fields: what waits for a change is tried again (SYN-14).
  await client.query(sql`
    update record_error set blocked_version = null
     where resolved_at is null and direction = 'to-salesforce'
       and (select schema_fingerprint is distinct from ${fingerprint} from sync_state)`);
  await client.query(sql`
    update sync_state set schema_fingerprint = ${fingerprint}, plans = ${JSON.stringify(plans)}::jsonb
     where (schema_fingerprint, plans) is distinct from (${fingerprint}, ${JSON.stringify(plans)}::jsonb)`);
}

/** The plans of the newest whole cycle; none before the first. */
export async function readPlans(client: Client): Promise<LoadPlan[]> {
  const { rows } = await client.query<{ plans: LoadPlan[] | null }>('select plans from sync_state');
  return rows[0]?.plans ?? [];
}

/** Every object but those that an option turned off (SYN-15). */
async function wantedObjects(engine: Engine, subscription: Subscription): Promise<string[]> {
  const { campaignSync } = await inSubscription(engine.pool, subscription, readOptions);
  return [...mappedObjects, ...fixedObjects].filter((object) => campaignSync || !campaignObjects.includes(object));
}

/** An object that the sync user can't see is left out, unless there is no sync without it. */
export function isLeftOut(object: string, describe: ObjectDescribe | undefined): boolean {
  return !describe && !essentialObjects.includes(object);
}

/** What is missing for an object to be synced, in words that say which permission to grant; null when nothing is. */
export function missingAccess(object: string, describe: ObjectDescribe | undefined): LockstepError | null {
  if (!describe)
    return new LockstepError('sf/no-access', told`Grant the sync user Read access to the object ${object}.`);
  const visible = visibleFields(describe);
  const missing = requiredFieldsOf(object).filter((field) => !visible.has(field));
  if (missing.length === 0) return null;
  return new LockstepError(
    'sf/no-access',
    told`Grant the sync user Read access to these fields of ${object} (field-level security; in Professional Edition, the page layout): ${missing.join(', ')}.`,
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
        fields.map((f) => [f.name, f.type, f.length, f.nillable, f.updateable, f.picklistValues, f.calculated]),
      ]),
    );
  }
  return hash.digest('hex');
}
