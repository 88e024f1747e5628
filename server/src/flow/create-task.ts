import type { CreateTask, FlowResult } from '@lockstep/contract/flow.ts';
import { LockstepError } from '../errors.ts';
import { soqlText } from '../salesforce/soql.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { clockNow } from '../sync/clock.ts';
import type { Engine } from '../sync/engine.ts';
import { openPersonWork, type PersonWork, result } from '../sync/person-work.ts';
import { noteRefusals, type Refusal, resolveRefusals } from '../sync/record-refusals.ts';
import { outcomesOf, refused, toRefusal, unanswered } from '../sync/save-outcomes.ts';
import { checkOwner } from './owner.ts';
import { forEachBatch, isPresent, type Present, standings } from './people.ts';
import { syncBatch } from './sync-person.ts';

const dueInDays = 5;

/** Create Task: one for each person, who is synced first if need be. */
export async function createTasks(
  engine: Engine,
  subscription: Subscription,
  request: CreateTask,
  source: string,
): Promise<FlowResult[]> {
  const work = await openPersonWork(engine, subscription, source);
  if (request.ownerId) await checkOwner(work, { kind: 'user', id: request.ownerId });
  return forEachBatch(request.ids, (ids) => createBatch(work, ids, request), work);
}

async function createBatch(work: PersonWork, ids: readonly number[], request: CreateTask): Promise<FlowResult[]> {
  const absent = (await standings(work, ids)).filter((p) => !isPresent(p)).map((p) => p.id);
  const synced = absent.length > 0 ? await syncBatch(work, absent, { owner: null }) : [];
  const people = (await standings(work, ids)).filter(isPresent);
  return [...synced, ...(people.length > 0 ? await create(work, people, request) : [])];
}

async function create(work: PersonWork, people: readonly Present[], request: CreateTask): Promise<FlowResult[]> {
  const { engine, subscription, salesforce } = work;
  const startedAt = await clockNow(salesforce);
  const tasks = people.map((person) => toTask(person, request, startedAt));
  const { outcomes, failure } = await outcomesOf(salesforce.createRecords('Task', tasks));
  const found = outcomes.includes('unknown')
    ? await findCreated(work, people, request.subject, startedAt)
    : new Map<string, string>();
  const refusals: Refusal[] = [];
  const done: number[] = [];
  const results = people.map((person, index): FlowResult => {
    const { id: personId, sfdcId } = person;
    const outcome = outcomes[index] ?? 'unknown';
    const taskId = typeof outcome === 'string' ? found.get(sfdcId) : (outcome.id ?? undefined);
    if (taskId && (typeof outcome === 'string' || outcome.success)) {
      done.push(personId);
      return result(personId, 'created', sfdcId, { taskId });
    }
    if (typeof outcome === 'string') return unanswered(personId, sfdcId, failure);
    const refusal = toRefusal(personId, sfdcId, outcome);
    refusals.push(refusal);
    return refused(refusal);
  });
  await inSubscription(engine.pool, subscription, async (client) => {
    await resolveRefusals(client, 'Task', done);
    await noteRefusals(client, 'Task', refusals);
  });
  return results;
}

/** The owner of the record unless told; a queue can't own a task, so its tasks are the sync user's. */
function toTask(person: Present, request: CreateTask, now: string): Record<string, unknown> {
  const due = new Date(Date.parse(now) + (request.dueInDays ?? dueInDays) * 86_400_000);
  const ownerId = request.ownerId ?? (person.ownerId?.startsWith('005') ? person.ownerId : undefined);
  return {
    WhoId: person.sfdcId,
    Subject: request.subject,
    Description: request.description ?? null,
    ActivityDate: due.toISOString().slice(0, 10),
    ...(ownerId ? { OwnerId: ownerId } : {}),
    ...(request.status ? { Status: request.status } : {}),
    ...(request.priority ? { Priority: request.priority } : {}),
    ...(request.reminderAt ? { IsReminderSet: true, ReminderDateTime: request.reminderAt } : {}),
  };
}

/** Tasks whose answer was lost, by the record they are about: of our own user, since the call, with this subject. */
async function findCreated(
  { salesforce }: PersonWork,
  people: readonly Present[],
  subject: string,
  startedAt: string,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  try {
    const { userId } = await salesforce.identity();
    const who = people.map((p) => `'${p.sfdcId}'`).join(', ');
    const since = startedAt.replace(/\.\d+Z$/, 'Z');
    const soql = `SELECT Id, WhoId FROM Task WHERE CreatedById = '${userId}' AND CreatedDate >= ${since} AND Subject = ${soqlText(subject)} AND WhoId IN (${who})`;
    for await (const { records } of salesforce.query(soql)) {
      for (const { Id, WhoId } of records) found.set(String(WhoId), String(Id));
    }
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
  }
  return found;
}
