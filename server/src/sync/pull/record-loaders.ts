import type { RecordPlan } from '../../mapping/load-plan.ts';
import {
  renderChangedRecords,
  renderFlagDeletedRecords,
  renderInsertRecords,
  renderRecordActivities,
  renderUpdateRecords,
} from '../../mapping/render-records.ts';
import { identifier } from '../../postgres/quoting.ts';
import { analyzeStaging, countOf, deletedLoader, planLoader } from './page-loaders.ts';
import type { PageLoader } from './store-page.ts';

/** Opportunities, roles, campaigns, members, tasks, events: Salesforce's side only (SYN-2), with the log of their people. */
export function recordLoader(plan: RecordPlan): PageLoader {
  const insert = renderInsertRecords(plan);
  const changed = renderChangedRecords(plan);
  const activities = renderRecordActivities(plan);
  const update = renderUpdateRecords(plan);
  return {
    ...planLoader(plan),
    afterFirstLoad: `analyze ${identifier(plan.target)}`,
    async merge(client, rows) {
      const inserted = await countOf(client, insert);
      if (inserted === rows) return { new: inserted };
      await client.query(analyzeStaging);
      const differing = (await client.query(changed)).rowCount ?? 0;
      if (differing === 0) return { new: inserted, skipped: rows - inserted };
      for (const statement of activities) await client.query(statement);
      await client.query(update);
      return { new: inserted, updated: differing, skipped: rows - inserted - differing };
    },
  };
}

/** Ids of deleted records: the rows are flagged, and their people's logs say so. */
export function deletedRecordLoader({ target }: RecordPlan): PageLoader {
  const flag = renderFlagDeletedRecords(target);
  return {
    ...deletedLoader(target),
    async merge(client, rows) {
      const deleted = await countOf(client, flag);
      return { deleted, skipped: rows - deleted };
    },
  };
}
