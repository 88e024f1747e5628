import type { LoadPlan } from '../../mapping/load-plan.ts';
import type { Client } from '../../postgres/pool.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { Engine } from '../engine.ts';
import { uncounted } from '../person-work.ts';
import { idPages } from '../pull/id-pages.ts';
import { type ById, fateOf, flagDeleted, forgetStamps, pullByIds } from '../pull/pull-by-ids.ts';
import { pushChanges } from '../push/push-changes.ts';

/** What a repair did. */
export interface Repair {
  /** Records read again, because here they were missing or different without a reason. */
  read: number;
  /** Records flagged as deleted, because Salesforce does not have them any more. */
  flagged: number;
  /** Whether pending changes were pushed. */
  pushed: boolean;
}

/** Differences that a look at the record itself settles; everything else has a reason that it would not remove. */
const settled = `reason in ('defect', 'not-pulled-yet')`;

/** Settles what verify_difference holds, by the same ways as a cycle: merges, flags and pushes, each by its own rules. */
export async function repair(
  engine: Engine,
  subscription: Subscription,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
  session: Client,
): Promise<Repair> {
  const work: ById = { engine, subscription, salesforce, progress: uncounted };
  const done: Repair = { read: 0, flagged: 0, pushed: false };
  for (const plan of plans) {
    for await (const ids of differing(session, plan, `kind = 'missing-there' and ${settled}`)) {
      const { deleted } = await fateOf(salesforce, plan, ids);
      await flagDeleted(work, plan, deleted);
      done.flagged += deleted.length;
    }
    for await (const ids of differing(session, plan, `kind <> 'missing-there' and ${settled}`)) {
      await inSubscription(engine.pool, subscription, (client) => forgetStamps(client, plan, ids));
      await pullByIds(work, plan, ids);
      done.read += ids.length;
    }
    if (plan.target !== 'person' || !(await hasPending(session, plan))) continue;
    await pushChanges({ ...work, plan });
    done.pushed = true;
  }
  return done;
}

const differing = (session: Client, plan: LoadPlan, which: string): AsyncGenerator<string[]> =>
  idPages(session, `select sfdc_id as id from verify_difference where object = $1 and ${which}`, [plan.object]);

async function hasPending(session: Client, plan: LoadPlan): Promise<boolean> {
  const { rows } = await session.query<{ pending: boolean }>(
    `select exists (select from verify_difference where object = $1 and reason = 'pending') as pending`,
    [plan.object],
  );
  return rows[0]?.pending ?? false;
}
