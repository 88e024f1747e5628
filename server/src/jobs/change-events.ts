import { setTimeout as pause } from 'node:timers/promises';
import type { Task } from 'graphile-worker';
import { Gauge, type Registry } from 'prom-client';
import { personEdited } from '../people/write-people.ts';
import { tryLock } from '../postgres/advisory-lock.ts';
import { connectApart } from '../postgres/pool.ts';
import { readSubscription, type Subscription, startedSubscriptions } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { runEarlyCycle } from '../sync/early-cycle.ts';
import type { Engine } from '../sync/engine.ts';
import { noteState, takeBatch } from '../sync/events/event-state.ts';
import { listenForChanges, type Wake } from '../sync/events/listen.ts';
import { readOptions } from '../sync/options.ts';
import type { Queue } from './queue.ts';
import { scheduleCycle } from './sync-cycle.ts';

export const earlyCycleTask = 'sync/early';

/** Changes that come together are pulled together. */
const gatherMs = 200;
/** While a cycle runs, an early one waits for it: the cycle may have looked before the change. */
const busyMs = 1000;
/** How soon a subscription that was started, enabled or told to listen is listened to. */
const lookEveryMs = 3000;

/** Pulls what is due, unless a cycle is under way: then a little later. */
export function earlyCycle(engine: Engine, queue: Pick<Queue, 'addJob'>): Task {
  return async (payload, helpers) => {
    const { subscriptionId } = payload as { subscriptionId: number };
    const subscription = await readSubscription(engine.pool, subscriptionId);
    if (subscription.state !== 'started' || !subscription.enabled) return;
    await pause(gatherMs);
    const outcome = await runEarlyCycle(engine, subscription, helpers.abortSignal);
    if (outcome === 'busy') await scheduleEarly(queue, subscription, busyMs);
  };
}

async function scheduleEarly(queue: Pick<Queue, 'addJob'>, { id }: Subscription, inMs = 0): Promise<void> {
  await queue.addJob(
    earlyCycleTask,
    { subscriptionId: id },
    {
      jobKey: `${earlyCycleTask}/${id}`,
      jobKeyMode: 'preserve_run_at',
      maxAttempts: 1,
      // A time of our clock may be ahead of the database's; without one the job begins at once.
      ...(inMs > 0 ? { runAt: new Date(Date.now() + inMs) } : {}),
    },
  );
}

/**
 * Listens for every started subscription that wants it, one process each (PER-3), until told to stop. A process that dies
 * loses its lock, and another goes on where it was.
 */
export async function listenInBackground(
  engine: Engine,
  queue: Pick<Queue, 'addJob'>,
  metrics: Registry,
  stop: AbortSignal,
): Promise<void> {
  const running = new Map<number, { stop: AbortController; ended: Promise<void> }>();
  new Gauge({
    name: 'lockstep_change_events_listening',
    help: 'Subscriptions whose change events this process listens to.',
    registers: [metrics],
    collect() {
      this.set(running.size);
    },
  });
  while (!stop.aborted) {
    const wanted = await wantedSubscriptions(engine).catch((error: unknown) => {
      engine.log.warn({ err: error }, 'could not look which change events to listen to');
      return undefined;
    });
    for (const [id, one] of running)
      if (wanted && !wanted.some((subscription) => subscription.id === id)) one.stop.abort();
    for (const subscription of wanted ?? []) {
      if (running.has(subscription.id)) continue;
      const own = new AbortController();
      const ended = listenAlone(engine, queue, subscription, AbortSignal.any([stop, own.signal]))
        .catch((error: unknown) => engine.log.warn({ err: error }, 'listening for changes ended'))
        .finally(() => running.delete(subscription.id));
      running.set(subscription.id, { stop: own, ended });
    }
    await pause(lookEveryMs, undefined, { signal: stop }).catch(() => {});
  }
  await Promise.all([...running.values()].map(({ ended }) => ended));
}

async function wantedSubscriptions(engine: Engine): Promise<Subscription[]> {
  const wanted: Subscription[] = [];
  for (const subscription of await startedSubscriptions(engine.pool)) {
    const { changeEvents } = await inSubscription(engine.pool, subscription, readOptions);
    if (changeEvents) wanted.push(subscription);
  }
  return wanted;
}

/** Returns at once when another process listens. */
async function listenAlone(
  engine: Engine,
  queue: Pick<Queue, 'addJob'>,
  subscription: Subscription,
  stop: AbortSignal,
): Promise<void> {
  const held = await tryLock(engine.pool, `lockstep/changes/${subscription.id}`);
  if (!held) return;
  await using lock = held;
  const wake: Wake = {
    early: () => scheduleEarly(queue, subscription),
    whole: () => scheduleCycle(engine, queue, subscription, 0),
  };
  const both = AbortSignal.any([stop, lock.lost]);
  await Promise.all([listenForChanges(engine, subscription, wake, both), hearEdits(engine, subscription, wake, both)]);
  if (!lock.lost.aborted) await inSubscription(engine.pool, subscription, (client) => noteState(client, 'off'));
}

/** An edit here wakes a push. The push comes after a pull of the same objects, so that it overwrites nothing unseen (SYN-5). */
async function hearEdits(engine: Engine, subscription: Subscription, wake: Wake, stop: AbortSignal): Promise<void> {
  const session = await connectApart(engine.pool);
  const ended = new Promise<void>((resolve) => {
    session.once('end', () => resolve());
    stop.addEventListener('abort', () => resolve(), { once: true });
    if (stop.aborted) resolve();
  });
  session.on('notification', ({ payload }) => {
    if (payload !== subscription.schema) return;
    const objects = ['Lead', 'Contact'];
    inSubscription(engine.pool, subscription, (client) =>
      takeBatch(client, { replayId: null, objects, received: 0, own: 0 }),
    )
      .then(() => wake.early())
      .catch((error: unknown) => engine.log.warn({ err: error }, 'an edit woke no push; the next cycle pushes it'));
  });
  await session.query(`listen ${personEdited}`);
  await ended;
  await session.end();
}
