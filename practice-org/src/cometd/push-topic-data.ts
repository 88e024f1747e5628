import { reader } from '../database.ts';
import type { LoggedEvent } from '../events/event-log.ts';
import type { PushTopic } from '../events/push-topics.ts';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import type { Condition } from '../soql/ast.ts';
import { openRun } from '../soql/run.ts';
import { answerQuery } from '../soql/run-query.ts';

type Json = Record<string, unknown>;

const types: Record<string, string> = {
  CREATE: 'created',
  UPDATE: 'updated',
  DELETE: 'deleted',
  UNDELETE: 'undeleted',
};

/** The `data` of the notifications that a change makes on a push topic: one for each record that the query selects. */
export async function pushTopicData(
  org: OrgContext,
  caller: Caller,
  topic: PushTopic,
  event: LoggedEvent,
): Promise<Json[]> {
  if (!event.changeType || !topic.changes.has(event.changeType) || !isWatched(topic, event)) return [];
  const about = { createdDate: event.at.toISOString(), replayId: event.replayId, type: types[event.changeType] };
  const records =
    event.changeType === 'DELETE' ? event.recordIds.map((Id) => ({ Id })) : await selected(org, caller, topic, event);
  return records.map((sobject) => ({ event: about, sobject }));
}

function isWatched({ watched }: PushTopic, { changeType, fields }: LoggedEvent): boolean {
  if (changeType !== 'UPDATE' || !watched) return true;
  return Object.keys(fields).some((name) => watched.has(name.toLowerCase()));
}

async function selected(org: OrgContext, caller: Caller, topic: PushTopic, event: LoggedEvent): Promise<Json[]> {
  const run = await openRun(org, caller, reader(org.pool), { soql: topic.soql, allRows: false, basePath: '' });
  const changed: Condition = {
    kind: 'in',
    operand: { kind: 'path', names: ['Id'], at: 0 },
    negated: false,
    values: event.recordIds.map((value) => ({ kind: 'string', value })),
    at: 0,
  };
  const { where } = topic.query;
  const both: Condition = where ? { kind: 'and', parts: [changed, where] } : changed;
  const { records } = await answerQuery(run, { ...topic.query, where: both }, event.recordIds.length);
  return (records as Json[]).map(({ attributes: _, ...sobject }) => sobject);
}
