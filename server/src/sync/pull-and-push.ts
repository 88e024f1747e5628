import type { LockstepError } from '../errors.ts';
import type { LoadPlan } from '../mapping/load-plan.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import { createSearchIndexes } from '../subscription/search-indexes.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { told } from '../told.ts';
import { readCursors } from './cursor.ts';
import { enteringLoader } from './filter/leaving.ts';
import type { RecordFilters } from './filter/record-filters.ts';
import { followLeadConversions, followPeopleMerges } from './identity/follow.ts';
import { inOrder } from './in-order.ts';
import { syncPrograms } from './programs/sync-programs.ts';
import { loadWindow } from './pull/load-window.ts';
import { loaderFor } from './pull/loader-for.ts';
import { spreadOptOuts } from './pull/opt-outs.ts';
import { readSmallWindows } from './pull/read-small-windows.ts';
import type { PageLoader } from './pull/store-page.ts';
import { isUnchanged, recordUnchanged } from './pull/unchanged.ts';
import { type ObjectWindows, openWindows, type Watched, type Window } from './pull/window.ts';
import { pushChanges } from './push/push-changes.ts';
import type { ObjectPlans } from './schema-step.ts';
import { runStep, type StepContext } from './step.ts';

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
  await recordUnchanged(
    context,
    objects.flatMap(({ windows }) => windows.filter(isUnchanged)),
  );
  return pullAndPush(context, salesforce, schema, objects, loaderOf);
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
      for (const window of windows.filter((w) => !isUnchanged(w)))
        errors.push(await pull(context, salesforce, window, loaderOf(window)));
      if (object === 'Lead') errors.push(await followLeadConversions(context));
      return errors;
    },
  }));
  const merges = {
    name: 'Person',
    after: ['Lead', 'Contact'],
    run: async () => {
      await inSubscription(context.engine.pool, context.subscription, createSearchIndexes);
      return [await followPeopleMerges(context), await spreadOptOuts(context)];
    },
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
    progress.note(told`Left out.`, ...(schema.skipped.get(object)?.told ?? []));
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
