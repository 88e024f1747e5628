import type { LoadPlan } from '../../mapping/load-plan.ts';
import { type PersonWork, uncounted } from '../person-work.ts';
import { pullByIds } from './pull-by-ids.ts';

/** The version that was read back is the newest that a person is known to have: an older page must not undo it. */
const noteVersions = `
update person p set sfdc_pushed_at = s."SystemModstamp"
  from pull_staging s
 where p.sfdc_id = s."Id" and (p.sfdc_pushed_at is null or p.sfdc_pushed_at < s."SystemModstamp")`;

/** Reads records after a flow action or a push, so that what Salesforce made of it is here at once. */
export function pullRecords(work: PersonWork, plan: LoadPlan, sfdcIds: readonly string[]): Promise<void> {
  return pullByIds({ ...work, progress: uncounted }, plan, sfdcIds, async (client) => {
    if (plan.target === 'person') await client.query(noteVersions);
  });
}
