import type { DeletePeople, FlowResult } from '@lockstep/contract/flow.ts';
import { activityType } from '../mapping/render-pull.ts';
import { deletePeople as deleteHere } from '../people/delete-people.ts';
import { sql } from '../postgres/sql.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { clockNow } from '../sync/clock.ts';
import type { Engine } from '../sync/engine.ts';
import { followConvertedLeads } from '../sync/identity/convert-leads.ts';
import { openPersonWork, type PersonWork, result } from '../sync/person-work.ts';
import { noteRefusals, type Refusal, resolveRefusals } from '../sync/record-refusals.ts';
import { outcomesOf, refused, toRefusal, unanswered } from '../sync/save-outcomes.ts';
import { say, told } from '../told.ts';
import { forEachBatch, isPresent, type Present, standings } from './people.ts';

/**
 * Delete Person from SFDC: the record goes to the recycle bin and the person stays, with SFDC Is Deleted. Delete Person: the
 * person goes, and with `both` its record before it; a record that Salesforce keeps keeps its person too.
 */
export async function deletePeople(
  engine: Engine,
  subscription: Subscription,
  { ids, from }: DeletePeople,
  source: string,
): Promise<FlowResult[]> {
  if (from === 'here') return forEachBatch(ids, (batch) => deleteOnlyHere(engine, subscription, batch));
  const work = await openPersonWork(engine, subscription, source);
  return forEachBatch(ids, (batch) => deleteThere(work, batch, from === 'both'), work);
}

async function deleteOnlyHere(
  engine: Engine,
  subscription: Subscription,
  ids: readonly number[],
): Promise<FlowResult[]> {
  const deleted = await inSubscription(engine.pool, subscription, (client) => deleteHere(client, ids));
  return deleted.map((id) => result(id, 'deleted', null, say(told`Deleted here.`)));
}

async function deleteThere(work: PersonWork, ids: readonly number[], alsoHere: boolean): Promise<FlowResult[]> {
  const { engine, subscription } = work;
  // Salesforce deletes a converted lead without a word, and its contact would stay.
  const leads = (await standings(work, ids)).filter(isPresent).filter((p) => p.sfdcType === 'Lead');
  await followConvertedLeads(
    work,
    leads.map((p) => p.sfdcId),
  );
  const people = await standings(work, ids);
  const there = people.filter(isPresent);
  const results = [
    ...people
      .filter((p) => !isPresent(p))
      .map((p) => result(p.id, 'unchanged', p.sfdcId, say(told`Is not in Salesforce.`))),
    ...(there.length > 0 ? await deleteRecords(work, there) : []),
  ];
  if (!alsoHere) return results;
  const gone = results.filter((r) => r.outcome === 'deleted' || r.outcome === 'unchanged').map((r) => r.personId);
  const deleted = new Set(await inSubscription(engine.pool, subscription, (client) => deleteHere(client, gone)));
  return results.map((r) => {
    if (!deleted.has(r.personId)) return r;
    const words =
      r.outcome === 'deleted' ? told`Deleted in Salesforce and here.` : told`Was not in Salesforce. Deleted here.`;
    return { ...r, outcome: 'deleted', ...say(words) };
  });
}

/** A person account goes with its account: Salesforce lets nobody delete the contact of one by itself. */
async function recordsToDelete({ engine, subscription }: PersonWork, people: readonly Present[]): Promise<string[]> {
  const accounts = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<{ sfdc_id: string; sfdc_account_id: string }>(sql`
      select sfdc_id, sfdc_account_id from person
       where id = any(${people.map((p) => p.id)}::bigint[]) and is_person_account and sfdc_account_id is not null`);
    return new Map(rows.map((row) => [row.sfdc_id, row.sfdc_account_id]));
  });
  return people.map((p) => accounts.get(p.sfdcId) ?? p.sfdcId);
}

async function deleteRecords(work: PersonWork, people: readonly Present[]): Promise<FlowResult[]> {
  const { engine, subscription, salesforce } = work;
  const beganAt = await clockNow(salesforce);
  const { outcomes, failure } = await outcomesOf(salesforce.deleteRecords(await recordsToDelete(work, people)));
  const refusals: Record<'Lead' | 'Contact', Refusal[]> = { Lead: [], Contact: [] };
  const done: number[] = [];
  const results = people.map((person, index): FlowResult => {
    const { id: personId, sfdcId } = person;
    const outcome = outcomes[index] ?? 'unknown';
    // Deleting twice does no harm: an answer that was lost is asked for again, or seen by the next pull.
    if (typeof outcome === 'string') return unanswered(personId, sfdcId, failure);
    const refusal = toRefusal(personId, sfdcId, outcome);
    if (outcome.success || refusal.code === 'ENTITY_IS_DELETED') {
      done.push(personId);
      return result(personId, 'deleted', sfdcId, say(told`Deleted in Salesforce; the person stays.`));
    }
    refusals[person.sfdcType].push(refusal);
    return refused(refusal);
  });
  await inSubscription(engine.pool, subscription, async (client) => {
    await client.query(sql`select id from person where id = any(${done}::bigint[]) order by id for update`);
    await client.query(sql`
      insert into activity (person_id, type_id, source, old_value)
      select id, ${activityType.deleteFromSfdc}::smallint, ${work.source}, sfdc_type || ' ' || sfdc_id
        from person where id = any(${done}::bigint[])`);
    await client.query(sql`
      update person set sfdc_is_deleted = true, updated_at = now(),
             sfdc_pushed_at = greatest(sfdc_pushed_at, ${beganAt}::timestamptz)
       where id = any(${done}::bigint[])`);
    for (const object of ['Lead', 'Contact'] as const) {
      await resolveRefusals(client, object, done);
      await noteRefusals(client, object, refusals[object]);
    }
  });
  return results;
}
