import { reportedById } from '../../mapping/reported-activity.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { noteRefusals, type Refusal, resolveRefusals } from '../record-refusals.ts';

/**
 * Tasks that are created together. Each carries the batch's token and its activity's id in CallObject, the one text of a task
 * that SOQL can filter by and that no page layout shows (Description can't be filtered, and a field of our own would have to be
 * installed): so a task whose answer was lost is found, exactly.
 */
export interface TaskBatch {
  id: number;
  token: string;
  startedAt: string;
}

/** An activity on its way. */
export interface OutgoingTask {
  activityId: number;
  personId: number;
  record: Record<string, unknown>;
}

export const keyOf = (token: string, activityId: number): string => `lockstep.${token}.${activityId}`;
export const activityOfKey = (key: string): number => Number(key.split('.').at(-1));

/** On record before the call, in a transaction of its own; null when nothing waits. */
export async function claimTasks(client: Client, most: number, startedAt: string): Promise<TaskBatch | null> {
  const made = await client.query<{ id: number; token: string }>(sql`
    insert into task_batch (token, started_at) values (left(md5(random()::text || clock_timestamp()::text), 12), ${startedAt})
    returning id, token`);
  const { id, token } = made.rows[0] ?? { id: 0, token: '' };
  const { rowCount } = await client.query(sql`
    update activity_task t
       set status = 'sent', batch_id = ${id}, sfdc_who_id = due.who, attempts = attempts + 1
      from (select w.activity_id, p.sfdc_id as who
              from activity_task w join person p on p.id = w.person_id
             where w.status = 'waiting' and (w.retry_at is null or w.retry_at <= now())
               and p.sfdc_id is not null and p.sfdc_is_deleted is not true
             order by w.activity_id limit ${most}::int) due
     where t.activity_id = due.activity_id`);
  if (rowCount) return { id, token, startedAt };
  await client.query(sql`delete from task_batch where id = ${id}`);
  return null;
}

/** What the org needs to know of a task: how it calls one that is done, and which fields the sync user may fill. */
export interface TaskRules {
  status: string;
  createable: ReadonlySet<string>;
}

/** The tasks of a batch: completed, on the day it happened, owned by the owner of the record or else by the sync user. */
export async function readTasks(
  client: Client,
  batch: TaskBatch,
  { status, createable }: TaskRules,
): Promise<OutgoingTask[]> {
  const { rows } = await client.query(sql`
    select t.activity_id, t.person_id, t.sfdc_who_id as who, a.type_id, a.new_value as asset, a.detail,
           (a.at at time zone 'UTC')::date::text as day, u.sfdc_id as owner
      from activity_task t
      join activity a on a.id = t.activity_id
      join person p on p.id = t.person_id
      left join sfdc_user u on u.sfdc_id = p.sfdc_owner_id and u.active
     where t.batch_id = ${batch.id} order by t.activity_id`);
  return rows.map((row) => {
    const reported = reportedById(row.type_id);
    const values = {
      WhoId: row.who,
      Subject: `${reported?.subject}: ${row.asset}`.slice(0, 255),
      Description: row.detail,
      ActivityDate: row.day,
      Status: status,
      CallObject: keyOf(batch.token, row.activity_id),
      Type: reported?.taskType,
      OwnerId: row.owner,
    };
    const filled = Object.entries(values).filter(([field, value]) => value && createable.has(field));
    return { activityId: row.activity_id, personId: row.person_id, record: Object.fromEntries(filled) };
  });
}

/** What became of tasks. Those that are not named are still in doubt. */
export interface TaskOutcomes {
  created: { activityId: number; personId: number; taskId: string }[];
  refused: { activityId: number; refusal: Refusal; isTemporary: boolean }[];
  notDone: number[];
}

/** Wait before what was refused for the moment is sent again; longer each time. */
const retryMinutes = 2;

/** Settles what is known of a batch, which is over once nothing of it is in doubt. */
export async function settleTasks(client: Client, batchId: number, outcomes: TaskOutcomes): Promise<void> {
  const created = JSON.stringify(outcomes.created);
  await client.query(sql`
    update activity_task t set status = 'created', sfdc_task_id = c."taskId", batch_id = null
      from jsonb_to_recordset(${created}::jsonb) as c("activityId" bigint, "taskId" text)
     where t.activity_id = c."activityId"`);
  const ids = (temporary: boolean) =>
    outcomes.refused.filter((r) => r.isTemporary === temporary).map((r) => r.activityId);
  await client.query(sql`
    update activity_task set status = 'refused', batch_id = null where activity_id = any(${ids(false)}::bigint[])`);
  await client.query(sql`
    update activity_task
       set status = 'waiting', batch_id = null, retry_at = now() + make_interval(mins => ${retryMinutes}::int * attempts)
     where activity_id = any(${ids(true)}::bigint[])`);
  await client.query(sql`
    update activity_task set status = 'waiting', batch_id = null
     where activity_id = any(${outcomes.notDone}::bigint[])`);
  await resolveRefusals(
    client,
    'Task',
    outcomes.created.map((c) => c.personId),
  );
  await noteRefusals(client, 'Task', onePerPerson(outcomes.refused.map((r) => r.refusal)));
  await client.query(sql`
    delete from task_batch b where id = ${batchId} and not exists (select from activity_task t where t.batch_id = b.id)`);
}

const onePerPerson = (refusals: readonly Refusal[]): Refusal[] => [
  ...new Map(refusals.map((refusal) => [refusal.personId, refusal])).values(),
];
