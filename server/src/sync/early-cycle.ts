import { tryLock } from '../postgres/advisory-lock.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { mayRunEarly } from './api-budget.ts';
import { clockNow } from './clock.ts';
import { type CycleResult, cycle, cycleLock } from './cycle.ts';
import type { Engine } from './engine.ts';
import { takeDue } from './events/event-state.ts';
import { applyFilters } from './filter/record-filters.ts';
import { readOptions } from './options.ts';
import { watchedOf } from './pull/window.ts';
import { pullWindows } from './pull-and-push.ts';
import { type ObjectPlans, readPlans } from './schema-step.ts';
import { withinBudget } from './step.ts';

/**
 * The part of a cycle that changes ask for (PER-3): the objects that are due are pulled, by their cursors like in every cycle,
 * and people are pushed. The schema is that of the newest whole cycle. `nothing` when nothing is due or the API budget has no
 * room; `busy` when a cycle is under way.
 */
export async function runEarlyCycle(
  engine: Engine,
  subscription: Subscription,
  stop?: AbortSignal,
): Promise<CycleResult | 'nothing' | 'busy'> {
  const held = await tryLock(engine.pool, cycleLock(subscription));
  if (!held) return 'busy';
  await using lock = held;
  const { due, plans, filters, options } = await inSubscription(engine.pool, subscription, async (client) => ({
    due: await takeDue(client),
    plans: await readPlans(client),
    filters: await applyFilters(client),
    options: await readOptions(client),
  }));
  const watched = watchedOf(plans.map((p) => p.object)).filter(({ object }) => due.includes(object));
  if (watched.length === 0) return 'nothing';
  const salesforce = await engine.connect(subscription);
  if (!mayRunEarly(salesforce.usage, options.apiBudgetPercent)) return 'nothing';
  const schema: ObjectPlans = { plans, problems: new Map(), skipped: new Map() };
  const now = await clockNow(salesforce);
  return cycle(
    engine,
    subscription,
    async (context) => {
      const limited = withinBudget(context, salesforce, options.apiBudgetPercent);
      const errors = await pullWindows(limited, salesforce, schema, { watched, filters, now });
      return { errors: errors.filter((error) => error !== null), schema: null, budget: null };
    },
    lock.lost,
    stop,
    true,
  );
}
