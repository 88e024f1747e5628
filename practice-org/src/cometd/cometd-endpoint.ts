import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EventLog } from '../events/event-log.ts';
import type { Caller } from '../identity/caller.ts';
import { authenticate } from '../identity/session.ts';
import type { OrgContext } from '../org-context.ts';
import { type CometdClient, CometdClients, type Message } from './cometd-clients.ts';
import { registerPush } from './push-endpoint.ts';

/** How long a connection waits for events, as Salesforce advises its clients. */
const longestWaitMs = 110_000;
const retry = { reconnect: 'retry', interval: 0, timeout: longestWaitMs };
const shakeHands = { reconnect: 'handshake', interval: 0 };

/**
 * The Streaming API: change events, platform events, push topics and what programs push, over CometD (Bayeux 1.0, long polling).
 * https://developer.salesforce.com/docs/atlas.en-us.api_streaming.meta/api_streaming/using_streaming_api_client_connection.htm
 */
export async function registerCometd(app: FastifyInstance, org: OrgContext, log: EventLog): Promise<void> {
  const clients = new CometdClients(org, log);
  await registerPush(app, org, log, clients);
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const given = [request.body ?? []].flat() as Message[];
    const ended = endOf(reply);
    const caller = await authenticate(request).catch(() => undefined);
    const answers: Message[] = [];
    for (const message of given) answers.push(...(await answerOne(clients, caller, message, ended)));
    return answers;
  };
  for (const path of ['/cometd/:version', '/cometd/:version/*'])
    app.post(path, async (request, reply) =>
      reply.header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(await answer(request, reply))),
    );
}

async function answerOne(
  clients: CometdClients,
  caller: Caller | undefined,
  message: Message,
  ended: AbortSignal,
): Promise<Message[]> {
  const { channel, id } = message;
  const named = { channel, ...(id !== undefined && { id }) };
  if (channel === '/meta/handshake') return [handshake(clients, caller, named)];
  if (!caller)
    return [
      { ...named, error: '401::Authentication invalid', successful: false, advice: { reconnect: 'none', interval: 0 } },
    ];
  const client = clients.find(message.clientId);
  if (!client) return [{ ...named, error: '403::Unknown client', successful: false, advice: shakeHands }];
  const known = { ...named, clientId: client.id };
  switch (channel) {
    case '/meta/connect':
      return connect(clients, client, message, known, ended);
    case '/meta/subscribe':
      return Promise.all(channelsIn(message).map((one) => subscribe(clients, client, message, one, known)));
    case '/meta/unsubscribe':
      return channelsIn(message).map((subscription) => {
        client.subscriptions.delete(subscription);
        return { ...known, subscription, successful: true };
      });
    case '/meta/disconnect':
      clients.close(client.id);
      return [{ ...known, successful: true }];
    default:
      return [{ ...known, error: '400::Clients publish with the REST API or the Pub/Sub API', successful: false }];
  }
}

function handshake(clients: CometdClients, caller: Caller | undefined, named: Message): Message {
  if (!caller)
    return {
      ...named,
      ext: { sfdc: { failureReason: '401::Authentication invalid' } },
      advice: { reconnect: 'none' },
      error: '403::Handshake denied',
      successful: false,
    };
  return {
    ...named,
    ext: { replay: true, 'payload.format': true },
    minimumVersion: '1.0',
    clientId: clients.open(caller).id,
    supportedConnectionTypes: ['long-polling'],
    version: '1.0',
    successful: true,
  };
}

/** The first connection is answered at once, with advice; each later one when there are events, or when it has waited long enough. */
async function connect(
  clients: CometdClients,
  client: CometdClient,
  message: Message,
  known: Message,
  ended: AbortSignal,
): Promise<Message[]> {
  const isFirst = !client.connected;
  client.connected = true;
  const advised = (message.advice as { timeout?: unknown } | undefined)?.timeout;
  const wait = typeof advised === 'number' ? Math.min(Math.max(0, advised), longestWaitMs) : longestWaitMs;
  const events = await clients.events(client, isFirst ? 0 : wait, ended);
  return [...events, { ...known, successful: true, ...(isFirst && { advice: retry }) }];
}

async function subscribe(
  clients: CometdClients,
  client: CometdClient,
  message: Message,
  subscription: string,
  known: Message,
): Promise<Message> {
  const error = await clients.subscribe(client, subscription, replayOf(message, subscription));
  return { ...known, subscription, ...(error && { error }), successful: error === undefined };
}

function channelsIn({ subscription }: Message): string[] {
  return [subscription ?? []].flat().map(String);
}

/** `"ext": {"replay": {"/data/ChangeEvents": -2}}`; only what is new unless told. */
function replayOf(message: Message, channel: string): number {
  const { replay } = (message.ext ?? {}) as { replay?: Record<string, unknown> };
  const from = replay?.[channel];
  return typeof from === 'number' && Number.isInteger(from) ? from : -1;
}

/** Tells when nobody waits for the answer any more. */
function endOf(reply: FastifyReply): AbortSignal {
  const ending = new AbortController();
  reply.raw.once('close', () => ending.abort());
  return ending.signal;
}
