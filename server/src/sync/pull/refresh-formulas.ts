import type { LockstepError } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { clockNow } from '../clock.ts';
import type { RecordFilters } from '../filter/record-filters.ts';
import { readOptions } from '../options.ts';
import type { StepContext } from '../step.ts';
import { type FieldOfObject, plansOfFields, pullSomeFields } from './some-fields.ts';

/**
 * A formula or a roll-up changes when its inputs do, on whatever record they are, and the record's own SystemModstamp stays: no
 * pull would see it. So those fields, and fields marked as volatile, are read again in the interval that the option
 * formulaRefreshHours declares; nothing but them, and only differences are written (FLD-7).
 */
export async function refreshFormulas(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
  filters: RecordFilters,
): Promise<(LockstepError | null)[]> {
  const { engine, subscription } = context;
  const now = await clockNow(salesforce);
  const due = await inSubscription(engine.pool, subscription, (client) =>
    fieldsDue(client, subscription.startedAt ?? now, now),
  );
  const results: (LockstepError | null)[] = [];
  for (const plan of plansOfFields(plans, due)) {
    const how = { operation: 'Refresh formulas', log: 'logged' } as const;
    results.push(await pullSomeFields(context, salesforce, plan, filters, how));
  }
  return results;
}

/** Of objects whose last sweep is too long ago, or was interrupted; one that has not been loaded yet has nothing stale. */
async function fieldsDue(client: Client, startedAt: string, now: string): Promise<FieldOfObject[]> {
  const { formulaRefreshHours } = await readOptions(client);
  if (formulaRefreshHours === 0) return [];
  const { rows } = await client.query<FieldOfObject>(sql`
    select k.object, k.sf_field as "sfField"
      from sfdc_field k
      join field_mapping m on m.object = k.object and m.sf_field = k.sf_field and m.chosen
      join field f on f.entity = m.entity and f.name = m.field and not f.hidden
      join sync_cursor loaded on loaded.object = k.object and loaded.operation = 'Pull updates' and loaded.covered_until is not null
      left join sync_cursor swept on swept.object = k.object and swept.operation = 'Refresh formulas'
     where (k.calculated or f.volatile)
       and (swept.job is not null
            or coalesce(swept.covered_until, ${startedAt}) + make_interval(hours => ${formulaRefreshHours}::int) <= ${now})`);
  return rows;
}
