import type { LockstepError } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import { andOfObject } from '../../mapping/render-records.ts';
import { copyIn } from '../../postgres/copy.ts';
import { type Client, connectApart } from '../../postgres/pool.ts';
import { identifier } from '../../postgres/quoting.ts';
import { sql } from '../../postgres/sql.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import { noteLeft } from '../filter/leaving.ts';
import type { RecordFilters } from '../filter/record-filters.ts';
import { runStep, type StepContext, type StepProgress } from '../step.ts';
import { idPages } from './id-pages.ts';
import { type ById, fateOf, flagDeleted, pullByIds } from './pull-by-ids.ts';
import { readAll } from './read-all.ts';
import { countQuery, livingRecords } from './window.ts';

/** Salesforce keeps deleted records this long; what was purged sooner, or deleted longer ago, leaves no trace (getDeleted has the same limit). */
const recycleBinDays = 15;

/**
 * Finds what no stamp can tell (SYN-3, SYN-7): records purged from the recycle bin, or that came into sight or into the filter
 * without being changed. At an interval, the records of each object are counted on both sides (five counts to an API call);
 * where they disagree, the ids are compared, in PostgreSQL. After a pause longer than the recycle bin's memory, at once.
 */
export async function compareIds(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
  filters: RecordFilters,
): Promise<(LockstepError | null)[]> {
  const { engine, subscription } = context;
  const within = <T>(work: (client: Client) => Promise<T>) => inSubscription(engine.pool, subscription, work);
  const due = await within((client) => duePlans(client, plans, engine.settings.compareIdsHours));
  if (due.length === 0) return [];
  const there = await salesforce.counts(due.map((plan) => countOfLiving(plan, filters)));
  const here = await within((client) => countHere(client, due));
  const results: (LockstepError | null)[] = [];
  for (const [index, plan] of due.entries()) {
    const error = there[index] === here[index] ? null : await compareOne(context, salesforce, plan, filters);
    if (!error) await within((client) => noteCompared(client, plan));
    results.push(error);
  }
  return results;
}

/** Before the windows of a cycle are read: a look at the recycle bin that came too late calls for a comparison. */
export async function noteGaps(client: Client, now: string): Promise<void> {
  await client.query(sql`
    update id_comparison i set compared_at = '-infinity'
      from sync_cursor c
     where c.object = i.object and c.operation = 'Pull deletes'
       and c.covered_until < ${now}::timestamptz - make_interval(days => ${recycleBinDays}::int)`);
}

/** An object that was never compared has just been loaded: its time begins now. */
async function duePlans(client: Client, plans: readonly LoadPlan[], hours: number): Promise<LoadPlan[]> {
  await client.query(sql`
    insert into id_comparison (object, compared_at)
    select object, now() from unnest(${plans.map((p) => p.object)}::text[]) as object on conflict do nothing`);
  if (hours === 0) return [];
  const { rows } = await client.query<{ object: string }>(sql`
    select object from id_comparison where compared_at < now() - make_interval(hours => ${hours}::int)`);
  const due = new Set(rows.map((row) => row.object));
  return plans.filter((plan) => due.has(plan.object));
}

async function noteCompared(client: Client, { object }: LoadPlan): Promise<void> {
  await client.query(sql`update id_comparison set compared_at = now() where object = ${object}`);
}

function countOfLiving({ object }: LoadPlan, filters: RecordFilters) {
  const { condition, all } = livingRecords(object, filters);
  return { soql: countQuery({ object, condition }), all };
}

/** Records of the object that are here and should be among those that Salesforce counts. */
const livingHere = (plan: LoadPlan): string => `
  from ${plan.target} t
 where t.sfdc_id is not null and t.sfdc_is_deleted is not true ${andOfObject(plan, 't')}
   and not exists (select from out_of_filter o where o.sfdc_id = t.sfdc_id)`;

async function countHere(client: Client, plans: readonly LoadPlan[]): Promise<number[]> {
  const counts: number[] = [];
  for (const plan of plans) {
    const converted = plan.object === 'Lead' ? '(select count(*) from converted_lead)' : '0';
    const { rows } = await client.query<{ records: number }>(
      `select (count(*) + ${converted})::int as records ${livingHere(plan)}`,
    );
    counts.push(rows[0]?.records ?? 0);
  }
  return counts;
}

function compareOne(
  context: StepContext,
  salesforce: Salesforce,
  plan: LoadPlan,
  filters: RecordFilters,
): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  return runStep(context, plan.object, 'Compare ids', async (progress) => {
    const session = await connectApart(engine.pool);
    try {
      await session.query(`set search_path to ${identifier(subscription.schema)}, pg_temp`);
      await readIds(context, session, salesforce, plan, filters);
      const work: ById = { engine, subscription, salesforce, progress };
      await followGone(work, session, plan);
      for await (const ids of idPages(session, missingHere(plan))) await pullByIds(work, plan, ids, backInFilter(ids));
    } finally {
      await session.end();
    }
  });
}

async function readIds(
  { engine }: StepContext,
  session: Client,
  salesforce: Salesforce,
  { object }: LoadPlan,
  filters: RecordFilters,
): Promise<void> {
  await session.query('create temp table there ("Id" text collate "C")');
  const selection = { object, ...livingRecords(object, filters), fields: ['Id'] };
  for await (const { source } of readAll(salesforce, engine.settings, selection)) {
    await copyIn(session, 'copy there ("Id") from stdin with (format csv, header match)', source);
  }
  await session.query('create unique index on there ("Id"); analyze there');
}

/** Each record is asked for by its id before anything is believed of it. */
async function followGone(work: ById, session: Client, plan: LoadPlan): Promise<void> {
  const gone = `select t.sfdc_id as id ${livingHere(plan)} and not exists (select from there where "Id" = t.sfdc_id)`;
  let purged = 0;
  for await (const ids of idPages(session, gone)) {
    const fate = await fateOf(work.salesforce, plan, ids);
    await flagDeleted(work, plan, fate.deleted);
    await inSubscription(work.engine.pool, work.subscription, (client) => noteLeft(client, plan, fate.living));
    purged += fate.purged.length;
  }
  if (purged > 0) tellPurged(work.progress, purged);
}

function tellPurged(progress: StepProgress, purged: number): void {
  progress.note(told`${purged} deleted records had left the recycle bin: they were found by comparing ids.`);
}

/** What Salesforce has and is not here, not deleted and not outside the filter; a value that does not fit has its own error. */
function missingHere(plan: LoadPlan): string {
  return `
select "Id" as id from there
 where not exists (select ${livingHere(plan)} and t.sfdc_id = there."Id")
   and not exists (select from converted_lead k where k.lead_id = there."Id")
   and not exists (select from record_error e
                    where e.sfdc_id = there."Id" and e.direction = 'to-marketing' and e.resolved_at is null)`;
}

const backInFilter = (ids: readonly string[]) => async (client: Client) => {
  await client.query(sql`delete from out_of_filter where sfdc_id = any(${ids}::text[])`);
};
