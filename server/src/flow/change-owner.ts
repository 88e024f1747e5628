import type { ChangeOwner, FlowResult } from '@lockstep/contract/flow.ts';
import type { Subscription } from '../subscription/subscription.ts';
import type { Engine } from '../sync/engine.ts';
import { openPersonWork, type PersonWork } from '../sync/person-work.ts';
import { checkOwner, setOwner } from './owner.ts';
import { forEachBatch, isPresent, standings } from './people.ts';
import { syncBatch } from './sync-person.ts';

/** Change Owner: to a user, or for leads to a queue. Who is not in Salesforce is synced first, to that owner. */
export async function changeOwner(
  engine: Engine,
  subscription: Subscription,
  request: ChangeOwner,
  source: string,
): Promise<FlowResult[]> {
  const work = await openPersonWork(engine, subscription, source);
  await checkOwner(work, request.owner);
  return forEachBatch(request.ids, (ids) => changeBatch(work, ids, request), work);
}

async function changeBatch(work: PersonWork, ids: readonly number[], { owner }: ChangeOwner): Promise<FlowResult[]> {
  const people = await standings(work, ids);
  const absent = people.filter((p) => !isPresent(p)).map((p) => p.id);
  const synced = absent.length > 0 ? await syncBatch(work, absent, { owner }) : [];
  // A contact that was found by its e-mail address keeps its owner when it is synced; here another one is wanted.
  const found = (await standings(work, absent)).filter(isPresent).filter((p) => p.sfdcType === 'Contact');
  return [...synced, ...(await setOwner(work, [...people.filter(isPresent), ...found], owner))];
}
