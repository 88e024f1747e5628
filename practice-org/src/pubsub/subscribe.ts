import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { EventLog } from '../events/event-log.ts';
import type { Caller } from '../identity/caller.ts';
import { callerOf } from './caller.ts';
import { Delivery } from './delivery.ts';
import { mostRequested, type PubSub } from './pubsub.ts';
import { replayNumber } from './replay-id.ts';
import { asServiceError, invalid, newRpcId } from './rpc-error.ts';
import type { Topics } from './topics.ts';

interface FetchRequest {
  topic_name: string;
  /** 0 LATEST, 1 EARLIEST, 2 CUSTOM. */
  replay_preset: number;
  replay_id: Buffer;
  num_requested: number;
}

/** Subscribe: the first request says where to begin; each says how many more events the client can take. */
export function subscribe(pubSub: PubSub, stream: ServerDuplexStream<FetchRequest, unknown>): void {
  const rpcId = newRpcId();
  let topicName = '';
  serveStream(pubSub, stream, rpcId, {
    async begin(request, caller) {
      checkRequested(request.num_requested);
      topicName = request.topic_name;
      const topic = await pubSub.topics.find(topicName, caller);
      const after = await startOf(pubSub.log, request);
      return { topic, after };
    },
    async next(request, delivery) {
      checkRequested(request.num_requested);
      if (request.topic_name && request.topic_name !== topicName)
        throw invalid(
          'subscription.fetch.topic.mismatch',
          `This stream subscribes to ${topicName}, not to ${request.topic_name}.`,
        );
      delivery.request(Math.min(request.num_requested, mostRequested));
    },
  });
}

/** How one kind of subscription reads its requests. */
export interface Requests<R> {
  begin(request: R, caller: Caller): Promise<{ topic: Awaited<ReturnType<Topics['find']>>; after: number }>;
  /** Also called for the first request, once there is a delivery. */
  next(request: R, delivery: Delivery): Promise<void>;
  end?(): void;
}

/** Reads the requests of a stream one after the other; the first that is refused ends it. */
export function serveStream<R>(
  pubSub: PubSub,
  stream: ServerDuplexStream<R, unknown>,
  rpcId: string,
  requests: Requests<R>,
): void {
  let delivery: Delivery | undefined;
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    delivery?.end();
    requests.end?.();
  };
  const onError = (error: unknown) => {
    if (ended) return;
    end();
    stream.emit('error', asServiceError(error, rpcId, pubSub.org.log));
  };
  const take = async (request: R) => {
    const caller = await callerOf(pubSub.sessions, stream.metadata);
    if (!delivery) {
      const { topic, after } = await requests.begin(request, caller);
      if (ended) return;
      delivery = new Delivery({ ...pubSub, topic, after, caller, rpcId, stream, onError });
    }
    await requests.next(request, delivery);
  };
  let last: Promise<void> = Promise.resolve();
  stream.on('data', (request: R) => {
    last = last.then(() => (ended ? undefined : take(request))).catch(onError);
  });
  stream.on('cancelled', end);
  stream.on('error', end);
  stream.on('end', () => {
    last.then(() => {
      end();
      stream.end();
    });
  });
}

async function startOf(log: EventLog, request: FetchRequest): Promise<number> {
  const tip = await log.sequence();
  if (request.replay_preset === 1) return 0;
  if (request.replay_preset !== 2) return tip;
  if (request.replay_id.length === 0)
    throw invalid('subscription.fetch.replayid.validation.failed', 'With ReplayPreset CUSTOM, provide a replay ID.');
  const replayId = replayNumber(request.replay_id);
  if (replayId === undefined || !(await log.holds(replayId))) throw corruptedReplayId();
  return replayId;
}

export function corruptedReplayId() {
  return invalid(
    'subscription.fetch.replayid.corrupted',
    'The Replay ID validation failed. Ensure that the Replay ID is valid and is within the retention window.',
  );
}

function checkRequested(requested: number): void {
  if (requested > 0) return;
  throw invalid(
    'subscription.fetch.requested.events.invalid',
    'The number of requested events must be greater than 0.',
  );
}
