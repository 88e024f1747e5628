import { fileURLToPath } from 'node:url';
import {
  type handleBidiStreamingCall,
  type handleUnaryCall,
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { EventLog } from '../events/event-log.ts';
import type { Caller } from '../identity/caller.ts';
import type { SessionStore } from '../identity/session-store.ts';
import type { OrgContext } from '../org-context.ts';
import { selfSignedCertificate } from '../tls/certificate.ts';
import { callerOf } from './caller.ts';
import { managedSubscribe } from './managed-subscribe.ts';
import { type PublishRequest, publish, publishStream } from './publish.ts';
import type { PubSub, PubSubOptions } from './pubsub.ts';
import { asServiceError, newRpcId } from './rpc-error.ts';
import { subscribe } from './subscribe.ts';
import { Topics } from './topics.ts';

export interface RunningPubSub {
  /** `127.0.0.1:7443`, with TLS. */
  endpoint: string;
  /** The same service without TLS, for this machine only. */
  plainEndpoint: string;
  /** What a client has to trust, in PEM. */
  certificate: string;
  stop(): void;
}

/** Serves the Pub/Sub API of an org over gRPC. */
export async function servePubSub(
  org: OrgContext,
  log: EventLog,
  sessions: SessionStore,
  { host, port, keepAliveMs }: PubSubOptions & { host: string; port: number },
): Promise<RunningPubSub> {
  const pubSub: PubSub = { org, log, sessions, topics: new Topics(org), keepAliveMs };
  const server = new Server({ 'grpc.max_receive_message_length': 4 * 1024 * 1024 });
  server.addService(pubSubService(), {
    GetTopic: unary(pubSub, getTopic),
    GetSchema: unary(pubSub, getSchema),
    Publish: unary(pubSub, (request: PublishRequest, caller, rpcId) => publish(pubSub, request, caller, rpcId)),
    Subscribe: ((stream) => subscribe(pubSub, stream)) as handleBidiStreamingCall<never, unknown>,
    PublishStream: ((stream) => publishStream(pubSub, stream)) as handleBidiStreamingCall<never, never>,
    ManagedSubscribe: ((stream) => managedSubscribe(pubSub, stream)) as handleBidiStreamingCall<never, unknown>,
  });
  const { certificate, key } = selfSignedCertificate(new Date());
  const secure = ServerCredentials.createSsl(null, [
    { private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) },
  ]);
  const endpoint = await bind(server, `${host}:${port}`, secure);
  const plainEndpoint = await bind(server, '127.0.0.1:0', ServerCredentials.createInsecure());
  return { endpoint, plainEndpoint, certificate, stop: () => server.forceShutdown() };

  async function getTopic({ topic_name }: { topic_name: string }, caller: Caller, rpc_id: string) {
    const { name, schema, canPublish } = await pubSub.topics.find(topic_name, caller);
    return {
      topic_name: name,
      tenant_guid: `core/practice/${org.organizationId}`,
      can_publish: canPublish,
      can_subscribe: true,
      schema_id: schema?.id ?? '',
      rpc_id,
    };
  }

  async function getSchema({ schema_id }: { schema_id: string }, _caller: Caller, rpc_id: string) {
    return { schema_json: await pubSub.topics.schemaJson(schema_id), schema_id, rpc_id };
  }
}

function pubSubService() {
  const file = fileURLToPath(new URL('pubsub_api.proto', import.meta.url));
  const definition = loadSync(file, { keepCase: true, longs: Number, defaults: true });
  const loaded = loadPackageDefinition(definition) as unknown as {
    eventbus: { v1: { PubSub: ServiceClientConstructor } };
  };
  return loaded.eventbus.v1.PubSub.service;
}

function unary<Q, A>(
  { org, sessions }: PubSub,
  work: (request: Q, caller: Caller, rpcId: string) => Promise<A>,
): handleUnaryCall<Q, A> {
  return (call, answer) => {
    const rpcId = newRpcId();
    callerOf(sessions, call.metadata)
      .then((caller) => work(call.request, caller, rpcId))
      .then(
        (result) => answer(null, result),
        (error) => answer(asServiceError(error, rpcId, org.log)),
      );
  };
}

function bind(server: Server, address: string, credentials: ServerCredentials): Promise<string> {
  const host = address.slice(0, address.lastIndexOf(':'));
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => (error ? reject(error) : resolve(`${host}:${port}`)));
  });
}
