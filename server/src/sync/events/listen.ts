import { setTimeout as pause } from 'node:timers/promises';
import { asLockstepError, type LockstepError } from '../../errors.ts';
import { type ChangeBatch, type ChangeEvent, clientName } from '../../salesforce/salesforce.ts';
import { readSubscription, type Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { Engine } from '../engine.ts';
import { forgetReplayId, noteState, readReplayId, takeBatch } from './event-state.ts';

/** What hearing of a change leads to. */
export interface Wake {
  /** Soon, a cycle of the objects that are due. */
  early(): Promise<void>;
  /** At once, a whole cycle: nobody knows what changed. */
  whole(): Promise<void>;
}

const firstWaitMs = 1000;
const longestWaitMs = 300_000;
/** Asking an org that refuses costs a call each time, and only a person can change its mind. */
const afterRefusalMs = 900_000;

/**
 * Listens to the change events of an org until told to stop (PER-3). They only wake the sync and are never a source of values,
 * so whatever is lost here costs time, not data: a stream that broke goes on at its last replay id, and when Salesforce
 * has forgotten that, a whole cycle catches up.
 */
export async function listenForChanges(
  engine: Engine,
  { id }: Subscription,
  wake: Wake,
  stop: AbortSignal,
): Promise<void> {
  for (let wait = firstWaitMs; !stop.aborted; ) {
    const subscription = await readSubscription(engine.pool, id);
    try {
      await listen(engine, subscription, wake, stop, () => {
        wait = firstWaitMs;
      });
    } catch (thrown) {
      const error = asLockstepError(thrown);
      if (error.code === 'sf/replay-id-expired') {
        await inSubscription(engine.pool, subscription, forgetReplayId);
        await wake.whole();
        continue;
      }
      engine.log.info({ code: error.code, err: error }, 'change events are not listened to');
      await noteWhyNot(engine, subscription, error);
      await pause(error.entry.decision === 'needs-operator' ? afterRefusalMs : wait, undefined, { signal: stop }).catch(
        () => {},
      );
      wait = Math.min(wait * 2, longestWaitMs);
    }
  }
}

async function listen(
  engine: Engine,
  subscription: Subscription,
  wake: Wake,
  stop: AbortSignal,
  onOpen: () => void,
): Promise<void> {
  const run = <T>(work: Parameters<typeof inSubscription<T>>[2]) => inSubscription(engine.pool, subscription, work);
  const salesforce = await engine.connect(subscription);
  const { userId } = await salesforce.identity();
  for await (const batch of salesforce.changeEvents(await run(readReplayId), stop)) {
    onOpen();
    await run((client) => noteState(client, 'listening'));
    if (batch.replayId === null) continue;
    const taken = sortOut(batch, userId);
    await run((client) => takeBatch(client, taken));
    if (taken.objects.length > 0) await wake.early();
  }
}

function sortOut({ events, replayId }: ChangeBatch, userId: string) {
  const others = events.filter((event) => !isOurs(event, userId));
  return {
    replayId,
    objects: [...new Set(others.map(({ object }) => object))],
    received: events.length,
    own: events.length - others.length,
  };
}

/** Our user, and our name: somebody who signs in as the sync user changes records under another one. */
function isOurs({ userId, origin, type }: ChangeEvent, ourUserId: string): boolean {
  return !type.startsWith('GAP_') && userId === ourUserId && origin.endsWith(`;client=${clientName}`);
}

function noteWhyNot(engine: Engine, subscription: Subscription, error: LockstepError): Promise<void> {
  const state = error.entry.decision === 'needs-operator' ? 'off' : 'waiting';
  return inSubscription(engine.pool, subscription, (client) => noteState(client, state, error.message));
}
