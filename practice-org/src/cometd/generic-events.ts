import { randomUUID } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import type { EventLog, LoggedEvent } from '../events/event-log.ts';

/** What a program pushes into a channel: a text, for all who listen or for some users. */
export interface PushedEvent {
  payload: string;
  userIds: string[];
}

const longest = 3000;

/** https://developer.salesforce.com/docs/atlas.en-us.api_streaming.meta/api_streaming/resources_push.htm */
export function readPushed(body: unknown): PushedEvent[] {
  const { pushEvents } = (body ?? {}) as { pushEvents?: unknown };
  if (!Array.isArray(pushEvents)) throw new ApiError(400, 'JSON_PARSER_ERROR', 'pushEvents is a list of events');
  return pushEvents.map(({ payload, userIds = [] }) => {
    if (typeof payload !== 'string' || payload.length > longest)
      throw new ApiError(400, 'INVALID_FIELD', `The payload is a text of at most ${longest} characters`);
    return { payload, userIds: Array.isArray(userIds) ? userIds.map(String) : [] };
  });
}

export async function pushEvents(log: EventLog, channel: string, events: readonly PushedEvent[]): Promise<void> {
  await log.publish(
    channel,
    events.map((event) => ({
      id: randomUUID(),
      schemaId: 'generic',
      payload: Buffer.from(JSON.stringify(event)),
    })),
  );
}

/** The `data` of a pushed event, unless it is for others. */
export function genericData({ payload, at, replayId }: LoggedEvent, userId: string): object | undefined {
  const pushed = JSON.parse((payload as Buffer).toString()) as PushedEvent;
  if (pushed.userIds.length > 0 && !pushed.userIds.some((id) => id.slice(0, 15) === userId.slice(0, 15)))
    return undefined;
  return { event: { createdDate: at.toISOString(), replayId }, payload: pushed.payload };
}
