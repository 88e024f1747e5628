import type { LockstepError } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import { renderFill } from '../../mapping/render-fill.ts';
import { sql } from '../../postgres/sql.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { clockNow } from '../clock.ts';
import { readCursors } from '../cursor.ts';
import type { RecordFilters } from '../filter/record-filters.ts';
import { runStep, type StepContext } from '../step.ts';
import { loadWindow } from './load-window.ts';
import { countOf, planLoader } from './page-loaders.ts';
import { countQuery, livingRecords, type Window } from './window.ts';

const operation = 'Fill fields';

/** Reads the new fields alone, of all records, and fills their values in (FLD-6). As resumable as any other load. */
export async function fillNewFields(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
  filters: RecordFilters,
): Promise<(LockstepError | null)[]> {
  const { engine, subscription } = context;
  const missing = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<{ object: string; sf_field: string }>(
      'select object, sf_field from field_fill',
    );
    return rows;
  });
  const results: (LockstepError | null)[] = [];
  for (const plan of plans) {
    const columns = plan.columns.filter((c) =>
      missing.some((m) => m.object === plan.object && m.sf_field === c.source),
    );
    if (columns.length > 0) results.push(await fill(context, salesforce, { ...plan, columns }, filters));
  }
  return results;
}

function fill(
  context: StepContext,
  salesforce: Salesforce,
  plan: LoadPlan,
  filters: RecordFilters,
): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  return runStep(context, plan.object, operation, async (progress) => {
    const window = await openWindow(context, salesforce, plan, filters);
    const statement = renderFill(plan);
    const loader = {
      ...planLoader(plan),
      async merge(client: Parameters<typeof countOf>[0], rows: number) {
        const updated = await countOf(client, statement);
        return { updated, skipped: rows - updated };
      },
    };
    await loadWindow(engine, subscription, salesforce, window, loader, progress);
    await inSubscription(engine.pool, subscription, (client) =>
      client.query(sql`
        delete from field_fill where object = ${plan.object} and sf_field = any(${plan.columns.map((c) => c.source)}::text[])`),
    );
  });
}

async function openWindow(
  { engine, subscription }: StepContext,
  salesforce: Salesforce,
  plan: LoadPlan,
  filters: RecordFilters,
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
