import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  type ClientDuplexStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import PubSubApiClient from 'salesforce-pubsub-api-client';
import type { PracticeOrg } from '../practice-org.ts';

// biome-ignore lint/suspicious/noExplicitAny: events of any object
export type Received = { replayId: number; payload: any };

/** The client of npm, which nobody here wrote, logged in with a name and a password. */
export async function openClient(org: PracticeOrg): Promise<PubSubApiClient> {
  const quiet = { debug() {}, info() {}, warn() {}, error() {}, trace() {} };
  const { username, password, securityToken } = org.admin;
  const client = new PubSubApiClient(
    {
      authType: 'username-password',
      loginUrl: org.url,
      username,
      password,
      userToken: securityToken,
      pubSubEndpoint: org.pubSub?.endpoint ?? '',
      rejectUnauthorizedSsl: false,
    },
    quiet as never,
  );
  await client.connect();
  return client;
}

/** Collects what a subscription of that client brings. */
export class Inbox {
  readonly events: Received[] = [];
  readonly failures: unknown[] = [];
  /** The stream is open and everything up to now is behind it. */
  alive = false;
  #arrived: () => void = () => {};

  readonly callback = (_info: unknown, type: string, data?: unknown) => {
    if (type === 'event') this.events.push(data as Received);
    if (type === 'grpcKeepAlive') this.alive = true;
    if (type === 'error') this.failures.push(data);
    this.#arrived();
  };

  async until(isEnough: (inbox: Inbox) => boolean): Promise<Received[]> {
    while (!isEnough(this)) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    return this.events;
  }

  count(events: number): Promise<Received[]> {
    return this.until((inbox) => inbox.events.length >= events);
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the service as its .proto describes it
type Stub = any;

/** A bare gRPC stub, as other languages generate it, that trusts the certificate of the org. */
export function openStub(org: PracticeOrg): Stub {
  // The file that Salesforce publishes, as it comes with the client.
  const file = fileURLToPath(new URL('../pubsub_api.proto', import.meta.resolve('salesforce-pubsub-api-client')));
  const definition = loadSync(file, { keepCase: true, defaults: true });
  const { eventbus } = loadPackageDefinition(definition) as unknown as {
    eventbus: { v1: { PubSub: ServiceClientConstructor } };
  };
  const trusting = credentials.createSsl(Buffer.from(org.pubSub?.certificate ?? ''));
  return new eventbus.v1.PubSub(org.pubSub?.endpoint ?? '', trusting);
}

export function metadataOf(accessToken: string, org: PracticeOrg): Metadata {
  const metadata = new Metadata();
  metadata.set('accesstoken', accessToken);
  metadata.set('instanceurl', org.url);
  metadata.set('tenantid', org.context.organizationId);
  return metadata;
}

/** How a stream or a call ended: the gRPC status and Salesforce's code of the trailers. */
export async function refusal(
  stream: ClientDuplexStream<unknown, unknown> | Promise<unknown>,
): Promise<{ code: number; errorCode: string }> {
  const error = (
    stream instanceof Promise
      ? await stream.then(
          () => {
            throw new Error('was not refused');
          },
          (refused: ServiceError) => refused,
        )
      : (await once(stream, 'error'))[0]
  ) as ServiceError;
  return {
    code: error.code,
    errorCode: String(error.metadata.get('error-code')[0]).replace('sfdc.platform.eventbus.grpc.', ''),
  };
}
