import { LockstepError } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import { renderCopyIn, renderStaging, stagingColumns } from '../../mapping/render-pull.ts';
import { renderCompare, renderCountHere, renderMissingThere, verifyTables } from '../../mapping/render-verify.ts';
import { withLock } from '../../postgres/advisory-lock.ts';
import { copyIn } from '../../postgres/copy.ts';
import { type Client, connectApart } from '../../postgres/pool.ts';
import { identifier } from '../../postgres/quoting.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { told } from '../../told.ts';
import { readCursors } from '../cursor.ts';
import { cycleLock } from '../cycle.ts';
import type { Engine } from '../engine.ts';
import { type RecordFilters, readFilters } from '../filter/record-filters.ts';
import { idPages } from '../pull/id-pages.ts';
import { fateOf } from '../pull/pull-by-ids.ts';
import { readAll } from '../pull/read-all.ts';
import { livingRecords } from '../pull/window.ts';
import { syncSchema } from '../schema-step.ts';
import { compareMembers } from './compare-members.ts';
import { onRecord } from './proofs.ts';
import { type Repair, repair } from './repair.ts';
import type { Difference, Reason, Verification, VerifyOptions } from './verification.ts';

/**
 * Compares all synced objects on both sides, record by record and field by field (SYN-18), a page at a time:
 * neither side is ever in memory. It waits for a running cycle and keeps the next one out, so that what it finds is
 * the work of the rules and not of the moment.
 */
export function verify(engine: Engine, subscription: Subscription, options: VerifyOptions = {}): Promise<Verification> {
  return withLock(engine.pool, cycleLock(subscription), () =>
    onRecord(engine, subscription, options, () => compareAll(engine, subscription, options)),
  );
}

async function compareAll(engine: Engine, subscription: Subscription, options: VerifyOptions): Promise<Verification> {
  const salesforce = await engine.connect(subscription);
  const { plans, problems } = await syncSchema(engine, subscription, salesforce);
  const session = await connectApart(engine.pool);
  try {
    await session.query(`set search_path to ${identifier(subscription.schema)}, pg_temp`);
    const filters = await readFilters(session);
    const find = async (repaired: Repair | null) => {
      await session.query(verifyTables);
      const troubles = new Map(problems);
      for (const plan of await filledPlans(session, plans)) {
        const trouble = await compareOrTell(engine, session, salesforce, plan, filters);
        if (trouble) troubles.set(plan.object, trouble);
      }
      const compared = plans.filter(({ object }) => !troubles.has(object));
      const [trouble] = troubles.values();
      if (trouble && compared.length === 0) throw trouble;
      const members = await compareMembers(session, await filledPlans(session, compared));
      const more = members ? [{ object: 'ProgramMember', ...members }] : [];
      return { report: { ...(await summarize(session, compared, more, troubles)), repair: repaired }, compared };
    };
    const { report, compared } = await find(null);
    if (!options.repair || report.differences === 0) return report;
    return (await find(await repair(engine, subscription, salesforce, compared, session))).report;
  } finally {
    await session.end();
  }
}

/** A field whose existing values are still being filled in differs on every record, and nothing is wrong (FLD-6). */
async function filledPlans(session: Client, plans: readonly LoadPlan[]): Promise<LoadPlan[]> {
  const { rows } = await session.query<{ key: string }>(`select object || '.' || sf_field as key from field_fill`);
  const filling = new Set(rows.map((row) => row.key));
  return plans.map((plan) => ({
    ...plan,
    columns: plan.columns.filter((c) => !filling.has(`${plan.object}.${c.source}`)),
  }));
}

/** What is wrong with one object keeps no other from being compared; what was found of it so far is no result. */
async function compareOrTell(
  engine: Engine,
  session: Client,
  salesforce: Salesforce,
  plan: LoadPlan,
  filters: RecordFilters,
): Promise<LockstepError | null> {
  try {
    await compare(engine, session, salesforce, plan, filters);
    return null;
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    engine.log.warn({ object: plan.object, code: error.code, err: error }, 'object not compared');
    await session.query('rollback');
    await session.query('delete from verify_difference where object = $1', [plan.object]);
    return error;
  }
}

async function compare(
  engine: Engine,
  session: Client,
  salesforce: Salesforce,
  plan: LoadPlan,
  filters: RecordFilters,
): Promise<void> {
  const cursor = (await readCursors(session)).find((c) => c.object === plan.object && c.operation === 'Pull updates');
  const coveredUntil = cursor?.coveredUntil ?? '-infinity';
  const statements = renderCompare(plan);
  const fields = stagingColumns(plan).map((c) => c.source);
  const selection = { object: plan.object, ...livingRecords(plan.object, filters), fields };
  for await (const page of readAll(salesforce, engine.settings, selection)) {
    await session.query('begin');
    await session.query(renderStaging(plan));
    const rows = await copyIn(session, renderCopyIn(plan), page.source);
    if (page.rows !== null && rows !== page.rows) {
      throw new LockstepError('sf/incomplete-answer', told`Salesforce announced ${page.rows} rows and sent ${rows}.`);
    }
    await session.query('analyze pull_staging ("Id")');
    await session.query(statements.seen);
    await session.query(statements.missing, [coveredUntil]);
    await session.query(statements.values, [coveredUntil]);
    await session.query('commit');
  }
  await session.query(renderMissingThere(plan));
  await explainMissing(session, salesforce, plan, filters.has(plan.object));
}

/**
 * A record that Salesforce did not name: in its recycle bin, it was deleted since the last pull, and the next one flags it;
 * there all the same, it is outside the filter of its object, or came back since.
 */
async function explainMissing(
  session: Client,
  salesforce: Salesforce,
  plan: LoadPlan,
  isFiltered: boolean,
): Promise<void> {
  const missing = `select sfdc_id as id from verify_difference where object = $1 and kind = 'missing-there'`;
  for await (const ids of idPages(session, missing, [plan.object])) {
    const { deleted, living, purged } = await fateOf(salesforce, plan, ids);
    const inBin = deleted.map(({ Id }) => String(Id)).filter((id) => !purged.includes(id));
    const explain = `update verify_difference set reason = $1 where kind = 'missing-there' and sfdc_id = any($2)`;
    await session.query(explain, ['not-pulled-yet', inBin]);
    await session.query(explain, [isFiltered ? 'filtered' : 'not-pulled-yet', living]);
  }
}

async function summarize(
  session: Client,
  plans: readonly LoadPlan[],
  more: Verification['objects'],
  troubles: ReadonlyMap<string, LockstepError>,
): Promise<Omit<Verification, 'repair'>> {
  const objects: Verification['objects'] = [...more];
  for (const plan of plans) {
    const { rows } = await session.query(
      `select (select count(*)::int from verify_seen where object = $1) as "inSalesforce",
              (${renderCountHere(plan)}) as here,
              (select count(*)::int from verify_difference where object = $1) as differences`,
      [plan.object],
    );
    objects.push({ object: plan.object, ...rows[0] });
  }
  const reasons = await session.query<{ reason: Reason; count: number }>(
    'select reason, count(*)::int as count from verify_difference group by reason',
  );
  const samples = await session.query<Difference>(`
    select object, sfdc_id as "sfdcId", record_id as "recordId", kind, field, here, there, reason
      from verify_difference order by reason <> 'defect', object, sfdc_id limit 20`);
  const differences = objects.reduce((sum, o) => sum + o.differences, 0);
  return {
    equal: differences === 0 && troubles.size === 0,
    compared: objects.reduce((sum, o) => sum + Math.max(o.inSalesforce, o.here), 0),
    differences,
    byReason: Object.fromEntries(reasons.rows.map((r) => [r.reason, r.count])),
    objects,
    notCompared: [...troubles].map(([object, { code, detail, told, entry }]) => ({
      object,
      code,
      message: entry.meaning,
      detail,
      action: entry.action,
      told: [...told],
    })),
    samples: samples.rows,
  };
}
