import type { LoadPlan, RecordPlan } from '../../mapping/load-plan.ts';
import type { MemberField } from '../../mapping/render-members.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import type { Engine } from '../engine.ts';
import type { StepProgress } from '../step.ts';

/** What the sync of programs with their campaigns works with. */
export interface MemberSync {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
  /** How campaign members are read. */
  plan: RecordPlan;
  /** Member fields that are mapped, that the sync user can see now, and whose existing values have been filled in. */
  fields: readonly MemberField[];
  progress: StepProgress;
}

/** The member fields that the plan reads, but for those that are still being filled in (FLD-6). */
export function syncedFields(
  fields: readonly MemberField[],
  plan: Pick<LoadPlan, 'columns'>,
  filling: ReadonlySet<string>,
): MemberField[] {
  return fields.filter(
    (f) =>
      f.salesforceField !== null && !filling.has(f.salesforceField) && plan.columns.some((c) => c.column === f.column),
  );
}
