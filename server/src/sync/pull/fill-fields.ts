import type { LockstepError } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { RecordFilters } from '../filter/record-filters.ts';
import type { StepContext } from '../step.ts';
import { type FieldOfObject, plansOfFields, pullSomeFields } from './some-fields.ts';

/** Reads the new fields alone, of all records, and fills their values in (FLD-6). */
export async function fillNewFields(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
  filters: RecordFilters,
): Promise<(LockstepError | null)[]> {
  const { engine, subscription } = context;
  const missing = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<FieldOfObject>('select object, sf_field as "sfField" from field_fill');
    return rows;
  });
  const results: (LockstepError | null)[] = [];
  for (const plan of plansOfFields(plans, missing)) {
    const how = { operation: 'Fill fields', log: 'silent', done: (client: Client) => endFill(client, plan) } as const;
    results.push(await pullSomeFields(context, salesforce, plan, filters, how));
  }
  return results;
}

async function endFill(client: Client, plan: LoadPlan): Promise<void> {
  await client.query(sql`
    delete from field_fill where object = ${plan.object} and sf_field = any(${plan.columns.map((c) => c.source)}::text[])`);
}
