import type { AddToCampaign, ChangeCampaignStatus, FlowResult, RemoveFromCampaign } from '@lockstep/contract/flow.ts';
import type { SaveOutcome } from '../salesforce/salesforce.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { Engine } from '../sync/engine.ts';
import { result } from '../sync/person-work.ts';
import { type CampaignWork, openCampaignWork } from '../sync/programs/campaign-work.ts';
import { readMembersBack } from '../sync/programs/read-members-back.ts';
import { type StoredMember, storeAdded, storeRemoved, storeStatus } from '../sync/programs/store-members.ts';
import { noteRefusals, type Refusal, resolveRefusals } from '../sync/record-refusals.ts';
import { outcomesOf, refused, toRefusal, unanswered } from '../sync/save-outcomes.ts';
import { say, told } from '../told.ts';
import { checkCampaign, type Member, membersOf } from './campaign.ts';
import { forEachBatch, isPresent, type Present, standings } from './people.ts';
import { syncBatch } from './sync-person.ts';

/** Add to SFDC Campaign: who is a member stays as is; who is not in Salesforce is synced first. */
export async function addToCampaign(
  engine: Engine,
  subscription: Subscription,
  request: AddToCampaign,
  source: string,
): Promise<FlowResult[]> {
  const work = await openCampaignWork(engine, subscription, source);
  const campaign = await checkCampaign(work, request.campaignId, request.status);
  return forEachBatch(request.ids, async (ids) => {
    const { people, others } = await bringPeople(work, ids);
    const members = await membersOf(work, campaign.id, people);
    const already = people.filter((p) => members.has(p.id)).map((p) => stays(p, members.get(p.id)));
    const added = await add(
      work,
      campaign.id,
      people.filter((p) => !members.has(p.id)),
      campaign.status,
    );
    return [...others, ...already, ...added];
  });
}

/** Change Status in SFDC Campaign: who is not a member is added with the status. */
export async function changeCampaignStatus(
  engine: Engine,
  subscription: Subscription,
  request: ChangeCampaignStatus,
  source: string,
): Promise<FlowResult[]> {
  const work = await openCampaignWork(engine, subscription, source);
  const campaign = await checkCampaign(work, request.campaignId, request.status);
  return forEachBatch(request.ids, async (ids) => {
    const { people, others } = await bringPeople(work, ids);
    const before = await membersOf(work, campaign.id, people);
    const added = await add(
      work,
      campaign.id,
      people.filter((p) => !before.has(p.id)),
      campaign.status,
    );
    // Somebody may turn out to be a member that had not arrived here yet.
    const members = await membersOf(work, campaign.id, people);
    const settled = new Set(added.filter((r) => r.outcome !== 'unchanged').map((r) => r.personId));
    const known = people.filter((p) => members.has(p.id) && !settled.has(p.id));
    const isSame = (p: Present) => members.get(p.id)?.status === campaign.status;
    return [
      ...others,
      ...added.filter((r) => settled.has(r.personId)),
      ...known.filter(isSame).map((p) => stays(p, members.get(p.id))),
      ...(await change(
        work,
        campaign.id,
        known.filter((p) => !isSame(p)),
        members,
        campaign.status,
      )),
    ];
  });
}

/** Remove from SFDC Campaign: who is not a member is skipped. */
export async function removeFromCampaign(
  engine: Engine,
  subscription: Subscription,
  request: RemoveFromCampaign,
  source: string,
): Promise<FlowResult[]> {
  const work = await openCampaignWork(engine, subscription, source);
  const campaign = await checkCampaign(work, request.campaignId);
  return forEachBatch(request.ids, async (ids) => {
    const people = await standings(work, ids);
    const there = people.filter(isPresent);
    const members = await membersOf(work, campaign.id, there);
    const skipped = people.filter((p) => !members.has(p.id));
    return [
      ...skipped.map((p) => result(p.id, 'unchanged', p.sfdcId, say(told`Is not a member.`))),
      ...(await remove(
        work,
        campaign.id,
        there.filter((p) => members.has(p.id)),
        members,
      )),
    ];
  });
}

/** People in Salesforce, after those that were not there were synced; of the others, why they are not. */
async function bringPeople(
  work: CampaignWork,
  ids: readonly number[],
): Promise<{ people: Present[]; others: FlowResult[] }> {
  const absent = (await standings(work, ids)).filter((p) => !isPresent(p)).map((p) => p.id);
  const synced = absent.length > 0 ? await syncBatch(work, absent, { owner: null }) : [];
  const people = (await standings(work, ids)).filter(isPresent);
  return { people, others: synced.filter((r) => people.every((p) => p.id !== r.personId)) };
}

const stays = (person: Present, member: Member | undefined): FlowResult =>
  result(person.id, 'unchanged', person.sfdcId, {
    ...say(told`Is a member with the status ${member?.status ?? ''}.`),
    ...(member ? { memberId: member.id } : {}),
  });

async function add(
  work: CampaignWork,
  campaignId: string,
  people: readonly Present[],
  status: string | null,
): Promise<FlowResult[]> {
  if (people.length === 0) return [];
  const sent = people.map((person) => ({
    person,
    record: {
      CampaignId: campaignId,
      [`${person.sfdcType}Id`]: person.sfdcId,
      ...(status === null ? {} : { Status: status }),
    },
  }));
  const { outcomes, failure } = await outcomesOf(
    work.salesforce.createRecords(
      'CampaignMember',
      sent.map(({ record }) => record),
    ),
  );
  const outcomeOf = (index: number): SaveOutcome => outcomes[index] ?? 'unknown';
  const doubtful = sent.filter((_, index) => isThereOrUnknown(outcomeOf(index)));
  const found = doubtful.length > 0 ? await readMembersBack(work, doubtful) : new Set<(typeof sent)[number]>();
  const members = await membersOf(
    work,
    campaignId,
    [...found].map(({ person }) => person),
  );
  return settle(
    work,
    storeAdded,
    campaignId,
    sent.map((one, index) => {
      const { person } = one;
      const outcome = outcomeOf(index);
      const member = members.get(person.id);
      if (found.has(one) && outcome !== 'unknown') return { answer: stays(person, member) };
      if (found.has(one))
        return { answer: result(person.id, 'created', person.sfdcId, { ...(member ? { memberId: member.id } : {}) }) };
      if (typeof outcome === 'string') return { answer: unanswered(person.id, person.sfdcId, failure) };
      if (!outcome.success) return { refusal: toRefusal(person.id, person.sfdcId, outcome) };
      const memberId = String(outcome.id);
      return {
        answer: result(person.id, 'created', person.sfdcId, { memberId }),
        stored: { personId: person.id, memberId, status },
      };
    }),
  );
}

/** Salesforce has this member already, or the answer was lost. */
function isThereOrUnknown(outcome: SaveOutcome): boolean {
  if (typeof outcome === 'string') return outcome === 'unknown';
  return outcome.errors[0]?.statusCode === 'DUPLICATE_VALUE';
}

async function change(
  work: CampaignWork,
  campaignId: string,
  people: readonly Present[],
  members: ReadonlyMap<number, Member>,
  status: string | null,
): Promise<FlowResult[]> {
  if (people.length === 0) return [];
  const records = people.map((p) => ({ Id: String(members.get(p.id)?.id), Status: status }));
  const { outcomes, failure } = await outcomesOf(work.salesforce.updateRecords('CampaignMember', records));
  return settle(
    work,
    storeStatus,
    campaignId,
    people.map((person, index) => {
      const outcome = outcomes[index] ?? 'unknown';
      // Setting a status twice does no harm, so an answer that was lost is tried again like a call that never left.
      if (typeof outcome === 'string') return { answer: unanswered(person.id, person.sfdcId, failure) };
      if (!outcome.success) return { refusal: toRefusal(person.id, person.sfdcId, outcome) };
      const memberId = String(records[index]?.Id);
      return {
        answer: result(person.id, 'updated', person.sfdcId, { memberId }),
        stored: { personId: person.id, memberId, status },
      };
    }),
  );
}

async function remove(
  work: CampaignWork,
  campaignId: string,
  people: readonly Present[],
  members: ReadonlyMap<number, Member>,
): Promise<FlowResult[]> {
  if (people.length === 0) return [];
  const ids = people.map((p) => String(members.get(p.id)?.id));
  const { outcomes, failure } = await outcomesOf(work.salesforce.deleteRecords(ids));
  return settle(
    work,
    storeRemoved,
    campaignId,
    people.map((person, index) => {
      const outcome = outcomes[index] ?? 'unknown';
      if (typeof outcome === 'string') return { answer: unanswered(person.id, person.sfdcId, failure) };
      const refusal = toRefusal(person.id, person.sfdcId, outcome);
      if (!outcome.success && refusal.code !== 'ENTITY_IS_DELETED') return { refusal };
      const memberId = String(ids[index]);
      return {
        answer: result(person.id, 'deleted', person.sfdcId, { memberId, ...say(told`Removed from the campaign.`) }),
        stored: { personId: person.id, memberId, status: null },
      };
    }),
  );
}

/** What became of one person: done, and to be stored here, or refused. */
interface Settled {
  answer?: FlowResult;
  stored?: StoredMember;
  refusal?: Refusal;
}

async function settle(
  { engine, subscription, source }: CampaignWork,
  store: typeof storeAdded,
  campaignId: string,
  settled: readonly Settled[],
): Promise<FlowResult[]> {
  const stored = settled.flatMap((one) => one.stored ?? []);
  const refusals = settled.flatMap((one) => one.refusal ?? []);
  await inSubscription(engine.pool, subscription, async (client) => {
    await store(client, campaignId, stored, source);
    await resolveRefusals(
      client,
      'CampaignMember',
      stored.map((member) => member.personId),
    );
    await noteRefusals(client, 'CampaignMember', refusals);
  });
  return settled.flatMap(({ answer, refusal }) => answer ?? (refusal ? refused(refusal) : []));
}
