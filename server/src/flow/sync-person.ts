import type { FlowResult, Owner, SyncPerson } from '@lockstep/contract/flow.ts';
import { LockstepError } from '../errors.ts';
import { activityType } from '../mapping/render-pull.ts';
import { sql } from '../postgres/sql.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { createLeads } from '../sync/create/create-leads.ts';
import { createLeadsOfContacts } from '../sync/create/leads-of-contacts.ts';
import type { Engine } from '../sync/engine.ts';
import { failed, openPersonWork, type PersonWork, result, spoken } from '../sync/person-work.ts';
import { pushPeople } from '../sync/push/push-people.ts';
import { say, told } from '../told.ts';
import { checkOwner, setOwner } from './owner.ts';
import { contactOwnerRefused, forEachBatch, isPresent, type Present, planFor, readBack, standings } from './people.ts';

/** How people are brought to Salesforce. */
export type SyncChoice = Pick<SyncPerson, 'onMatch' | 'linkTo' | 'allowLeadForContact'> & { owner: Owner | null };

/**
 * Sync Person to SFDC: at once, not in the next cycle. Who is not in Salesforce, or was deleted there, becomes a lead or is
 * linked to a record with the same e-mail address; who is there is pushed. A lead changes owner only if one is chosen.
 */
export async function syncPeople(
  engine: Engine,
  subscription: Subscription,
  request: SyncPerson,
  source: string,
): Promise<FlowResult[]> {
  if (request.linkTo && new Set(request.ids).size > 1) {
    throw new LockstepError('request/invalid', told`Only one person at a time can be linked to a record.`);
  }
  const work = await openPersonWork(engine, subscription, source);
  const owner = request.owner === undefined || request.owner.kind === 'rules' ? null : request.owner;
  if (owner) await checkOwner(work, owner);
  return forEachBatch(request.ids, (ids) => syncBatch(work, ids, { ...request, owner }), work);
}

/** The same for at most 200 people, for actions that sync people first. */
export async function syncBatch(work: PersonWork, ids: readonly number[], choice: SyncChoice): Promise<FlowResult[]> {
  const people = await standings(work, ids);
  const there = people.filter(isPresent);
  const absent = people.filter((p) => !isPresent(p)).map((p) => p.id);
  const contactsWithOwner = there.filter((p) => p.sfdcType === 'Contact' && choice.owner);
  const pushable = there.filter((p) => !contactsWithOwner.includes(p));
  const created = await createLeads(work, absent, {
    ownerId: choice.owner?.id ?? null,
    onMatch: choice.onMatch ?? work.options.onMatch,
    linkTo: choice.linkTo ?? null,
  });
  const answered = new Set(created.map((r) => r.personId));
  // Somebody else was quicker: they are in Salesforce by now.
  const overtaken = (await standings(work, absent)).filter((p) => !answered.has(p.id)).filter(isPresent);
  return [
    ...(await contactsWithChosenOwner(work, contactsWithOwner, choice)),
    ...(await afterCreate(work, created, choice.owner)),
    ...(await pushNow(work, [...pushable, ...overtaken], choice.owner)),
  ];
}

/** A contact keeps its owner; other products fail here with a riddle, or make a second lead unasked. */
async function contactsWithChosenOwner(
  work: PersonWork,
  contacts: readonly Present[],
  { owner, allowLeadForContact }: SyncChoice,
): Promise<FlowResult[]> {
  if (contacts.length === 0 || !owner) return [];
  if (owner.kind === 'queue' && allowLeadForContact) return createLeadsOfContacts(work, contacts, owner.id);
  const what =
    owner.kind === 'queue'
      ? told`A contact can not belong to a queue; allowLeadForContact makes another lead for the queue.`
      : told`A contact keeps its owner when it is synced; use Change Owner to give it another.`;
  return contacts.map((p) => contactOwnerRefused(p, what));
}

/** Takes over what was made or found, pushes what differs, and gives leads that were found the chosen owner. */
async function afterCreate(work: PersonWork, results: FlowResult[], owner: Owner | null): Promise<FlowResult[]> {
  const tied = new Set(results.filter((r) => r.outcome === 'created' || r.outcome === 'linked').map((r) => r.personId));
  const linked = new Set(results.filter((r) => r.outcome === 'linked').map((r) => r.personId));
  if (tied.size === 0) return results;
  const people = (await standings(work, [...tied])).filter(isPresent);
  await readBack(work, people);
  const pushed = new Map((await pushAll(work, people)).map((r) => [r.personId, r]));
  const foundLeads = (await standings(work, [...linked])).filter(isPresent).filter((p) => p.sfdcType === 'Lead');
  const owned = new Map((owner ? await setOwner(work, foundLeads, owner) : []).map((r) => [r.personId, r]));
  const contacts = new Set(people.filter((p) => p.sfdcType === 'Contact').map((p) => p.id));
  return results.map((r) => {
    const trouble = [pushed.get(r.personId), owned.get(r.personId)].find((x) => x?.code);
    const kept = owner && contacts.has(r.personId) ? [told`The contact keeps its owner.`] : [];
    const words = [...spoken(r), ...(trouble ? spoken(trouble) : []), ...kept];
    return { ...r, ...(words.length > 0 ? say(...words) : {}), code: r.code ?? trouble?.code ?? null };
  });
}

async function pushNow(work: PersonWork, people: readonly Present[], owner: Owner | null): Promise<FlowResult[]> {
  const pushed = await pushAll(work, people);
  const leads = people.filter((p) => p.sfdcType === 'Lead');
  const owned = new Map((owner ? await setOwner(work, leads, owner) : []).map((r) => [r.personId, r]));
  const results = pushed.map((r) => {
    const after = owned.get(r.personId);
    return r.code || !after || after.outcome === 'unchanged' ? r : after;
  });
  await log(work, results);
  return results;
}

/** Pushes the pending changes of people now. */
export async function pushAll(work: PersonWork, people: readonly Present[]): Promise<FlowResult[]> {
  const results: FlowResult[] = [];
  for (const type of ['Lead', 'Contact'] as const) {
    const own = people.filter((p) => p.sfdcType === type);
    const {
      updated,
      refused,
      failed: unanswered,
      failure,
    } = await pushPeople(
      work,
      planFor(work, type),
      own.map((p) => p.id),
    );
    for (const { id, sfdcId } of own) {
      const refusal = refused.get(id);
      if (refusal) results.push(result(id, 'refused', sfdcId, refusal));
      else if (unanswered.has(id) && failure) results.push(failed(id, sfdcId, failure));
      else if (updated.has(id)) results.push(result(id, 'updated', sfdcId));
      else results.push(result(id, 'unchanged', sfdcId, say(told`Nothing was waiting to be pushed.`)));
    }
  }
  return results;
}

async function log({ engine, subscription, source }: PersonWork, results: readonly FlowResult[]): Promise<void> {
  const done = results.filter((r) => r.outcome === 'updated' || r.outcome === 'unchanged').map((r) => r.personId);
  await inSubscription(engine.pool, subscription, (client) =>
    client.query(sql`
      insert into activity (person_id, type_id, source, new_value, detail)
      select id, ${activityType.syncPerson}::smallint, ${source}, sfdc_type || ' ' || sfdc_id, 'pushed'
        from person where id = any(${done}::bigint[])`),
  );
}
