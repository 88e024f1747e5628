import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Type } from 'avsc';
import type { Session } from '../open-session.ts';
import type { ChangeBatch, ChangeEvent } from '../salesforce.ts';
import { asRefusal } from './refusals.ts';
import { openService, type Service } from './service.ts';

/** Every change event of the objects that the org's administrator selected. */
const channel = '/data/ChangeEvents';
/** Salesforce delivers at most so many to one request. */
const mostRequested = 100;
/** `ReplayPreset` of the service. */
const preset = { latest: 0, custom: 2 };

export interface ChangeStream {
  url: URL;
  session: Session;
  organizationId: string;
  /** Goes on after this replay id; null begins with what happens from now on. */
  after: string | null;
  signal: AbortSignal;
}

interface FetchResponse {
  events: { event: { schema_id: string; payload: Buffer }; replay_id: Buffer }[];
  latest_replay_id: Buffer;
  pending_num_requested: number;
}

interface EventPayload {
  ChangeEventHeader: {
    entityName: string;
    changeType: string;
    changeOrigin: string;
    commitUser: string;
  };
}

/**
 * Change events in the order of their replay ids, a batch at a time; the first batch is empty and says that the stream is
 * open. More is asked for when a batch was taken, so a slow reader is never flooded. Ends when the signal does; everything else
 * is an error of the catalogue.
 */
export async function* readChangeEvents(given: ChangeStream): AsyncGenerator<ChangeBatch> {
  const { signal, after } = given;
  const service = await openService(given);
  const schemas = new Map<string, Type>();
  let stream: ClientDuplexStream<object, FetchResponse> | undefined;
  const stop = () => stream?.cancel();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await service.getTopic(channel);
    if (signal.aborted) return;
    stream = service.subscribe() as ClientDuplexStream<object, FetchResponse>;
    stream.write({
      topic_name: channel,
      num_requested: mostRequested,
      ...(after === null
        ? { replay_preset: preset.latest }
        : { replay_preset: preset.custom, replay_id: Buffer.from(after, 'hex') }),
    });
    yield { events: [], replayId: null };
    for await (const answer of stream as AsyncIterable<FetchResponse>) {
      const events: ChangeEvent[] = [];
      for (const { event } of answer.events) events.push(await decode(service, schemas, event));
      yield { events, replayId: answer.latest_replay_id.toString('hex') || null };
      const room = mostRequested - answer.pending_num_requested;
      if (room >= mostRequested / 2) stream.write({ topic_name: channel, num_requested: room });
    }
  } catch (error) {
    if (!signal.aborted) throw asRefusal(error);
  } finally {
    signal.removeEventListener('abort', stop);
    stream?.on('error', () => {}); // It is left; how it ends concerns nobody.
    stream?.cancel();
    service.close();
  }
}

/** An event names its schema by id; each is asked for once. */
async function decode(
  service: Service,
  schemas: Map<string, Type>,
  { schema_id, payload }: { schema_id: string; payload: Buffer },
): Promise<ChangeEvent> {
  const type = schemas.get(schema_id) ?? (await readSchema(await service.getSchema(schema_id)));
  schemas.set(schema_id, type);
  const { ChangeEventHeader: header } = type.fromBuffer(payload) as EventPayload;
  return {
    object: header.entityName,
    type: header.changeType,
    userId: header.commitUser,
    origin: header.changeOrigin,
  };
}

/** Loaded with the first event, like gRPC with the first stream. */
async function readSchema(json: string): Promise<Type> {
  const { default: avro } = await import('avsc');
  return avro.Type.forSchema(JSON.parse(json));
}
