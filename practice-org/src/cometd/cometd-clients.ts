import { randomBytes } from 'node:crypto';
import type { EventLog } from '../events/event-log.ts';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import { objectsOfChannel, readChannel } from './channels.ts';

export interface Message {
  channel: string;
  [property: string]: unknown;
}

/** A client that has shaken hands: what it has subscribed to, and how far it was served. */
export interface CometdClient {
  readonly id: string;
  readonly caller: Caller;
  readonly subscriptions: Map<string, { objects: readonly string[]; after: number }>;
  connected: boolean;
  seenAt: number;
}

/** A client that has not been heard of for so long is forgotten. */
const forgottenAfterMs = 180_000;
const mostOfAnswer = 100;

/** The clients of this process. What they may still hear is in the event bus, so that they may come back to another one. */
export class CometdClients {
  readonly #org: OrgContext;
  readonly #log: EventLog;
  readonly #clients = new Map<string, CometdClient>();

  constructor(org: OrgContext, log: EventLog) {
    this.#org = org;
    this.#log = log;
  }

  open(caller: Caller): CometdClient {
    const now = Date.now();
    for (const { id, seenAt } of this.#clients.values()) if (now - seenAt > forgottenAfterMs) this.#clients.delete(id);
    const id = randomBytes(16).toString('hex').slice(0, 27);
    const client = { id, caller, subscriptions: new Map(), connected: false, seenAt: now };
    this.#clients.set(id, client);
    return client;
  }

  find(id: unknown): CometdClient | undefined {
    const client = this.#clients.get(String(id));
    if (client) client.seenAt = Date.now();
    return client;
  }

  close(id: string): void {
    this.#clients.delete(id);
  }

  /** Subscribes to a channel from a replay id on: -1 what is new, -2 all that is kept. Returns what is wrong with it, if anything. */
  async subscribe(client: CometdClient, channel: string, replay: number): Promise<string | undefined> {
    const objects = await objectsOfChannel(this.#org, channel, client.caller);
    if (typeof objects === 'string') return objects;
    const tip = await this.#log.sequence();
    if (replay >= 0 && !(await this.#log.holds(replay)))
      return `400::The replayId {${replay}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`;
    const after = replay === -1 ? tip : replay === -2 ? 0 : replay;
    client.subscriptions.set(channel, { objects, after });
    return undefined;
  }

  /** The users who listen to a channel, each once. */
  listeners(channel: string): string[] {
    const listening = [...this.#clients.values()].filter(({ subscriptions }) => subscriptions.has(channel));
    return [...new Set(listening.map(({ caller }) => caller.userId))];
  }

  /** Waits until there are events for a client, or its time is up. */
  async events(client: CometdClient, waitMs: number, ended: AbortSignal): Promise<Message[]> {
    const until = Date.now() + waitMs;
    let wake = () => {};
    const forgetNews = this.#log.onNews(() => wake());
    try {
      while (!ended.aborted) {
        const news = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const found = await this.#collect(client);
        const left = until - Date.now();
        if (found.length > 0 || left <= 0) return found;
        await soonest(news, left, ended);
      }
      return [];
    } finally {
      forgetNews();
      client.seenAt = Date.now();
    }
  }

  async #collect({ caller, subscriptions }: CometdClient): Promise<Message[]> {
    if (subscriptions.size === 0) return [];
    await this.#log.sequence();
    const messages: Message[] = [];
    for (const [channel, subscription] of subscriptions) {
      const from = { ...subscription, most: mostOfAnswer };
      const { data, after } = await readChannel(this.#org, this.#log, caller, channel, from);
      subscription.after = after;
      messages.push(...data.map((one) => ({ data: one, channel })));
    }
    return messages;
  }
}

function soonest(news: Promise<void>, ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const stop = () => {
      clearTimeout(timer);
      ended.removeEventListener('abort', stop);
      resolve();
    };
    ended.addEventListener('abort', stop);
    news.then(stop);
  });
}
