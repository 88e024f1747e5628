import { asLockstepError, LockstepError } from '../errors.ts';
import type { LoadPlan } from '../mapping/load-plan.ts';
import { withLock } from '../postgres/advisory-lock.ts';
import { sql } from '../postgres/sql.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import { readSubscription, type Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { resumeTasks, sendTasks } from './activities/send-tasks.ts';
import { type Budget, budgetOf, firstObjects } from './api-budget.ts';
import { clockNow, noteClockOffset } from './clock.ts';
import { readIntents } from './create/create-intent.ts';
import { resumeCreates } from './create/interrupted.ts';
import { readCursors } from './cursor.ts';
import { tellCycle } from './cycle-notices.ts';
import type { Engine } from './engine.ts';
import { enteringLoader } from './filter/leaving.ts';
import { applyFilters, type RecordFilters } from './filter/record-filters.ts';
import { followLeadConversions, followPeopleMerges } from './identity/follow.ts';
import { readIntents as readMergeIntents } from './identity/merge-intent.ts';
import { resumeMerges } from './identity/resume-merges.ts';
import { inOrder } from './in-order.ts';
import { readOptions } from './options.ts';
import { syncPrograms } from './programs/sync-programs.ts';
import { compareIds, noteGaps } from './pull/compare-ids.ts';
import { pullCurrencies } from './pull/currencies.ts';
import { fillNewFields } from './pull/fill-fields.ts';
import { loadWindow, type PageLoader } from './pull/load-window.ts';
import { loaderFor } from './pull/loader-for.ts';
import { spreadOptOuts } from './pull/opt-outs.ts';
import { readSmallWindows } from './pull/read-small-windows.ts';
import { refreshFormulas } from './pull/refresh-formulas.ts';
import { type ObjectWindows, openWindows, type Watched, type Window, watchedOf } from './pull/window.ts';
import { pushChanges } from './push/push-changes.ts';
import { resumePushes } from './push/resume-pushes.ts';
import { type ObjectPlans, type Plans, syncSchema } from './schema-step.ts';
import { runStep, type StepContext } from './step.ts';

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
  let ended: StepsResult = { errors: [], schema: null };
  try {
    const current = await readSubscription(engine.pool, subscription.id);
    const salesforce = await engine.connect(current);
    const before = salesforce.calls;
    ended = await steps(
      { engine, subscription: current, cycleId, lost: AbortSignal.any([lost, ...(stop ? [stop] : [])]) },
      salesforce,
    );
    apiCalls = salesforce.calls - before;
    await noteUsage(engine, subscription, salesforce);
  } catch (thrown) {
    const error = asLockstepError(thrown);
    ended.errors.push(error);
    engine.log.warn({ code: error.code, err: error }, 'sync cycle failed');
  }
  const error = ended.errors[0] ?? null;
  await endCycle(engine, subscription, cycleId, apiCalls, error);
  // An early cycle has seen too little to say what is well again.
  if (!early)
    await inSubscription(engine.pool, subscription, (client) => tellCycle(client, ended.errors, ended.schema));
  return { cycleId, error, apiCalls };
}

export const cycleLock = (subscription: Subscription): string => `lockstep/cycle/${subscription.id}`;

/** The errors of all steps, in order; the schema is null when the cycle ended before it was read. */
interface StepsResult {
  errors: LockstepError[];
  schema: Plans | null;
}

async function runSteps(context: StepContext, salesforce: Salesforce): Promise<StepsResult> {
  const { engine, subscription } = context;
  const errors: (LockstepError | null)[] = [];
  let schema: Plans = { plans: [], problems: new Map(), skipped: new Map(), currencies: 'one' };
  errors.push(
    await runStep(context, 'Schema', 'Sync schema', async (progress) => {
      schema = await syncSchema(engine, subscription, salesforce, progress);
    }),
  );
  if (errors[0]) return { errors: [errors[0]], schema: null };
  const budget = await readBudget(context, salesforce);
  if (budget instanceof LockstepError) return { errors: [budget], schema };

  const now = await clockNow(salesforce);
  const filters = await inSubscription(engine.pool, subscription, async (client) => {
    await noteClockOffset(client, salesforce);
    await noteGaps(client, now);
    return applyFilters(client);
  });
  const watched = watchedOf(schema.plans.map((p) => p.object)).filter(
    ({ object }) => budget === 'free' || firstObjects.includes(object),
  );
  errors.push(await resume(context, salesforce, schema.plans));
  errors.push(await resumeInterrupted(context, salesforce, schema.plans));
  errors.push(await resumeInterruptedMerges(context, salesforce));
  errors.push(await pullCurrencies(context, salesforce, schema.currencies));
  errors.push(await resumeTasks(context, salesforce));
  errors.push(...(await fillNewFields(context, salesforce, schema.plans, filters)));
  if (budget === 'free') errors.push(...(await refreshFormulas(context, salesforce, schema.plans, filters)));
  errors.push(...(await pullWindows(context, salesforce, schema, { watched, filters, now })));
  if (budget === 'free') {
    if (schema.plans.some((p) => p.object === 'Task')) errors.push(await sendTasks(context, salesforce));
    errors.push(...(await compareIds(context, salesforce, schema.plans, filters)));
  }
  return { errors: errors.filter((error) => error !== null), schema };
}

/** What a cycle looks for: these objects, as far as their filters let it, changed until now. */
export interface Look {
  watched: readonly Watched[];
  filters: RecordFilters;
  /** By Salesforce's clock. */
  now: string;
}

/** Pulls what changed since the cursors, and pushes people. */
export async function pullWindows(
  context: StepContext,
  salesforce: Salesforce,
  schema: ObjectPlans,
  { watched, filters, now }: Look,
): Promise<(LockstepError | null)[]> {
  const { engine, subscription } = context;
  const cursors = await inSubscription(engine.pool, subscription, readCursors);
  const loaderOf = (window: Window) => filtered(loaderFor(window, schema.plans), window, schema.plans, filters);
  const objects = await openWindows(salesforce, watched, filters, cursors, engine.settings.overlapSeconds, now);
  await readSmallWindows(engine, salesforce, objects, loaderOf);
  return pullAndPush(context, salesforce, schema, objects, loaderOf);
}

/** Checked once the first answer of the cycle told the usage; what is left out or why nothing runs is on record (SYN-16). */
async function readBudget(context: StepContext, salesforce: Salesforce): Promise<Budget | LockstepError> {
  const { engine, subscription } = context;
  const { apiBudgetPercent } = await inSubscription(engine.pool, subscription, readOptions);
  const { usage } = salesforce;
  const budget = budgetOf(usage, apiBudgetPercent);
  if (budget === 'free') return budget;
  const used = `${usage?.used} of ${usage?.max} requests of the last 24 hours are used, and the budget is ${apiBudgetPercent} %.`;
  if (budget === 'spent') return new LockstepError('sync/api-budget', used);
  await runStep(context, 'Schema', 'Sync schema', async (progress) => {
    progress.note(`${used} Until there is room again, only people, companies and their owners are synced.`);
  });
  return budget;
}

/**
 * What an object waits for (SYN-1). A record is stored whether its parents are here or not; but the log of a person can
 * only be written once the person is here, and no read may be stored after a push of the same object.
 */
const waitsFor: Readonly<Record<string, readonly string[]>> = {
  Contact: ['Lead'],
  OpportunityContactRole: ['Person', 'Opportunity'],
  CampaignMemberStatus: ['Campaign'],
  CampaignMember: ['Person', 'CampaignMemberStatus'],
  Task: ['Person'],
  Event: ['Person'],
};

async function pullAndPush(
  context: StepContext,
  salesforce: Salesforce,
  schema: ObjectPlans,
  objects: readonly ObjectWindows[],
  loaderOf: (window: Window) => PageLoader,
): Promise<(LockstepError | null)[]> {
  const pulls = objects.map(({ object, windows }) => ({
    name: object,
    after: waitsFor[object] ?? [],
    run: async () => {
      const errors: (LockstepError | null)[] = [];
      for (const window of windows) errors.push(await pull(context, salesforce, window, loaderOf(window)));
      if (object === 'Lead') errors.push(await followLeadConversions(context));
      return errors;
    },
  }));
  const merges = {
    name: 'Person',
    after: ['Lead', 'Contact'],
    run: async () => [await followPeopleMerges(context), await spreadOptOuts(context)],
  };
  const pushes = {
    name: 'Push',
    after: ['Person'],
    run: async () => {
      const errors: (LockstepError | null)[] = [];
      // What was not pulled is not pushed: it would overwrite what nobody has seen (SYN-5).
      const pulled = (p: LoadPlan) => p.target === 'person' && objects.some(({ object }) => object === p.object);
      for (const plan of schema.plans.filter(pulled)) errors.push(await push(context, salesforce, plan));
      return errors;
    },
  };
  const programs = {
    name: 'Program',
    after: ['CampaignMember', 'Push'],
    run: () => syncPrograms(context, salesforce, schema.plans),
  };
  const needsPeople = (name: string) => waitsFor[name]?.includes('Person') ?? false;
  const unread = [...schema.problems, ...schema.skipped].map(([object]) => ({
    name: object,
    after: [],
    run: async () => [await tellUnread(context, schema, object)],
  }));
  const ended = await inOrder([
    ...unread,
    ...pulls.filter(({ name }) => !needsPeople(name)),
    merges,
    ...pulls.filter(({ name }) => needsPeople(name)),
    pushes,
    ...(objects.some(({ object }) => object === 'CampaignMember') ? [programs] : []),
  ]);
  return ended.flat();
}

/** An object that can't be synced fails its own step; one that the sync user can't see is left out, and that is said. */
function tellUnread(context: StepContext, schema: ObjectPlans, object: string): Promise<LockstepError | null> {
  return runStep(context, object, 'Pull updates', async (progress) => {
    const problem = schema.problems.get(object);
    if (problem) throw problem;
    progress.note(`Left out: ${schema.skipped.get(object)?.detail}`);
  });
}

async function pull(
  context: StepContext,
  salesforce: Salesforce,
  window: Window,
  loader: PageLoader,
): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  return runStep(context, window.object, window.operation, (progress) =>
    loadWindow(engine, subscription, salesforce, window, loader, progress),
  );
}

/** Whatever an object with a filter sends meets the filter. */
function filtered(loader: PageLoader, window: Window, plans: readonly LoadPlan[], filters: RecordFilters): PageLoader {
  const plan = plans.find((p) => p.object === window.object);
  return plan && window.operation === 'Pull updates' && filters.has(window.object)
    ? enteringLoader(loader, plan)
    : loader;
}

function push(context: StepContext, salesforce: Salesforce, plan: LoadPlan): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  return runStep(context, plan.object, 'Push updates', (progress) =>
    pushChanges({ engine, subscription, salesforce, plan, progress }),
  );
}

/** Only when an earlier run left a push open, so a step of its own is worth showing. */
async function resume(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  const open = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query('select exists (select from push_batch) as open');
    return rows[0].open as boolean;
  });
  if (!open) return null;
  return runStep(context, 'Person', 'Push updates', (progress) =>
    resumePushes(engine, subscription, salesforce, plans, progress),
  );
}

/** Leads whose creation was interrupted, before the pull could take them for new people. */
async function resumeInterrupted(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  const leads = plans.find((p) => p.object === 'Lead');
  const intents = await inSubscription(engine.pool, subscription, (client) => readIntents(client, null));
  if (!leads || intents.length === 0) return null;
  return runStep(context, 'Lead', 'Push new', async (progress) => {
    progress.count({ new: await resumeCreates({ engine, subscription, salesforce, leads, source: 'salesforce' }) });
  });
}

/** Merges that were interrupted, before the pull could take them for merges made in Salesforce. */
async function resumeInterruptedMerges(context: StepContext, salesforce: Salesforce): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  const intents = await inSubscription(engine.pool, subscription, readMergeIntents);
  if (intents.length === 0) return null;
  return runStep(context, 'Person', 'Pull merges', async (progress) => {
    progress.count({ updated: await resumeMerges({ engine, subscription, salesforce }) });
  });
}

/** We hold the lock, so a step or cycle that still seems to run belongs to a process that is gone. */
async function beginCycle(engine: Engine, subscription: Subscription, early: boolean): Promise<number> {
  return inSubscription(engine.pool, subscription, async (client) => {
    await client.query(sql`
      update step set status = 'Cleaned up', ended_at = now(), message = 'The process that ran this step ended.'
       where status = 'In Process'`);
    await client.query(sql`
      update sync_cycle set ended_at = now(), error_code = 'internal/interrupted' where ended_at is null`);
    await client.query(sql`
      delete from step where started_at < now() - make_interval(days => ${engine.settings.stepHistoryDays}::int)`);
    await client.query(sql`
      delete from sync_cycle where started_at < now() - make_interval(days => ${engine.settings.stepHistoryDays}::int)`);
    const { rows } = await client.query(sql`insert into sync_cycle (early) values (${early}) returning id`);
    return rows[0].id as number;
  });
}

async function endCycle(
  engine: Engine,
  subscription: Subscription,
  cycleId: number,
  apiCalls: number,
  error: LockstepError | null,
): Promise<void> {
  await inSubscription(engine.pool, subscription, async (client) => {
    await client.query(sql`
      update sync_cycle set ended_at = now(), api_calls = ${apiCalls},
             api_used = (select api_used from sync_state), error_code = ${error?.code ?? null},
             error_detail = ${error?.detail ?? null}
       where id = ${cycleId}`);
    if (!error) await client.query('update sync_state set last_synced_at = now()');
  });
}

async function noteUsage(engine: Engine, subscription: Subscription, { usage }: Salesforce): Promise<void> {
  if (!usage) return;
  await inSubscription(engine.pool, subscription, (client) =>
    client.query(sql`update sync_state set api_used = ${usage.used}, api_max = ${usage.max}`),
  );
}
