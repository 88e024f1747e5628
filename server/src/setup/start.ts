import { LockstepError } from '../errors.ts';
import { fixedObjects } from '../mapping/fixed-objects.ts';
import { mappedObjects } from '../mapping/standard-fields.ts';
import { sql } from '../postgres/sql.ts';
import type { Identity } from '../salesforce/salesforce.ts';
import { soqlText } from '../salesforce/soql.ts';
import { readSubscription, type Subscription, setEnabled } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { told } from '../told.ts';
import { advance, mustHaveReached, mustNotHaveStarted, type Setup } from './setup.ts';

/** *Confirm Credentials*, after the warning named the org and the user (SET-7). `organizationId` is what was shown. */
export async function confirmCredentials(
  setup: Setup,
  subscription: Subscription,
  organizationId: string,
): Promise<Identity> {
  mustHaveReached(subscription, 'fields', told`First: sync fields.`);
  mustNotHaveStarted(subscription, told`The credentials are confirmed.`);
  const { identity } = subscription;
  if (!identity) throw new LockstepError('setup/wrong-order', told`First: enter credentials.`);
  if (identity.organizationId !== organizationId) {
    throw new LockstepError(
      'request/invalid',
      told`The org is ${identity.organizationName} (${identity.organizationId}), not ${organizationId}: read the warning again.`,
    );
  }
  await advance(setup.pool, subscription, 'confirmed');
  return identity;
}

/** What would happen on *Start Sync* (SET-9). */
export interface DryRun {
  objects: { object: string; records: number }[];
  /** Records in Salesforce with the e-mail address of somebody who is here already: they would become duplicates. */
  possibleDuplicates: number;
  estimatedSeconds: number;
  estimatedApiCalls: number;
  caution: string;
}

export const startCaution =
  'The sync does not de-duplicate: every lead and contact of Salesforce becomes a person, also when somebody with the same ' +
  'e-mail address is here already. With the start the mappings are final, and the org can not be exchanged for another.';

/** Rows a second that a first sync reaches at least on two cores (bench/README.md); the estimate errs on the slow side. */
const rowsPerSecond = 4_000;

export async function dryRun(setup: Setup, subscription: Subscription): Promise<DryRun> {
  mustHaveReached(subscription, 'fields', told`First: sync fields.`);
  const salesforce = await setup.connect(subscription);
  const visible = await salesforce.describe(['User', ...mappedObjects, ...fixedObjects]);
  const objects = [...visible.keys()];
  const counts = await salesforce.counts(objects.map((object) => ({ soql: `SELECT COUNT() FROM ${object}` })));
  const records = objects.map((object, index) => ({ object, records: counts[index] ?? 0 }));
  const { bulkPageRows, bulkThresholdRows } = setup.settings;
  const calls = counts.map((rows) =>
    rows > bulkThresholdRows ? 5 + Math.ceil(rows / bulkPageRows) : Math.max(1, Math.ceil(rows / 2_000)),
  );
  return {
    objects: records,
    possibleDuplicates: await countDuplicates(setup, subscription),
    estimatedSeconds: Math.ceil(counts.reduce((sum, rows) => sum + rows, 0) / rowsPerSecond),
    estimatedApiCalls: calls.reduce((sum, n) => sum + n, 5),
    caution: startCaution,
  };
}

/** A SOQL statement may have 100,000 characters; 300 addresses of the longest kind (80) stay far below that. */
const addressesPerQuery = 300;

async function countDuplicates(setup: Setup, subscription: Subscription): Promise<number> {
  const addresses = await inSubscription(setup.pool, subscription, async (client) => {
    const { rows } = await client.query<{ email: string }>(`
      select distinct lower(email) as email from person where sfdc_id is null and email is not null`);
    return rows.map((row) => row.email);
  });
  const salesforce = await setup.connect(subscription);
  const queries: { soql: string }[] = [];
  for (let start = 0; start < addresses.length; start += addressesPerQuery) {
    const list = addresses
      .slice(start, start + addressesPerQuery)
      .map(soqlText)
      .join(', ');
    for (const object of ['Lead', 'Contact'])
      queries.push({ soql: `SELECT COUNT() FROM ${object} WHERE Email IN (${list})` });
  }
  const counts = queries.length ? await salesforce.counts(queries) : [];
  return counts.reduce((sum, n) => sum + n, 0);
}

/** *Start Sync*. From here on mappings and org are final, and cycles run. */
export async function startSync(setup: Setup, subscription: Subscription): Promise<Subscription> {
  mustNotHaveStarted(subscription, told`The sync runs already.`);
  mustHaveReached(subscription, 'confirmed', told`First: confirm the credentials.`);
  await setup.pool.query(sql`
    update lockstep.subscription set state = 'started', started_at = now(), enabled = true
     where id = ${subscription.id} and state <> 'started'`);
  await setup.scheduleCycle(subscription);
  return readSubscription(setup.pool, subscription.id);
}

/** Enable / Disable Sync (SET-11). */
export async function switchSync(setup: Setup, subscription: Subscription, enabled: boolean): Promise<Subscription> {
  await setEnabled(setup.pool, subscription, enabled);
  if (enabled) await setup.scheduleCycle(subscription);
  return readSubscription(setup.pool, subscription.id);
}

/** *Sync now*. */
export async function syncNow(setup: Setup, subscription: Subscription): Promise<void> {
  if (subscription.state !== 'started')
    throw new LockstepError('setup/wrong-order', told`The sync has not been started yet.`);
  if (!subscription.enabled) throw new LockstepError('setup/wrong-order', told`The sync is disabled: enable it first.`);
  await setup.scheduleCycle(subscription);
}
