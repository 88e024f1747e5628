import type { LoadPlan } from '../../mapping/load-plan.ts';
import { renderFill } from '../../mapping/render-fill.ts';
import {
  findOurs,
  pushedColumns,
  renderChangedPeople,
  renderCopyIn,
  renderDecisions,
  renderFlagDeleted,
  renderInsertCompanies,
  renderInsertPeople,
  renderKeepOurs,
  renderPersonActivities,
  renderSplitText,
  renderStaging,
  renderTextCopyIn,
  renderTextStaging,
  renderUnblock,
  renderUpdateCompanies,
  renderUpdatePeople,
  settleDecisions,
  stagingColumns,
} from '../../mapping/render-pull.ts';
import { lateActivities } from '../../mapping/render-records.ts';
import type { Client } from '../../postgres/pool.ts';
import { waitForCreates } from '../create/create-intent.ts';
import { directCompanies, directPeople } from './direct-load.ts';
import { pageOptOuts } from './opt-outs.ts';
import type { PageLoader } from './store-page.ts';

/** All columns would take half a second for 50,000 rows; the joins need the key alone. */
export const analyzeStaging = 'analyze pull_staging ("Id")';

/** Leads or contacts into people: new ones inserted, changed ones merged three ways (SYN-5). */
export function peopleLoader(plan: LoadPlan): PageLoader {
  const insert = renderInsertPeople(plan);
  const merge = peopleMerge(plan, 'all', 'logged');
  const optOuts = pageOptOuts(plan);
  return {
    ...planLoader(plan),
    direct: directPeople(plan),
    async merge(client, rows) {
      await waitForCreates(client, plan.object);
      const inserted = await countOf(client, insert);
      if (inserted > 0) await logWhatWasHere(client);
      const updated = inserted === rows ? 0 : await merge(client);
      for (const statement of optOuts.due) await client.query(statement);
      return { new: inserted, updated, skipped: rows - inserted - updated };
    },
  };
}

/**
 * Some fields of records that are here already: of a field that came later, where nothing happened to anybody and the log says
 * nothing (FLD-6); or of a formula whose value has moved (FLD-7).
 */
export function someFieldsLoader(plan: LoadPlan, log: 'logged' | 'silent'): PageLoader {
  const merge = plan.target === 'person' ? peopleMerge(plan, 'some', log) : recordsMerge(plan, log);
  return {
    ...planLoader(plan),
    async merge(client, rows) {
      const updated = await merge(client);
      return { updated, skipped: rows - updated };
    },
  };
}

/** The staged rows into the people that are here; returns how many people changed. */
function peopleMerge(
  plan: LoadPlan,
  fields: 'all' | 'some',
  log: 'logged' | 'silent',
): (client: Client) => Promise<number> {
  const changed = renderChangedPeople(plan);
  const decide = plan.columns.some((c) => c.field !== null)
    ? [
        renderDecisions(plan),
        settleDecisions.deleteSettled,
        settleDecisions.moveBase,
        settleDecisions.resolveErrors,
        settleDecisions.recordConflicts,
      ]
    : [];
  const statements = [
    ...pageOptOuts(plan).decide,
    ...(log === 'logged' ? [renderPersonActivities(plan)] : []),
    renderUnblock(plan),
  ];
  const update = renderUpdatePeople(plan, fields);
  return async (client) => {
    await client.query(analyzeStaging);
    await client.query(changed.find);
    const locked = await client.query(changed.lock);
    const older = (await client.query(changed.keepNewer)).rowCount ?? 0;
    if (locked.rows[0].people === older) return 0;
    for (const statement of decide) await client.query(statement);
    if (decide.length > 0) await keepOurs(client, plan);
    for (const statement of statements) await client.query(statement);
    return (await client.query(update)).rowCount ?? 0;
  };
}

async function keepOurs(client: Client, plan: LoadPlan): Promise<void> {
  const { rows } = await client.query<{ field_id: number }>(findOurs);
  const kept = pushedColumns(plan).filter(({ field }) => rows.some((row) => row.field_id === field?.id));
  if (kept.length > 0) await client.query(renderKeepOurs(kept));
}

function recordsMerge(plan: LoadPlan, log: 'logged' | 'silent'): (client: Client) => Promise<number> {
  const update = renderFill(plan);
  const activities =
    log === 'logged' && plan.target === 'company' ? [renderUpdateCompanies(plan, 'any').activities] : [];
  return async (client) => {
    await client.query(analyzeStaging);
    for (const statement of activities) await client.query(statement);
    return countOf(client, update);
  };
}

/** Roles, memberships and tasks that came before the people of this page (SYN-1). */
async function logWhatWasHere(client: Client): Promise<void> {
  const { rows } = await client.query(lateActivities.anyRecords);
  if (!rows[0].found) return;
  for (const statement of lateActivities.log) await client.query(statement);
}

/** Accounts into companies: Salesforce's side only (SYN-2, SYN-11). */
export function companyLoader(plan: LoadPlan): PageLoader {
  const insert = renderInsertCompanies(plan);
  const { activities, forgetEdits, update } = renderUpdateCompanies(plan);
  return {
    ...planLoader(plan),
    direct: directCompanies(plan),
    afterFirstLoad: 'analyze company (id, sfdc_id)',
    async merge(client, rows) {
      const inserted = await countOf(client, insert);
      if (inserted === rows) return { new: inserted };
      await client.query(analyzeStaging);
      await client.query(activities);
      await client.query(forgetEdits);
      const updated = await countOf(client, update);
      return { new: inserted, updated, skipped: rows - inserted - updated };
    },
  };
}

/** Ids of deleted records: their people or companies are flagged (SYN-7); a person's may name the winner of a merge. */
export function deletedLoader(target: LoadPlan['target']): PageLoader {
  const flag = renderFlagDeleted(target);
  const fields = ['Id', 'SystemModstamp', ...(target === 'person' ? ['MasterRecordId'] : [])];
  const columns = fields.map((f) => `"${f}"`).join(', ');
  return {
    fields,
    createStaging: `create temp table pull_staging (${fields.map((f) => `"${f}" text collate "C"`).join(', ')}) on commit drop`,
    copyIn: `copy pull_staging (${columns}) from stdin with (format csv, header match, force_null (${columns}))`,
    async merge(client, rows) {
      const deleted = await countOf(client, flag);
      return { deleted, skipped: rows - deleted };
    },
  };
}

/** Everything of a plan's loader but the merge. */
export function planLoader(plan: LoadPlan): Omit<PageLoader, 'merge'> {
  const split = renderSplitText(plan);
  return {
    fields: stagingColumns(plan).map((c) => c.source),
    createStaging: renderStaging(plan),
    copyIn: renderCopyIn(plan),
    tolerant: {
      createStaging: renderTextStaging(plan),
      copyIn: renderTextCopyIn(plan),
      async split(client) {
        const { rowCount } = await client.query(split.refuse);
        await client.query(split.keep);
        return rowCount ?? 0;
      },
      resolve: split.resolve,
    },
  };
}

export async function countOf(client: Client, statement: string): Promise<number> {
  const { rows } = await client.query<{ rows: number }>(statement);
  return rows[0]?.rows ?? 0;
}
