import { renderClaim, trimBatch } from '../../mapping/render-claim.ts';
import { sql } from '../../postgres/sql.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { Batch, Push } from './push.ts';

/** Most people of one batch: a Collections batch is sent in calls of 200, a Bulk batch is one job. */
export const collectionsBatch = 2_000;
const bulkBatch = 100_000;
/** A Bulk job takes 100 MB of CSV; quoting may add some to what is counted here. */
const bulkBytes = 80_000_000;

/** Marks a batch, in a transaction of its own: it is on record before anything is sent. `chosen`: only of these people. */
export async function claim(
  { engine, subscription, plan, beganAt }: Push,
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
      values (${plan.object}, ${byBulk ? 'bulk' : 'collections'}, '[]', ${beganAt !== undefined})
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
