import type { LoadPlan } from '../../mapping/load-plan.ts';
import { type PersonWork, uncounted } from '../person-work.ts';
import { storePage } from './load-window.ts';
import { loaderOfPlan } from './plan-loader.ts';
import { pagesAsCsv } from './salesforce-csv.ts';

/** The version that was read back is the newest that a person is known to have: an older page must not undo it. */
const noteVersions = `
update person p set sfdc_pushed_at = s."SystemModstamp"
  from pull_staging s
 where p.sfdc_id = s."Id" and (p.sfdc_pushed_at is null or p.sfdc_pushed_at < s."SystemModstamp")`;

/** Reads chosen records (at most 200) and merges them like a page of a cycle; no cursor moves. */
export async function pullRecords(
  { engine, subscription, salesforce }: PersonWork,
  plan: LoadPlan,
  sfdcIds: readonly string[],
): Promise<void> {
  if (sfdcIds.length === 0) return;
  const loader = loaderOfPlan(plan);
  const soql = `SELECT ${loader.fields.join(', ')} FROM ${plan.object} WHERE Id IN (${sfdcIds.map((id) => `'${id}'`).join(', ')})`;
  await storePage(engine, subscription, loader, uncounted, {
    open: async () => ({ source: pagesAsCsv(salesforce.query(soql), loader.fields), rows: null }),
    store: async (client) => {
      if (plan.target === 'person') await client.query(noteVersions);
    },
    first: false,
    skip: false,
  });
}
