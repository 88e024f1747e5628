import type { LoadPlan } from '../../mapping/load-plan.ts';
import { activityType } from '../../mapping/render-pull.ts';
import { andOfObject } from '../../mapping/render-records.ts';
import type { Client } from '../../postgres/pool.ts';
import { literal } from '../../postgres/quoting.ts';
import { countOf } from '../pull/page-loaders.ts';
import type { PageLoader } from '../pull/store-page.ts';

/** The operation that notes which changed records do not meet the filter (any more). */
export const leavingOperation = 'Pull filtered';

/** The name, in a person's log, of being outside the filter; only filters that flag write it. */
const flagField = literal('sfdcOutOfFilter');

/** `ids`: SQL of a column of Salesforce ids. Returns how many left just now. */
function renderLeave(plan: LoadPlan, ids: string): string {
  return `
with gone as (
  insert into out_of_filter (sfdc_id, object)
  select t.sfdc_id, ${literal(plan.object)}
    from ${plan.target} t
   where t.sfdc_id in (${ids}) ${andOfObject(plan, 't')}
  on conflict do nothing
  returning sfdc_id
)${logged(plan, 'gone', 'false', 'true')}
select count(*)::int as rows from gone`;
}

function renderEnter(plan: LoadPlan): string {
  return `
with back as (
  delete from out_of_filter o using pull_staging s where o.sfdc_id = s."Id" returning o.sfdc_id
)${logged(plan, 'back', 'true', 'false')}
select count(*)::int as rows from back`;
}

function logged(plan: LoadPlan, who: string, from: string, to: string): string {
  if (plan.target !== 'person') return '';
  return `, logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source)
  select p.id, ${activityType.changeDataValue}, ${flagField}, '${from}', '${to}', 'salesforce'
    from ${who} join person p using (sfdc_id)
   where exists (select from record_filter f where f.object = ${literal(plan.object)} and f.on_exit = 'flag')
)`;
}

/** Ids of records that do not meet the filter: those that are here are not updated any more, and nothing of them is pushed. */
export function leavingLoader(plan: LoadPlan): PageLoader {
  const leave = renderLeave(plan, 'select "Id" from pull_staging');
  return {
    fields: ['Id', 'SystemModstamp'],
    createStaging:
      'create temp table pull_staging ("Id" text collate "C", "SystemModstamp" timestamptz) on commit drop',
    copyIn: 'copy pull_staging ("Id", "SystemModstamp") from stdin with (format csv, header match)',
    async merge(client, rows) {
      const left = await countOf(client, leave);
      return { updated: left, skipped: rows - left };
    },
  };
}

/** The loader of an object with a filter: whatever comes meets it. */
export function enteringLoader(loader: PageLoader, plan: LoadPlan): PageLoader {
  const enter = renderEnter(plan);
  return {
    ...loader,
    async merge(client, rows) {
      const counts = await loader.merge(client, rows);
      await client.query(enter);
      return counts;
    },
  };
}

/** Of records that were found to be in Salesforce and outside the filter. */
export async function noteLeft(client: Client, plan: LoadPlan, sfdcIds: readonly string[]): Promise<void> {
  await client.query(renderLeave(plan, 'select unnest($1::text[])'), [sfdcIds]);
}
