import type { FlowResult, MergePeople } from '@lockstep/contract/flow.ts';
import { actionOf, type ErrorCode, LockstepError, meaningOf } from '../errors.ts';
import { withLock } from '../postgres/advisory-lock.ts';
import { readFields } from '../subscription/field-catalog.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { clockNow } from '../sync/clock.ts';
import type { Engine } from '../sync/engine.ts';
import { endMerge } from '../sync/identity/end-merge.ts';
import { type MergeIntent, mergeLock, readIntents, recordIntent } from '../sync/identity/merge-intent.ts';
import { mergeInSalesforce, type NotMerged, openTarget, readMerged } from '../sync/identity/merge-records.ts';
import { endInterrupted } from '../sync/identity/resume-merges.ts';
import { failed, openPersonWork, type PersonWork, result } from '../sync/person-work.ts';
import { noteRefusals } from '../sync/record-refusals.ts';
import { refused, toRefusal } from '../sync/save-outcomes.ts';
import { say, told } from '../told.ts';
import { isPresent, type Present, readBack, readRecords, standings } from './people.ts';
import { pushAll } from './sync-person.ts';

/** Where the people are, before anything is asked of Salesforce. */
interface Merge {
  engine: Engine;
  subscription: Subscription;
  request: MergePeople;
  source: string;
}

/**
 * Merge people: the losers become part of the winner, here and in Salesforce (SYN-8). The winner's values stay, unless `keep` names
 * somebody else for a field; a loser's value fills a blank; the winner keeps its score. A contact outlives a lead in Salesforce,
 * so a winner that is a lead becomes the contact of a loser. Answers for each loser.
 */
export async function mergePeople(
  engine: Engine,
  subscription: Subscription,
  request: MergePeople,
  source: string,
): Promise<FlowResult[]> {
  await inSubscription(engine.pool, subscription, async (client) => {
    checkRequest(request, await readFields(client));
  });
  const merge = { engine, subscription, request, source };
  return withLock(engine.pool, mergeLock(subscription), async () => {
    const people = await peopleOf(merge);
    const present = people.filter(isPresent);
    return present.length > 1 ? mergeBoth(merge) : mergeOnlyHere(merge, present);
  });
}

function checkRequest({ winnerId, loserIds, keep = {} }: MergePeople, fields: Awaited<ReturnType<typeof readFields>>) {
  if (loserIds.includes(winnerId)) throw new LockstepError('request/invalid', told`The winner is among the losers.`);
  for (const [name, personId] of Object.entries(keep)) {
    const field = fields.find((f) => f.entity === 'person' && f.name === name && !f.hidden);
    if (!field) throw new LockstepError('request/invalid', told`There is no field "${name}".`);
    if (field.readOnly)
      throw new LockstepError('request/invalid', told`${name} comes from Salesforce, and can't be chosen.`);
    if (personId !== winnerId && !loserIds.includes(personId))
      throw new LockstepError(
        'request/invalid',
        told`${name} is to be kept of person ${personId}, who is not among those merged.`,
      );
  }
}

async function peopleOf({ engine, subscription, request: { winnerId, loserIds } }: Merge) {
  const people = await standings({ engine, subscription }, [winnerId, ...loserIds]);
  const missing = [winnerId, ...loserIds].find((id) => !people.some((p) => p.id === id));
  if (missing !== undefined) throw new LockstepError('request/not-found', told`There is no person ${missing}.`);
  return people;
}

/** At most one of them is in Salesforce: nothing is to be merged there. */
async function mergeOnlyHere(merge: Merge, present: readonly Present[]): Promise<FlowResult[]> {
  const intent = { ...intentOf(merge, present), id: 0, startedAt: '' };
  const done = await endMerge(merge, intent, { merged: new Map(), final: true });
  return done.map((id) => mergedInto(id, merge.request.winnerId, present[0]?.sfdcId ?? null));
}

async function mergeBoth(merge: Merge): Promise<FlowResult[]> {
  const { engine, subscription, request, source } = merge;
  const { winnerId } = request;
  const work = await openPersonWork(engine, subscription, source);
  const ended = (await endInterrupted(work)).filter((id) => request.loserIds.includes(id));
  const earlier = ended.map((id) => mergedInto(id, winnerId, null));
  const loserIds = request.loserIds.filter((id) => !ended.includes(id));
  if (loserIds.length === 0) return earlier;
  const open = await inSubscription(engine.pool, subscription, readIntents);
  const inDoubt = open.flatMap((intent) => [intent.winnerId, ...intent.loserIds]);
  if ([winnerId, ...loserIds].some((id) => inDoubt.includes(id))) return [...earlier, ...loserIds.map(inDoubtResult)];

  const rest = { ...merge, request: { ...request, loserIds } };
  // The winner keeps its values: also those that Salesforce has and nobody has read yet.
  await readRecords(work, (await peopleOf(rest)).filter(isPresent));
  const draft = intentOf(rest, (await peopleOf(rest)).filter(isPresent));
  const target = await openTarget(work.salesforce, draft);
  const startedAt = await clockNow(work.salesforce);
  const id = await inSubscription(engine.pool, subscription, (client) => recordIntent(client, { ...draft, startedAt }));
  const intent = { ...draft, id, startedAt };
  const notMerged = target ? await mergeInSalesforce(work.salesforce, draft, target) : nothingRefused;
  const merged = await readMerged(work.salesforce, draft);
  const done = await endMerge(work, intent, { merged, final: !notMerged.unknown });
  return [...earlier, ...(await answer(work, intent, done, notMerged))];
}

const nothingRefused: NotMerged = { refused: new Map(), failure: null, unknown: false };

/** A contact outlives a lead, the winner's record one of its like, and an earlier loser's a later one's. */
function intentOf({ request, source }: Merge, present: readonly Present[]): Omit<MergeIntent, 'id' | 'startedAt'> {
  const { winnerId, loserIds, keep = {} } = request;
  const inOrder = [winnerId, ...loserIds].flatMap((id) => present.find((p) => p.id === id) ?? []);
  const survivor = inOrder.find((p) => p.sfdcType === 'Contact') ?? inOrder[0];
  const records = inOrder.map(({ id: personId, sfdcId, sfdcType, personAccountId }) => ({
    personId,
    sfdcId,
    sfdcType,
    personAccountId,
  }));
  return { winnerId, loserIds, survivorId: survivor?.id ?? null, records, keep, source };
}

/** Pushes what the winner holds now, reads its record back, and says of each loser what became of it. */
async function answer(
  work: PersonWork,
  { winnerId, loserIds, survivorId, records }: MergeIntent,
  done: readonly number[],
  { refused: refusals, failure, unknown }: NotMerged,
): Promise<FlowResult[]> {
  const winner = (await standings(work, [winnerId])).filter(isPresent);
  if (done.length > 0) {
    await pushAll(work, winner);
    await readBack(work, winner);
  }
  const object = records.find((r) => r.personId === survivorId)?.sfdcType ?? 'Lead';
  const results = loserIds.map((id): FlowResult => {
    if (done.includes(id)) return mergedInto(id, winnerId, winner[0]?.sfdcId ?? null);
    const refusal = refusals.get(id) ?? refusals.get(winnerId);
    const sfdcId = records.find((r) => r.personId === id)?.sfdcId ?? null;
    if (refusal) return refused(toRefusal(id, sfdcId, refusal));
    return failure && !unknown ? failed(id, sfdcId, failure) : inDoubtResult(id);
  });
  const { engine, subscription } = work;
  const notes = results
    .filter((r) => r.outcome === 'refused')
    .map((r) => ({ ...r, code: r.code ?? '', message: r.message ?? '', fields: [] }));
  await inSubscription(engine.pool, subscription, (client) => noteRefusals(client, object, notes));
  return results;
}

function mergedInto(id: number, winnerId: number, sfdcId: string | null): FlowResult {
  return result(id, 'merged', sfdcId, { becamePersonId: winnerId });
}

function inDoubtResult(id: number): FlowResult {
  const code: ErrorCode = 'sync/merge-in-doubt';
  return result(id, 'failed', null, { code, ...say(meaningOf(code), actionOf(code)) });
}
