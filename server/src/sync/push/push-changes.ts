import { pushedColumns } from '../../mapping/render-pull.ts';
import { renderClaim, renderCountDue, trimBatch } from '../../mapping/render-push.ts';
import { sql } from '../../postgres/sql.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { breakLoops } from './break-loops.ts';
import type { Batch, Push } from './push.ts';
import { sendByBulk } from './send-by-bulk.ts';
import { sendByCollections } from './send-by-collections.ts';

/** Most people of one batch: a Collections batch is sent in calls of 200, a Bulk batch is one job. */
const collectionsBatch = 2_000;
const bulkBatch = 100_000;
/** A Bulk job takes 100 MB of CSV; quoting may add some to what is counted here. */
const bulkBytes = 80_000_000;
/** Beyond this a Bulk job is cheaper in API calls and faster: 2,000 people are ten calls, a job is about eight. */
const mostByCollections = 2_000;

/**
 * Sends the changes of people that are in Salesforce (SYN-4): changed fields only, small sets by sObject Collections,
 * large ones by a Bulk job. Ends when nothing that may be sent is left; what was refused waits as a record error.
 */
export async function pushChanges(push: Push): Promise<void> {
  if (pushedColumns(push.plan).length === 0) return;
  await breakLoops(push);
  const due = await countDue(push);
  const bulkFrom = Math.min(mostByCollections, push.engine.settings.bulkThresholdRows);
  let done = 0;
  for (;;) {
    const byBulk = due - done > bulkFrom;
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

/**
 * Marks a batch, in a transaction of its own: it is on record before anything is sent. Of the people `chosen`, when it is a
 * push outside a cycle.
 */
export async function claim(
  { engine, subscription, plan }: Push,
  byBulk: boolean,
  chosen?: readonly number[],
): Promise<Batch | null> {
  const statements = renderClaim(plan, byBulk ? bulkBatch : collectionsBatch, chosen ? 'chosen' : 'all');
  return inSubscription(engine.pool, subscription, async (client) => {
    await client.query(statements.find, chosen ? [chosen] : []);
    const locked = await client.query<{ people: number }>(statements.lock);
    if (!locked.rows[0]?.people) return null;
    const made = await client.query<{ id: number }>(sql`
      insert into push_batch (object, method, columns, immediate)
      values (${plan.object}, ${byBulk ? 'bulk' : 'collections'}, '[]', ${chosen !== undefined})
      returning id`);
    const id = made.rows[0]?.id ?? 0;
    const claimed = await client.query<{ people: number; fields: number[] }>(statements.claim, [id]);
    const { people, fields } = claimed.rows[0] ?? { people: 0, fields: [] };
    if (people === 0) {
      await client.query(sql`delete from push_batch where id = ${id}`);
      return null;
    }
    const freed = byBulk ? (await client.query<{ people: number }>(trimBatch, [id, bulkBytes])).rows[0] : undefined;
    return { id, people: people - (freed?.people ?? 0), fields };
  });
}
