import { LockstepError } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import { pushedColumns } from '../../mapping/render-pull.ts';
import { sql } from '../../postgres/sql.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { clockNow } from '../clock.ts';
import { type PersonWork, uncounted } from '../person-work.ts';
import { pullRecords } from '../pull/pull-records.ts';
import { claim } from './claim.ts';
import type { Batch, Push } from './push.ts';
import { sendByCollections } from './send-by-collections.ts';

/** What became of the people of a push; who is not named had nothing to push, or is being pushed by a cycle. */
export interface PushedPeople {
  updated: Set<number>;
  refused: Map<number, { code: string; message: string }>;
  failed: Set<number>;
  failure: LockstepError | null;
}

/** Pushes the pending changes of chosen people (at most 200) now, and takes over what Salesforce made of them. */
export async function pushPeople(work: PersonWork, plan: LoadPlan, ids: readonly number[]): Promise<PushedPeople> {
  const none = { updated: new Set<number>(), refused: new Map(), failed: new Set<number>(), failure: null };
  if (ids.length === 0 || pushedColumns(plan).length === 0) return none;
  const { engine, subscription, salesforce } = work;
  const beganAt = await clockNow(salesforce);
  const push: Push = { engine, subscription, salesforce, plan, progress: uncounted, beganAt };
  await unblock(work, ids);
  const batch = await claim(push, false, ids);
  if (!batch) return none;
  const claimed = await claimedPeople(work, batch);
  let failure: LockstepError | null = null;
  try {
    await sendByCollections(push, batch);
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    failure = error;
  }
  const pushed = { ...(await readOutcome(work, plan, claimed)), failure };
  await pullRecords(work, plan, await recordsOf(work, pushed.updated)).catch((error: unknown) => {
    // The next cycle reads them too.
    engine.log.warn({ err: error }, 'records were not read back after a push');
  });
  return pushed;
}

/** Somebody asks for it now: what waits for a change, or for a time, is tried. */
async function unblock({ engine, subscription }: PersonWork, ids: readonly number[]): Promise<void> {
  await inSubscription(engine.pool, subscription, (client) =>
    client.query(sql`
      update record_error set retry_at = null, blocked_version = null
       where resolved_at is null and direction = 'to-salesforce' and person_id = any(${ids}::bigint[])`),
  );
}

interface Claimed {
  ids: number[];
  at: string;
}

function claimedPeople({ engine, subscription }: PersonWork, batch: Batch): Promise<Claimed> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query(sql`
      select coalesce(array_agg(distinct person_id), '{}') as ids, now()::text as at
        from pending_change where batch_id = ${batch.id}`);
    return rows[0];
  });
}

/** A change that is left with the mark of what was sent has no result. */
function readOutcome(
  { engine, subscription }: PersonWork,
  plan: LoadPlan,
  { ids, at }: Claimed,
): Promise<Omit<PushedPeople, 'failure'>> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const errors = await client.query(sql`
      select person_id as id, code, message from record_error
       where person_id = any(${ids}::bigint[]) and object = ${plan.object} and direction = 'to-salesforce'
         and resolved_at is null and last_seen >= ${at}::timestamptz`);
    const open = await client.query(sql`
      select distinct person_id as id from pending_change
       where person_id = any(${ids}::bigint[]) and sent_version is not null`);
    const refused = new Map(errors.rows.map(({ id, code, message }) => [id as number, { code, message }]));
    const unanswered = new Set(open.rows.map((row) => row.id as number));
    const updated = new Set(ids.filter((id) => !refused.has(id) && !unanswered.has(id)));
    return { refused, failed: unanswered, updated };
  });
}

function recordsOf({ engine, subscription }: PersonWork, ids: ReadonlySet<number>): Promise<string[]> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<{ sfdc_id: string }>(sql`
      select sfdc_id from person where id = any(${[...ids]}::bigint[]) and sfdc_id is not null`);
    return rows.map((row) => row.sfdc_id);
  });
}
