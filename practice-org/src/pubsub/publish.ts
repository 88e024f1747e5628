import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Caller } from '../identity/caller.ts';
import { callerOf } from './caller.ts';
import type { PubSub } from './pubsub.ts';
import { replayBytes } from './replay-id.ts';
import { asServiceError, invalid, newRpcId } from './rpc-error.ts';

export interface PublishRequest {
  topic_name: string;
  events: { id: string; schema_id: string; payload: Buffer }[];
}

interface PublishResult {
  correlation_key: string;
  replay_id?: Buffer;
  error?: { code: number; msg: string };
}

export interface PublishResponse {
  results: PublishResult[];
  schema_id: string;
  rpc_id: string;
}

const publishFailed = 1;

/** Publishes platform events; one that can't be read is a result, not the end of the others. */
export async function publish(
  { topics, log }: PubSub,
  request: PublishRequest,
  caller: Caller,
  rpcId: string,
): Promise<PublishResponse> {
  const topic = await topics.find(request.topic_name, caller);
  if (!topic.canPublish || !topic.schema)
    throw invalid('topic.meta.permission', `Events of the topic ${topic.name} can't be published.`);
  if (request.events.length === 0)
    throw invalid('publish.event.count.invalid', 'Include at least one event in the publish request.');
  const { schema } = topic;
  const problems = request.events.map(({ schema_id, payload }) => {
    if (schema_id !== schema.id) return `The schema ID ${schema_id} is not the one of the topic, ${schema.id}.`;
    try {
      schema.type.fromBuffer(payload);
      return undefined;
    } catch (error) {
      return `The payload does not fit the schema: ${(error as Error).message}`;
    }
  });
  const good = request.events.filter((_, i) => problems[i] === undefined);
  const ids = await log.publish(
    topic.objects[0] as string,
    good.map(({ id, payload }) => ({ id, schemaId: schema.id, payload })),
  );
  const results = request.events.map(({ id }, i): PublishResult => {
    const problem = problems[i];
    if (problem) return { correlation_key: id, error: { code: publishFailed, msg: problem } };
    return { correlation_key: id, replay_id: replayBytes(ids.shift() as number) };
  });
  return { results, schema_id: schema.id, rpc_id: rpcId };
}

/** PublishStream: batches one after the other, all on the topic of the first. */
export function publishStream(pubSub: PubSub, stream: ServerDuplexStream<PublishRequest, PublishResponse>): void {
  const rpcId = newRpcId();
  let topicName = '';
  let ended = false;
  const take = async (request: PublishRequest) => {
    const caller = await callerOf(pubSub.sessions, stream.metadata);
    topicName ||= request.topic_name;
    if (request.topic_name && request.topic_name !== topicName)
      throw invalid('publish.topic.mismatch', `This stream publishes to ${topicName}, not to ${request.topic_name}.`);
    stream.write(await publish(pubSub, { ...request, topic_name: topicName }, caller, rpcId));
  };
  let last: Promise<void> = Promise.resolve();
  stream.on('data', (request: PublishRequest) => {
    last = last
      .then(() => (ended ? undefined : take(request)))
      .catch((error) => {
        ended = true;
        stream.emit('error', asServiceError(error, rpcId, pubSub.org.log));
      });
  });
  stream.on('end', () => last.then(() => stream.end()));
}
