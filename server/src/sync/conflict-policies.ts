import { LockstepError } from '../errors.ts';
import { columnTypeOf } from '../mapping/field-type.ts';
import {
  type ChosenPolicies,
  type ConflictPolicy,
  conflictPolicies,
  defaultConflictPolicy,
} from '../mapping/load-plan.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { readFields, readMappings } from '../subscription/field-catalog.ts';
import { told } from '../told.ts';

/** Policies as people see them: of the whole object, and of fields that differ from it. */
export interface PolicyView {
  /** `Lead`, or `Lead.Title`. */
  target: string;
  policy: ConflictPolicy;
  chosen: boolean;
}

const people = ['Lead', 'Contact'] as const;

export async function readPolicies(client: Client): Promise<ChosenPolicies> {
  const { rows } = await client.query<{ target: string; policy: ConflictPolicy }>(`
    select object || case when field = '' then '' else '.' || field end as target, policy from conflict_policy`);
  return new Map(rows.map(({ target, policy }) => [target, policy]));
}

export async function listPolicies(client: Client): Promise<PolicyView[]> {
  const chosen = await readPolicies(client);
  const objects = people.map(
    (target): PolicyView => ({
      target,
      policy: chosen.get(target) ?? defaultConflictPolicy[target],
      chosen: chosen.has(target),
    }),
  );
  const fields = [...chosen].filter(([target]) => target.includes('.'));
  return [...objects, ...fields.map(([target, policy]): PolicyView => ({ target, policy, chosen: true }))];
}

/** Sets the policy of an object or a field, from the next cycle on; null goes back to the default. */
export async function setPolicy(client: Client, target: string, policy: string | null): Promise<PolicyView[]> {
  const [object = '', field = ''] = target.split('.');
  if (!people.some((name) => name === object)) {
    throw new LockstepError(
      'request/invalid',
      told`Conflicts are of Lead and Contact: write Lead, Contact or Lead.Title, not ${target}.`,
    );
  }
  if (policy === null) {
    await client.query(sql`delete from conflict_policy where object = ${object} and field = ${field}`);
    await refuseStuckFields(client);
    return listPolicies(client);
  }
  if (!conflictPolicies.some((name) => name === policy)) {
    throw new LockstepError('request/invalid', told`A policy is one of ${conflictPolicies.join(', ')}, not ${policy}.`);
  }
  await refuseMisfit(client, object, field, policy as ConflictPolicy);
  await client.query(sql`
    insert into conflict_policy (object, field, policy) values (${object}, ${field}, ${policy})
    on conflict (object, field) do update set policy = excluded.policy`);
  await refuseStuckFields(client);
  return listPolicies(client);
}

/**
 * A field that Salesforce may not change, and of which Salesforce may win a conflict, would keep a value that neither side
 * agrees to: whoever asks for that combination is told (FLD-9). Call in the transaction that changes either.
 */
export async function refuseStuckFields(client: Client): Promise<void> {
  const policies = await readPolicies(client);
  const blocked = (await readFields(client)).filter((f) => f.keep === 'any-value' && f.entity === 'person');
  for (const { object, sfField, field, updateable, chosen } of await readMappings(client)) {
    if (object !== 'Lead' && object !== 'Contact') continue;
    if (!chosen || !updateable || !blocked.some((f) => f.name === field)) continue;
    const policy = policies.get(`${object}.${sfField}`) ?? policies.get(object) ?? defaultConflictPolicy[object];
    if (policy === 'marketing-wins') continue;
    throw new LockstepError(
      'request/invalid',
      told`Salesforce is blocked as a source of ${field}, and ${object}.${sfField} has the policy ${policy}: a value that changed on both sides would be stuck, because Salesforce would win and may not write. Set the policy of ${object}.${sfField} to marketing-wins first, or leave Salesforce unblocked.`,
    );
  }
}

/** A policy that could leave a field stuck, or that its type has no meaning for, is refused with the reason (FLD-9). */
async function refuseMisfit(client: Client, object: string, field: string, policy: ConflictPolicy): Promise<void> {
  if (field === '') {
    if (policy !== 'add-differences') return;
    throw new LockstepError(
      'request/invalid',
      told`Differences can be added for a number only: name a field, such as Lead.mkto71_Lead_Score__c.`,
    );
  }
  const mapping = (await readMappings(client)).find((m) => m.object === object && m.sfField === field && m.chosen);
  if (!mapping) throw new LockstepError('request/not-found', told`${object}.${field} is not synced.`);
  if (!mapping.updateable) {
    throw new LockstepError(
      'request/invalid',
      told`The sync user may not change ${object}.${field}: it can't be changed on both sides.`,
    );
  }
  const type = columnTypeOf(mapping.type);
  if (policy === 'add-differences' && type !== 'bigint' && type !== 'numeric') {
    throw new LockstepError('request/invalid', told`${object}.${field} is no number: differences can't be added.`);
  }
}
