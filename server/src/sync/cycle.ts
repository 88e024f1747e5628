import { asLockstepError, LockstepError } from '../errors.ts';
import { withLock } from '../postgres/advisory-lock.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import { readSubscription, type Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { told } from '../told.ts';
import { sendTasks } from './activities/send-tasks.ts';
import { type Budget, budgetOf, describeUsage, firstObjects, hasRoom, spentBudget } from './api-budget.ts';
import { clockNow, noteClockOffset } from './clock.ts';
import { tellCycle } from './cycle-notices.ts';
import { beginCycle, endCycle, noteUsage } from './cycle-record.ts';
import type { Engine } from './engine.ts';
import { applyFilters } from './filter/record-filters.ts';
import { readOptions } from './options.ts';
import { compareIds, noteGaps } from './pull/compare-ids.ts';
import { pullCurrencies } from './pull/currencies.ts';
import { fillNewFields } from './pull/fill-fields.ts';
import { refreshFormulas } from './pull/refresh-formulas.ts';
import { watchedOf } from './pull/window.ts';
import { pullWindows } from './pull-and-push.ts';
import { resumeInterrupted } from './resume.ts';
import { type Plans, syncSchema } from './schema-step.ts';
import { runStep, type StepContext, withinBudget } from './step.ts';

/** How a cycle ended. */
export interface CycleResult {
  cycleId: number;
  /** The first error of the cycle; null when every step succeeded. */
  error: LockstepError | null;
  apiCalls: number;
}

/**
 * One sync cycle (SYN-1): the schema, then every object pulled, side by side where they don't need each other, and people
 * pushed. The first sync is a cycle like any other, with cursors that are not set yet. One at a time per subscription, on any number of
 * machines: the lock ends with the process that holds it.
 */
export function runCycle(engine: Engine, subscription: Subscription, stop?: AbortSignal): Promise<CycleResult> {
  return withLock(engine.pool, cycleLock(subscription), (lost) => cycle(engine, subscription, runSteps, lost, stop));
}

/** Runs steps as a cycle, which is on record; whoever calls it holds the lock. */
export async function cycle(
  engine: Engine,
  subscription: Subscription,
  steps: (context: StepContext, salesforce: Salesforce) => Promise<StepsResult>,
  lost: AbortSignal,
  stop?: AbortSignal,
  early = false,
): Promise<CycleResult> {
  const cycleId = await beginCycle(engine, subscription, early);
  let apiCalls = 0;
  let ended: StepsResult = { errors: [], schema: null, budget: null };
  try {
    const current = await readSubscription(engine.pool, subscription.id);
    const salesforce = await engine.connect(current);
    const before = salesforce.calls;
    const halted = () => (lost.aborted || stop?.aborted ? new LockstepError('sync/stopped', '') : null);
    try {
      ended = await steps({ engine, subscription: current, cycleId, halted }, salesforce);
    } finally {
      apiCalls = salesforce.calls - before;
      await noteUsage(engine, subscription, salesforce);
    }
  } catch (thrown) {
    const error = asLockstepError(thrown);
    ended.errors.push(error);
    engine.log.warn({ code: error.code, err: error }, 'sync cycle failed');
  }
  const error = ended.errors[0] ?? null;
  await endCycle(engine, subscription, cycleId, apiCalls, error);
  // An early cycle has seen too little to say what is well again.
  if (!early) await inSubscription(engine.pool, subscription, (client) => tellCycle(client, ended));
  return { cycleId, error, apiCalls };
}

export const cycleLock = (subscription: Subscription): string => `lockstep/cycle/${subscription.id}`;

/** The errors of all steps, in order; the schema is null when the cycle ended before it was read. */
interface StepsResult {
  errors: LockstepError[];
  schema: Plans | null;
  budget: FoundBudget | null;
}

interface FoundBudget {
  state: Budget;
  hasRoom: boolean;
}

async function runSteps(unlimited: StepContext, salesforce: Salesforce): Promise<StepsResult> {
  const { engine, subscription } = unlimited;
  const errors: (LockstepError | null)[] = [];
  let schema: Plans = { plans: [], problems: new Map(), skipped: new Map(), currencies: 'one' };
  errors.push(
    await runStep(unlimited, 'Schema', 'Sync schema', async (progress) => {
      schema = await syncSchema(engine, subscription, salesforce, progress);
    }),
  );
  if (errors[0]) return { errors: [errors[0]], schema: null, budget: null };
  const { apiBudgetPercent } = await inSubscription(engine.pool, subscription, readOptions);
  const budget = await readBudget(unlimited, salesforce, apiBudgetPercent);
  if (budget.spent) return { errors: [budget.spent], schema, budget };
  const context = withinBudget(unlimited, salesforce, apiBudgetPercent);

  const now = await clockNow(salesforce);
  const filters = await inSubscription(engine.pool, subscription, async (client) => {
    await noteClockOffset(client, salesforce);
    await noteGaps(client, now);
    return applyFilters(client);
  });
  const watched = watchedOf(schema.plans.map((p) => p.object)).filter(
    ({ object }) => budget.state === 'free' || firstObjects.includes(object),
  );
  errors.push(...(await resumeInterrupted(context, salesforce, schema.plans)));
  errors.push(await pullCurrencies(context, salesforce, schema.currencies));
  errors.push(...(await fillNewFields(context, salesforce, schema.plans, filters)));
  if (budget.state === 'free') errors.push(...(await refreshFormulas(context, salesforce, schema.plans, filters)));
  errors.push(...(await pullWindows(context, salesforce, schema, { watched, filters, now })));
  if (budget.state === 'free') {
    if (schema.plans.some((p) => p.object === 'Task')) errors.push(await sendTasks(context, salesforce));
    errors.push(...(await compareIds(context, salesforce, schema.plans, filters)));
  }
  return { errors: errors.filter((error) => error !== null), schema, budget };
}

/** Known once the first answer of the cycle told the usage; what is left out or why nothing runs is on record (SYN-16). */
async function readBudget(
  context: StepContext,
  { usage }: Salesforce,
  percent: number,
): Promise<FoundBudget & { spent?: LockstepError }> {
  const found = { state: budgetOf(usage, percent), hasRoom: hasRoom(usage, percent) };
  const spent = spentBudget(usage, percent);
  if (spent) return { ...found, spent };
  if (usage && found.state === 'tight') {
    await runStep(context, 'Schema', 'Sync schema', async (progress) => {
      const until = told`Until there is room again, only people, companies and their owners are synced.`;
      progress.note(describeUsage(usage, percent), until);
    });
  }
  return found;
}
