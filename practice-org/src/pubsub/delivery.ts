import type { ServerDuplexStream } from '@grpc/grpc-js';
import { encodeChangeEvent } from '../events/change-event.ts';
import type { EventLog, LoggedEvent } from '../events/event-log.ts';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import { replayBytes } from './replay-id.ts';
import type { Topic, Topics } from './topics.ts';

/** The form of an event in a FetchResponse. */
export interface ConsumerEvent {
  event: { id: string; schema_id: string; payload: Buffer };
  replay_id: Buffer;
}

export interface Batch {
  events: ConsumerEvent[];
  latest_replay_id: Buffer;
  rpc_id: string;
  pending_num_requested: number;
}

export interface DeliveryOptions {
  org: OrgContext;
  log: EventLog;
  topics: Topics;
  topic: Topic;
  caller: Caller;
  rpcId: string;
  /** Goes on after this replay id. */
  after: number;
  /** Nothing to deliver for so long: an empty batch shows that the stream lives (within 270 seconds). */
  keepAliveMs: number;
  // biome-ignore lint/suspicious/noExplicitAny: both kinds of subscription write the same batches
  stream: ServerDuplexStream<any, any>;
  onError(error: unknown): void;
}

const mostOfBatch = 100;

/**
 * Delivers events to one subscriber: as many as it asked for and no more, a page at a time; a reader that is slow is waited
 * for, so that nothing piles up here.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #unsubscribe: () => void;
  #after: number;
  #pending = 0;
  #running: Promise<void> | undefined;
  #again = false;
  #ended = false;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#after = options.after;
    this.#unsubscribe = options.log.onNews(() => this.#wake());
  }

  /** The last replay id that went out. */
  get delivered(): number {
    return this.#after;
  }

  request(events: number): void {
    this.#pending += events;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#keepAlive);
    this.#unsubscribe();
  }

  #wake(): void {
    if (this.#ended) return;
    this.#again = true;
    this.#running ??= this.#run()
      .catch((error) => {
        if (!this.#ended) this.#options.onError(error);
      })
      .finally(() => {
        this.#running = undefined;
        // Woken after the last look and before this.
        if (this.#again) this.#wake();
      });
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#ended) {
      this.#again = false;
      if (this.#pending === 0) break;
      await this.#options.log.sequence();
      while (this.#pending > 0 && !this.#ended && (await this.#deliverPage()));
    }
    this.#rest();
  }

  /** Returns whether there may be more. */
  async #deliverPage(): Promise<boolean> {
    const { log, topic } = this.#options;
    const wanted = Math.min(this.#pending, mostOfBatch);
    const found = await log.read(topic.objects, this.#after, wanted);
    const last = found.at(-1);
    if (!last || this.#ended) return false;
    this.#after = last.replayId;
    this.#pending -= found.length;
    await this.#write(await this.#encode(found), this.#after);
    return found.length === wanted;
  }

  async #encode(found: readonly LoggedEvent[]): Promise<ConsumerEvent[]> {
    const { org, topics, caller } = this.#options;
    const view = await org.metadata.viewFor(caller.profileId);
    const events: ConsumerEvent[] = [];
    for (const event of found) {
      const replay_id = replayBytes(event.replayId);
      if (event.payload) {
        events.push({ event: { id: event.id, schema_id: event.schemaId ?? '', payload: event.payload }, replay_id });
        continue;
      }
      const object = view.object(event.object);
      if (!object) continue;
      const schema = await topics.changeSchema(event.object);
      const payload = encodeChangeEvent(schema, event, (field) => object.field(field) !== undefined);
      events.push({ event: { id: event.id, schema_id: schema.id, payload }, replay_id });
    }
    return events;
  }

  async #write(events: ConsumerEvent[], latest: number): Promise<void> {
    const { stream, rpcId } = this.#options;
    const batch: Batch = {
      events,
      latest_replay_id: replayBytes(latest),
      rpc_id: rpcId,
      pending_num_requested: this.#pending,
    };
    if (stream.write(batch) || this.#ended) return;
    await new Promise<void>((resolve) => {
      stream.once('drain', resolve);
      stream.once('close', resolve);
      stream.once('cancelled', resolve);
    });
  }

  #rest(): void {
    clearTimeout(this.#keepAlive);
    if (this.#ended) return;
    this.#keepAlive = setTimeout(() => {
      this.#tellAlive().catch((error) => this.#options.onError(error));
    }, this.#options.keepAliveMs).unref();
  }

  /** Everything up to now is known not to concern this topic, so the subscriber may go on from here. */
  async #tellAlive(): Promise<void> {
    const { log, topic } = this.#options;
    if (this.#running || this.#ended) return;
    const tip = await log.sequence();
    if ((await log.read(topic.objects, this.#after, 1)).length > 0)
      return this.#pending > 0 ? this.#wake() : this.#rest();
    this.#after = Math.max(this.#after, tip);
    await this.#write([], this.#after);
    this.#rest();
  }
}
