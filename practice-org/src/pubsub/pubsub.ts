import type { EventLog } from '../events/event-log.ts';
import type { SessionStore } from '../identity/session-store.ts';
import type { OrgContext } from '../org-context.ts';
import type { Topics } from './topics.ts';

export interface PubSubOptions {
  /** How long a subscriber hears nothing before it is told that the stream lives; 270 seconds at Salesforce. */
  keepAliveMs: number;
}

/** What the methods of the service work with. */
export interface PubSub extends PubSubOptions {
  org: OrgContext;
  sessions: SessionStore;
  log: EventLog;
  topics: Topics;
}

/** One FetchRequest asks for at most so many; more is taken as that (Pub/Sub API Allocations). */
export const mostRequested = 100;
