import { renderCountDue } from '../../mapping/render-claim.ts';
import { pushedColumns } from '../../mapping/render-pull.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { bulkFrom } from '../save-many.ts';
import { breakLoops } from './break-loops.ts';
import { claim } from './claim.ts';
import type { Push } from './push.ts';
import { sendByBulk } from './send-by-bulk.ts';
import { sendByCollections } from './send-by-collections.ts';

/**
 * Sends the changes of people that are in Salesforce (SYN-4): changed fields only, small sets by sObject Collections,
 * large ones by a Bulk job. Ends when nothing that may be sent is left; what was refused waits as a record error.
 */
export async function pushChanges(push: Push): Promise<void> {
  if (pushedColumns(push.plan).length === 0) return;
  await breakLoops(push);
  const due = await countDue(push);
  let done = 0;
  for (;;) {
    const byBulk = due - done > bulkFrom(push.engine);
    const batch = await claim(push, byBulk);
    if (!batch) return;
    const settled = await (byBulk ? sendByBulk(push, batch) : sendByCollections(push, batch));
    done += batch.people;
    await push.progress.report(done, Math.max(due, done));
    // Records without a result are free again, and would be claimed for ever if Salesforce never answers for them.
    if (settled < batch.people) return;
  }
}

async function countDue({ engine, subscription, plan }: Push): Promise<number> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<{ people: number }>(renderCountDue(plan));
    return rows[0]?.people ?? 0;
  });
}
