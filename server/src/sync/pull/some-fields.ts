import type { LockstepError } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import type { Client } from '../../postgres/pool.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { clockNow } from '../clock.ts';
import { readCursors } from '../cursor.ts';
import type { RecordFilters } from '../filter/record-filters.ts';
import { runStep, type StepContext } from '../step.ts';
import { loadWindow } from './load-window.ts';
import { someFieldsLoader } from './page-loaders.ts';
import { isUnchanged } from './unchanged.ts';
import { countQuery, livingRecords, type SomeFields, type Window } from './window.ts';

/** Fields of Salesforce, by object and API name. */
export interface FieldOfObject {
  object: string;
  sfField: string;
}

/** The plans cut down to some fields; plans without any of them are left out. */
export function plansOfFields(plans: readonly LoadPlan[], fields: readonly FieldOfObject[]): LoadPlan[] {
  return plans.flatMap((plan) => {
    const columns = plan.columns.filter((c) => fields.some((f) => f.object === plan.object && f.sfField === c.source));
    return columns.length > 0 ? [{ ...plan, columns }] : [];
  });
}

/** A step that reads the fields of a plan of all records, and stores what differs. As resumable as any other load. */
export function pullSomeFields(
  context: StepContext,
  salesforce: Salesforce,
  plan: LoadPlan,
  filters: RecordFilters,
  { operation, log, done }: { operation: SomeFields; log: 'logged' | 'silent'; done?(client: Client): Promise<void> },
): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  return runStep(context, plan.object, operation, async (progress) => {
    const window = await openWindow(context, salesforce, plan, filters, operation);
    if (!isUnchanged(window))
      await loadWindow(engine, subscription, salesforce, window, someFieldsLoader(plan, log), progress);
    if (done) await inSubscription(engine.pool, subscription, done);
  });
}

async function openWindow(
  { engine, subscription }: StepContext,
  salesforce: Salesforce,
  plan: LoadPlan,
  filters: RecordFilters,
  operation: SomeFields,
): Promise<Window> {
  const cursors = await inSubscription(engine.pool, subscription, readCursors);
  const { condition } = livingRecords(plan.object, filters);
  const window = { object: plan.object, operation, condition } as const;
  const [count = 0] = await salesforce.counts([{ soql: countQuery(window) }]);
  return {
    ...window,
    all: false,
    count,
    coversUntil: await clockNow(salesforce),
    overlapSeconds: engine.settings.overlapSeconds,
    first: false,
    job: cursors.find((c) => c.object === plan.object && c.operation === operation)?.job ?? null,
  };
}
