import { isRecordPlan, type LoadPlan } from '../../mapping/load-plan.ts';
import type { PageLoader } from './load-window.ts';
import { companyLoader, peopleLoader } from './page-loaders.ts';
import { recordLoader } from './record-loaders.ts';

/** How pages of a plan's object are stored. */
export function loaderOfPlan(plan: LoadPlan): PageLoader {
  if (isRecordPlan(plan)) return recordLoader(plan);
  return plan.target === 'person' ? peopleLoader(plan) : companyLoader(plan);
}
