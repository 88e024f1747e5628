import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Delivery } from './delivery.ts';
import { commitReplay, findManaged, type ManagedSubscription, type Preset } from './managed-subscriptions.ts';
import { mostRequested, type PubSub } from './pubsub.ts';
import { replayBytes, replayNumber } from './replay-id.ts';
import { invalid, newRpcId } from './rpc-error.ts';
import { serveStream } from './subscribe.ts';

interface CommitRequest {
  commit_request_id: string;
  replay_id: Buffer;
}

interface ManagedFetchRequest {
  subscription_id: string;
  developer_name: string;
  num_requested: number;
  commit_replay_id_request: CommitRequest | null;
}

const commitFailed = 2;

/** Subscriptions that somebody reads at this moment; each has one reader. */
const active = new Set<string>();

/** ManagedSubscribe: begins after what was committed; a commit is answered on the stream and never ends it. */
export function managedSubscribe(pubSub: PubSub, stream: ServerDuplexStream<ManagedFetchRequest, unknown>): void {
  const rpcId = newRpcId();
  let managed: ManagedSubscription | undefined;
  serveStream(pubSub, stream, rpcId, {
    async begin(request, caller) {
      if (request.commit_replay_id_request)
        throw invalid(
          'managed.subscription.fetch.request.commit.request.restricted',
          'The first request can not commit.',
        );
      const found = await findManaged(pubSub.org.pool, request);
      if (found.state === 'STOP')
        throw invalid(
          'managed.subscription.config.stopped',
          `The managed subscription ${found.developerName} is stopped.`,
        );
      const topic = await pubSub.topics.find(found.topic, caller);
      const after = await startOf(pubSub, found);
      if (active.has(found.id))
        throw invalid(
          'managed.subscription.already.active',
          `The managed subscription ${found.developerName} has a subscriber.`,
        );
      managed = found;
      active.add(found.id);
      return { topic, after };
    },
    async next(request, delivery) {
      if (request.num_requested < 0)
        throw invalid(
          'managed.subscription.fetch.request.events.invalid',
          'The number of requested events must not be negative.',
        );
      const commit = request.commit_replay_id_request;
      if (commit)
        stream.write({
          commit_response: await answerCommit(pubSub, managed?.id ?? '', delivery, commit),
          latest_replay_id: replayBytes(delivery.delivered),
          rpc_id: rpcId,
        });
      if (request.num_requested > 0) delivery.request(Math.min(request.num_requested, mostRequested));
    },
    end() {
      if (managed) active.delete(managed.id);
    },
  });
}

async function startOf(
  { log }: PubSub,
  { committed, defaultReplay, errorRecoveryReplay }: ManagedSubscription,
): Promise<number> {
  const tip = await log.sequence();
  const preset = (kind: Preset) => (kind === 'EARLIEST' ? 0 : tip);
  if (committed === null) return preset(defaultReplay);
  return (await log.holds(committed)) ? committed : preset(errorRecoveryReplay);
}

async function answerCommit({ org, log }: PubSub, id: string, delivery: Delivery, commit: CommitRequest) {
  const replayId = replayNumber(commit.replay_id);
  const answer = { commit_request_id: commit.commit_request_id, replay_id: commit.replay_id, process_time: Date.now() };
  if (replayId === undefined || !(await log.holds(replayId)))
    return {
      ...answer,
      error: { code: commitFailed, msg: 'The replay ID is missing, not valid or out of the retention window.' },
    };
  if (replayId > delivery.delivered)
    return {
      ...answer,
      error: { code: commitFailed, msg: 'The event with this replay ID has not been delivered yet.' },
    };
  await commitReplay(org.pool, id, replayId);
  return { ...answer, replay_id: replayBytes(replayId) };
}
