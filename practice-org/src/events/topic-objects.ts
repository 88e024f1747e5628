import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import { findPlatformEvent, type PlatformEvent } from './platform-events.ts';
import { canBeCaptured, selectedEntities } from './selected-entities.ts';

/** What the name of a topic or channel stands for. */
export type TopicObjects =
  | { kind: 'all-changes'; objects: string[] }
  | { kind: 'changes'; objects: [string] }
  | { kind: 'platform-event'; objects: [string]; event: PlatformEvent }
  | { kind: 'unknown' }
  /** The caller may not see its object. */
  | { kind: 'forbidden' };

/** Every change event of the selected entities, on one channel. */
const standardChannel = '/data/ChangeEvents';

/** `LeadChangeEvent`, `Seat__ChangeEvent`. */
function objectOfEvent(name: string): string | undefined {
  const custom = /^(\w+)__ChangeEvent$/.exec(name)?.[1];
  return custom ? `${custom}__c` : /^(\w+)ChangeEvent$/.exec(name)?.[1];
}

/** The objects whose events a topic has, as one caller sees it: `/data/ChangeEvents`, `/data/LeadChangeEvent`, `/event/Order__e`. */
export async function objectsOfTopic(org: OrgContext, name: string, caller: Caller): Promise<TopicObjects> {
  const platformEvent = /^\/event\/(\w+__e)$/.exec(name)?.[1];
  if (platformEvent) {
    const event = await findPlatformEvent(org.pool, platformEvent);
    return event ? { kind: 'platform-event', objects: [event.name], event } : { kind: 'unknown' };
  }
  const view = await org.metadata.viewFor(caller.profileId);
  if (name === standardChannel) {
    const selected = await selectedEntities(org.pool);
    return { kind: 'all-changes', objects: selected.filter((object) => view.object(object)) };
  }
  const object = objectOfEvent(/^\/data\/(\w+ChangeEvent)$/.exec(name)?.[1] ?? '');
  const meta = object ? view.metadata.objects.get(object.toLowerCase()) : undefined;
  if (!meta || !canBeCaptured(meta.name)) return { kind: 'unknown' };
  return view.object(meta.name) ? { kind: 'changes', objects: [meta.name] } : { kind: 'forbidden' };
}
