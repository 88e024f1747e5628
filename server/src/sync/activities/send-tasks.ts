import { LockstepError } from '../../errors.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { isoTime } from '../../postgres/types.ts';
import { classifyRecordError } from '../../salesforce/classify.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import { clockNow } from '../clock.ts';
import { isJobOpen } from '../open-jobs.ts';
import { mostAtOnce, saveMany } from '../save-many.ts';
import { outcomesOf, toRefusal } from '../save-outcomes.ts';
import { runStep, type StepContext, type StepProgress } from '../step.ts';
import {
  activityOfKey,
  claimTasks,
  type OutgoingTask,
  readTasks,
  settleTasks,
  type TaskBatch,
  type TaskOutcomes,
  type TaskRules,
} from './task-batch.ts';

/** A call that Salesforce still works on makes its tasks later; none takes longer than this to make 200. */
const settlingMs = 60_000;

/** Creates the tasks that wait (SYN-15), a batch at a time. A step of its own only when there are some. */
export async function sendTasks(context: StepContext, salesforce: Salesforce): Promise<LockstepError | null> {
  const within = withinOf(context);
  if (!(await within((client) => exists(client, `activity_task where status = 'waiting'`)))) return null;
  if (await within((client) => isJobOpen(client, 'Task'))) return null;
  return runStep(context, 'Task', 'Update activities', async (progress) => {
    const rules: TaskRules = { status: await completedStatus(salesforce), createable: await fillable(salesforce) };
    for (let done = 0; ; ) {
      const startedAt = await clockNow(salesforce);
      const batch = await within((client) => claimTasks(client, mostAtOnce, startedAt));
      if (!batch) return;
      const tasks = await within((client) => readTasks(client, batch, rules));
      await send(context, salesforce, batch, tasks, progress);
      done += tasks.length;
      await progress.report(done, null);
    }
  });
}

async function send(
  context: StepContext,
  salesforce: Salesforce,
  batch: TaskBatch,
  tasks: readonly OutgoingTask[],
  progress: StepProgress,
): Promise<void> {
  const records = tasks.map(({ record }) => record);
  const save = { object: 'Task', operation: 'insert', records, key: ['CallObject'] } as const;
  const { outcomes, failure } = await outcomesOf(saveMany({ ...context, salesforce }, save));
  const known: TaskOutcomes = { created: [], refused: [], notDone: [] };
  tasks.forEach(({ activityId, personId }, index) => {
    const outcome = outcomes[index] ?? 'unknown';
    if (outcome === 'not-done') known.notDone.push(activityId);
    else if (outcome === 'unknown') return;
    else if (outcome.success && outcome.id) known.created.push({ activityId, personId, taskId: outcome.id });
    else {
      const refusal = toRefusal(personId, null, outcome);
      const isTemporary = classifyRecordError(refusal.code, refusal.message) === 'retry-later';
      known.refused.push({ activityId, refusal, isTemporary });
    }
  });
  await withinOf(context)((client) => settleTasks(client, batch.id, known));
  progress.count({ new: known.created.length, failed: known.refused.length });
  if (failure) throw failure;
}

/**
 * At the start of a cycle, before tasks are pulled: what became of the tasks whose answer was lost. Found by their keys, they are
 * done; not found once every call must have ended, they wait again.
 */
export async function resumeTasks(context: StepContext, salesforce: Salesforce): Promise<LockstepError | null> {
  const within = withinOf(context);
  const batches = await within(readBatches);
  if (batches.length === 0 || (await within((client) => isJobOpen(client, 'Task')))) return null;
  return runStep(context, 'Task', 'Update activities', async (progress) => {
    const now = Date.parse(await clockNow(salesforce));
    for (const batch of batches) {
      const found = await findTasks(salesforce, batch);
      const isOver = now - Date.parse(batch.startedAt) >= settlingMs;
      const open = await within((client) => openTasks(client, batch.id));
      const created = open.flatMap(({ activityId, personId }) => {
        const taskId = found.get(activityId);
        return taskId ? [{ activityId, personId, taskId }] : [];
      });
      const missing = open.map(({ activityId }) => activityId).filter((id) => !found.has(id));
      await within((client) => settleTasks(client, batch.id, { created, refused: [], notDone: isOver ? missing : [] }));
      progress.count({ new: created.length });
    }
  });
}

async function findTasks(salesforce: Salesforce, { token, startedAt }: TaskBatch): Promise<Map<number, string>> {
  const since = startedAt.replace(/\.\d+Z$/, 'Z');
  const found = new Map<number, string>();
  const soql = `SELECT Id, CallObject FROM Task WHERE CreatedDate >= ${since} AND CallObject LIKE 'lockstep.${token}.%'`;
  for await (const { records } of salesforce.query(soql)) {
    for (const { Id, CallObject } of records) found.set(activityOfKey(String(CallObject)), String(Id));
  }
  return found;
}

/** What the org calls a task that is done; its administrators may have renamed it. */
async function completedStatus(salesforce: Salesforce): Promise<string> {
  const [rows] = await salesforce.smallQueries([
    { soql: 'SELECT MasterLabel FROM TaskStatus WHERE IsClosed = true ORDER BY SortOrder LIMIT 1' },
  ]);
  return String(rows?.[0]?.MasterLabel ?? 'Completed');
}

/** Fields that the sync user may fill in a new task; without the key, a task whose answer is lost could not be found. */
async function fillable(salesforce: Salesforce): Promise<Set<string>> {
  const task = (await salesforce.describe(['Task'])).get('Task');
  const fields = new Set(task?.fields.filter((f) => f.createable).map((f) => f.name));
  const missing = ['WhoId', 'Subject', 'CallObject'].filter((name) => !fields.has(name));
  if (missing.length === 0) return fields;
  throw new LockstepError(
    'sf/no-access',
    told`Grant the sync user Edit access to these fields of Task, for activities to become tasks: ${missing.join(', ')}.`,
  );
}

const withinOf =
  ({ engine, subscription }: StepContext) =>
  <T>(work: (client: Client) => Promise<T>) =>
    inSubscription(engine.pool, subscription, work);

async function exists(client: Client, rows: string): Promise<boolean> {
  const found = await client.query<{ found: boolean }>(`select exists (select from ${rows}) as found`);
  return found.rows[0]?.found ?? false;
}

async function readBatches(client: Client): Promise<TaskBatch[]> {
  const { rows } = await client.query('select id, token, started_at from task_batch order by id');
  return rows.map((row) => ({ id: row.id, token: row.token, startedAt: isoTime(row.started_at) ?? '' }));
}

async function openTasks(client: Client, batchId: number): Promise<{ activityId: number; personId: number }[]> {
  const { rows } = await client.query(sql`
    select activity_id as "activityId", person_id as "personId" from activity_task where batch_id = ${batchId}`);
  return rows;
}
