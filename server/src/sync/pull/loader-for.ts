import { isRecordPlan, type LoadPlan } from '../../mapping/load-plan.ts';
import { leavingLoader, leavingOperation } from '../filter/leaving.ts';
import { queueLoader, userLoader } from './owner-loaders.ts';
import { companyLoader, deletedLoader, peopleLoader } from './page-loaders.ts';
import { deletedRecordLoader, recordLoader } from './record-loaders.ts';
import type { PageLoader } from './store-page.ts';
import type { Window } from './window.ts';

/** What stores the rows of a window. Users and queues have columns of their own and no plan. */
export function loaderFor(
  { object, operation }: Pick<Window, 'object' | 'operation'>,
  plans: readonly LoadPlan[],
): PageLoader {
  if (object === 'User') return userLoader;
  if (object === 'Group') return queueLoader;
  const plan = plans.find((p) => p.object === object);
  if (!plan) throw new Error(`no plan for ${object}`);
  if (operation === leavingOperation) return leavingLoader(plan);
  return operation === 'Pull deletes' ? loaderOfDeletes(plan) : loaderOf(plan);
}

/** Merges records of a plan's object. */
export function loaderOf(plan: LoadPlan): PageLoader {
  if (isRecordPlan(plan)) return recordLoader(plan);
  return plan.target === 'person' ? peopleLoader(plan) : companyLoader(plan);
}

/** Flags them as deleted. */
export function loaderOfDeletes(plan: LoadPlan): PageLoader {
  return isRecordPlan(plan) ? deletedRecordLoader(plan) : deletedLoader(plan.target);
}
