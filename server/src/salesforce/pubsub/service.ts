import { fileURLToPath } from 'node:url';
import type { ClientDuplexStream, ServiceClientConstructor } from '@grpc/grpc-js';
import type { Session } from '../open-session.ts';

/** How long a single call may take. */
const timeoutMs = 30_000;

/** The calls of the Pub/Sub API that the sync makes, with the session in their headers. */
export interface Service {
  getTopic(name: string): Promise<void>;
  getSchema(id: string): Promise<string>;
  subscribe(): ClientDuplexStream<object, unknown>;
  close(): void;
}

/** gRPC is loaded when it is needed: it takes a while, and many never need it. */
export async function openService(given: { url: URL; session: Session; organizationId: string }): Promise<Service> {
  const { url, session, organizationId } = given;
  const grpc = await import('@grpc/grpc-js');
  const { loadSync } = await import('@grpc/proto-loader');
  const definition = loadSync(fileURLToPath(new URL('pubsub.proto', import.meta.url)), {
    keepCase: true,
    longs: Number,
    defaults: true,
  });
  const loaded = grpc.loadPackageDefinition(definition) as unknown as {
    eventbus: { v1: { PubSub: ServiceClientConstructor } };
  };
  const secure = url.protocol === 'https:';
  const client = new loaded.eventbus.v1.PubSub(
    `${url.hostname}:${url.port || (secure ? 443 : 80)}`,
    secure ? grpc.credentials.createSsl() : grpc.credentials.createInsecure(),
    // A connection that something in between dropped silently is noticed within a minute.
    { 'grpc.keepalive_time_ms': 60_000, 'grpc.keepalive_timeout_ms': 20_000 },
  );
  const metadata = new grpc.Metadata();
  metadata.set('accesstoken', session.accessToken);
  metadata.set('instanceurl', session.instanceUrl);
  metadata.set('tenantid', organizationId);
  const call = <A>(method: 'GetTopic' | 'GetSchema', request: object) =>
    new Promise<A>((resolve, reject) => {
      const options = { deadline: Date.now() + timeoutMs };
      client[method]?.(request, metadata, options, (error: Error | null, answer: A) =>
        error ? reject(error) : resolve(answer),
      );
    });
  return {
    getTopic: async (topic_name) => {
      await call('GetTopic', { topic_name });
    },
    getSchema: async (schema_id) => (await call<{ schema_json: string }>('GetSchema', { schema_id })).schema_json,
    subscribe: () => client.Subscribe?.(metadata) as ClientDuplexStream<object, unknown>,
    close: () => client.close(),
  };
}
