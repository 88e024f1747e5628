import { catalogue } from '../../errors.ts';
import type { MemberField } from '../../mapping/render-members.ts';
import {
  arriveCampaignMembers,
  changedPairs,
  leaveWork,
  pairStates,
  renderPairValues,
  renderReconcile,
} from '../../mapping/render-reconcile.ts';
import type { Client } from '../../postgres/pool.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { addCounts, type Counts, noCounts } from '../step.ts';
import type { MemberSync } from './member-sync.ts';

interface Place {
  programId: number;
  personId: number;
}

const messages = JSON.stringify({
  'unknown-status': catalogue['program/unknown-status'].meaning,
  'status-missing': catalogue['program/status-missing'].meaning,
});

/**
 * Compares the memberships that changed on either side with what both last agreed on, takes over what changed in Salesforce,
 * and leaves what Salesforce has to be told in member_change. A page is a transaction, so killed anywhere, nothing is half done.
 */
export async function reconcileMembers({ engine, subscription, fields, progress }: MemberSync): Promise<void> {
  await inSubscription(engine.pool, subscription, (client) => client.query(arriveCampaignMembers));
  for (let place: Place | null = { programId: 0, personId: 0 }; place; ) {
    const from: Place = place;
    const page = await inSubscription(engine.pool, subscription, (client) => reconcilePage(client, fields, from));
    progress.count(page.counts);
    place = page.last;
  }
}

async function reconcilePage(
  client: Client,
  fields: readonly MemberField[],
  after: Place,
): Promise<{ last: Place | null; counts: Partial<Counts> }> {
  await client.query(changedPairs.find, [after.programId, after.personId]);
  const [last] = (await client.query<Place>(changedPairs.last)).rows;
  if (!last) return { last: null, counts: noCounts };
  await client.query(changedPairs.lockMembers);
  await client.query(changedPairs.lockChanges);
  await client.query(pairStates);
  await client.query(renderPairValues(fields));
  const here = renderReconcile(fields);
  await client.query(here.conflicts);
  await client.query(here.logTaken);
  const updated = (await client.query(here.take)).rowCount ?? 0;
  await client.query(here.agree);
  const added = (await client.query<{ rows: number }>(here.add)).rows[0]?.rows ?? 0;
  const deleted = (await client.query<{ rows: number }>(here.remove)).rows[0]?.rows ?? 0;
  await client.query(here.forgetBases);
  await client.query(leaveWork.find);
  await client.query(leaveWork.keep);
  await client.query(leaveWork.drop);
  await client.query(leaveWork.resolveErrors);
  const failed = (await client.query(leaveWork.noteErrors, [messages])).rowCount ?? 0;
  return { last, counts: addCounts({ ...noCounts, updated, deleted }, { new: added, failed }) };
}
