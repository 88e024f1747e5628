import type { FlowResult } from '@lockstep/contract/flow.ts';
import { actionOf, LockstepError, meaningOf } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import { withLock } from '../../postgres/advisory-lock.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { say, told } from '../../told.ts';
import { clockNow } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { result } from '../person-work.ts';
import { createLock, dropIntents, findCreated, readIntents } from './create-intent.ts';
import { peopleOfRecords } from './find-matches.ts';
import { linkPeople } from './link-people.ts';

/** What looking for interrupted creations needs; a cycle has it, and so has a flow action. */
export interface Adopting {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
  leads: LoadPlan;
  source: string;
}

/**
 * A call that Salesforce still works on makes its lead later; no call takes longer than this to make 200 leads. Until then a
 * lead that is not there yet may still come, and the person is not created again.
 */
const settlingMs = 60_000;

/**
 * Looks for the leads of creations whose outcome is unknown, because the answer was lost or the process was killed, and ties
 * them to their people. The result names the people that were tied, and those of whom nobody can tell yet; the others may be
 * created again. Only under the lock of creations.
 */
export async function adoptInterrupted(work: Adopting, personIds: readonly number[] | null): Promise<FlowResult[]> {
  const { engine, subscription, salesforce, leads, source } = work;
  const within = <T>(run: Parameters<typeof inSubscription<T>>[2]) => inSubscription(engine.pool, subscription, run);
  const intents = await within((client) => readIntents(client, personIds));
  if (intents.length === 0) return [];
  try {
    const found = await findCreated(salesforce, intents, async (ids) => {
      const people = await within((client) => peopleOfRecords(client, ids));
      return new Set(people.keys());
    });
    const now = Date.parse(await clockNow(salesforce));
    const links = intents.flatMap(({ personId, values }) => {
      const sfdcId = found.get(personId);
      return sfdcId ? [{ personId, sfdcId, values }] : [];
    });
    const missing = intents.filter(({ personId }) => !found.has(personId));
    const isOver = (startedAt: string) => now - Date.parse(startedAt) >= settlingMs;
    await within(async (client) => {
      const detail = 'created by an attempt whose answer was lost';
      await linkPeople(client, leads, links, { notBefore: null, source, detail });
      const over = missing.filter(({ startedAt }) => isOver(startedAt)).map(({ personId }) => personId);
      await dropIntents(client, [...over, ...found.keys()]);
    });
    return [
      ...links.map(({ personId, sfdcId }) =>
        result(personId, 'created', sfdcId, say(told`Found again: the answer to its creation had been lost.`)),
      ),
      ...missing.filter(({ startedAt }) => !isOver(startedAt)).map(({ personId }) => inDoubt(personId)),
    ];
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    engine.log.warn({ err: error }, 'interrupted creations could not be looked for');
    return intents.map(({ personId }) => inDoubt(personId));
  }
}

/** In a cycle, before leads are pulled: a lead of our own must not become a second person. */
export async function resumeCreates(work: Adopting): Promise<number> {
  const results = await withLock(work.engine.pool, createLock(work.subscription), () => adoptInterrupted(work, null));
  return results.filter(({ outcome }) => outcome === 'created').length;
}

function inDoubt(personId: number): FlowResult {
  const code = 'sync/lead-in-doubt';
  return result(personId, 'failed', null, { code, ...say(meaningOf(code), actionOf(code)) });
}
