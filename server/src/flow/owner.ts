import type { FlowResult, Owner } from '@lockstep/contract/flow.ts';
import { LockstepError } from '../errors.ts';
import { activityType } from '../mapping/render-pull.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { clockNow } from '../sync/clock.ts';
import { type PersonWork, result } from '../sync/person-work.ts';
import { noteRefusals, type Refusal, resolveRefusals } from '../sync/record-refusals.ts';
import { outcomesOf, refused, toRefusal, unanswered } from '../sync/save-outcomes.ts';
import { say, told } from '../told.ts';
import { contactOwnerRefused, type Present } from './people.ts';

/** Refuses an owner that is not here, or may not own: one check before the set, instead of a refusal for each record. */
export async function checkOwner({ engine, subscription }: PersonWork, owner: Owner): Promise<void> {
  await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } =
      owner.kind === 'user'
        ? await client.query(sql`select active from sfdc_user where sfdc_id = ${owner.id}`)
        : await client.query(sql`select true as active from sfdc_queue where sfdc_id = ${owner.id}`);
    if (!rows[0]) {
      const missing =
        owner.kind === 'user' ? told`Salesforce has no user ${owner.id}.` : told`Salesforce has no queue ${owner.id}.`;
      throw new LockstepError('request/not-found', missing);
    }
    if (!rows[0].active) {
      throw new LockstepError(
        'request/invalid',
        told`The user ${owner.id} is inactive in Salesforce and can't own records.`,
      );
    }
  });
}

/** Gives records another owner. A contact can't belong to a queue; Salesforce itself would answer with a riddle. */
export async function setOwner(work: PersonWork, people: readonly Present[], owner: Owner): Promise<FlowResult[]> {
  const results: FlowResult[] = [];
  for (const object of ['Lead', 'Contact'] as const) {
    const own = people.filter((p) => p.sfdcType === object);
    if (object === 'Contact' && owner.kind === 'queue') {
      results.push(...own.map((p) => contactOwnerRefused(p, told`A contact can not belong to a queue.`)));
      continue;
    }
    const already = own.filter((p) => p.ownerId === owner.id);
    results.push(...already.map((p) => result(p.id, 'unchanged', p.sfdcId, say(told`Has this owner already.`))));
    const others = own.filter((p) => p.ownerId !== owner.id);
    if (others.length > 0) results.push(...(await update(work, object, others, owner.id)));
  }
  return results;
}

async function update(
  work: PersonWork,
  object: 'Lead' | 'Contact',
  people: readonly Present[],
  ownerId: string,
): Promise<FlowResult[]> {
  const { engine, subscription, salesforce } = work;
  const records = people.map((p) => ({ Id: p.sfdcId, OwnerId: ownerId }));
  const beganAt = await clockNow(salesforce);
  const headers = { 'Sforce-Auto-Assign': 'FALSE' };
  const { outcomes, failure } = await outcomesOf(salesforce.updateRecords(object, records, { headers }));
  const refusals: Refusal[] = [];
  const done: number[] = [];
  const results = people.map((person, index): FlowResult => {
    const outcome = outcomes[index] ?? 'unknown';
    // Setting an owner twice does no harm, so an answer that was lost is tried again like a call that never left.
    if (typeof outcome === 'string') return unanswered(person.id, person.sfdcId, failure);
    if (outcome.success) {
      done.push(person.id);
      return result(person.id, 'updated', person.sfdcId);
    }
    const refusal = toRefusal(person.id, person.sfdcId, outcome);
    refusals.push(refusal);
    return refused(refusal);
  });
  await inSubscription(engine.pool, subscription, async (client) => {
    await takeOver(client, done, ownerId, beganAt, work.source);
    await resolveRefusals(client, object, done);
    await noteRefusals(client, object, refusals);
  });
  return results;
}

/** Here too, at once, with its activity; a page from before the call must not undo it. */
async function takeOver(
  client: Client,
  ids: readonly number[],
  ownerId: string,
  beganAt: string,
  source: string,
): Promise<void> {
  await client.query(sql`select id from person where id = any(${ids}::bigint[]) order by id for update`);
  await client.query(sql`
    insert into activity (person_id, type_id, field, old_value, new_value, source)
    select id, ${activityType.changeOwner}::smallint, 'sfdcOwnerId', sfdc_owner_id, ${ownerId}, ${source}
      from person where id = any(${ids}::bigint[]) and sfdc_owner_id is distinct from ${ownerId}`);
  await client.query(sql`
    update person set sfdc_owner_id = ${ownerId}, updated_at = now(),
           sfdc_pushed_at = greatest(sfdc_pushed_at, ${beganAt}::timestamptz)
     where id = any(${ids}::bigint[])`);
}
