import type { EventLog, LoggedEvent } from '../events/event-log.ts';
import { findPushTopic } from '../events/push-topics.ts';
import { objectsOfTopic } from '../events/topic-objects.ts';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import { eventData } from './event-data.ts';
import { genericData } from './generic-events.ts';
import { pushTopicData } from './push-topic-data.ts';

/** Where a channel's events are in the bus, or why there are none. */
export async function objectsOfChannel(
  org: OrgContext,
  channel: string,
  caller: Caller,
): Promise<readonly string[] | string> {
  const missing = `404::The channel you requested to subscribe to does not exist {${channel}}`;
  const topic = pushTopicName(channel);
  if (topic) {
    const found = await findPushTopic(org, topic);
    const view = await org.metadata.viewFor(caller.profileId);
    return found && view.object(found.object) ? [found.object] : missing;
  }
  if (channel.startsWith('/u/')) return (await isStreamingChannel(org, channel)) ? [channel] : missing;
  const found = await objectsOfTopic(org, channel, caller);
  if (found.kind === 'unknown') return `400::The channel ${channel} is not valid`;
  return found.kind === 'forbidden' ? '403:denied_by_security_policy:create_denied' : found.objects;
}

/** A channel's next events, as the `data` of its messages, and how far they have been read. */
export async function readChannel(
  org: OrgContext,
  log: EventLog,
  caller: Caller,
  channel: string,
  from: { objects: readonly string[]; after: number; most: number },
): Promise<{ data: object[]; after: number }> {
  const topicName = pushTopicName(channel);
  const events = await log.read(from.objects, from.after, from.most, topicName !== undefined);
  if (events.length === 0) return { data: [], after: from.after };
  const after = (events.at(-1) as LoggedEvent).replayId;
  if (channel.startsWith('/u/'))
    return { data: events.flatMap((event) => genericData(event, caller.userId) ?? []), after };
  if (topicName) {
    const topic = await findPushTopic(org, topicName);
    if (!topic) return { data: [], after };
    const told = await Promise.all(events.map((event) => pushTopicData(org, caller, topic, event)));
    return { data: told.flat(), after };
  }
  const view = await org.metadata.viewFor(caller.profileId);
  const told = await Promise.all(events.map((event) => eventData(org.pool, view, event)));
  return { data: told.filter((data) => data !== undefined), after };
}

function pushTopicName(channel: string): string | undefined {
  return /^\/topic\/(\w+)/.exec(channel)?.[1];
}

async function isStreamingChannel(org: OrgContext, name: string): Promise<boolean> {
  const { rows } = await org.pool.query('select from org."StreamingChannel" where "Name" = $1', [name]);
  return rows.length > 0;
}
