import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip, createGzip } from 'node:zlib';
import { LockstepError } from '../errors.ts';
import { textOf } from '../told.ts';
import { explainConnectionError } from './classify.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body?: string | Readable;
  /** Compress a streamed body on its way. */
  gzip?: boolean;
  /** The longest silence: before the answer starts, and between two pieces of its body. */
  timeoutMs: number;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Decompressed. Must be read or destroyed. An answer that ends early fails with `sf/incomplete-answer`. */
  body: Readable;
}

/** The cause of an `sf/unreachable`: `sent` tells whether Salesforce may have received the request. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  readonly sent: boolean;

  constructor(message: string, sent: boolean, options: { cause: unknown }) {
    super(message, options);
    this.sent = sent;
  }
}

/** A host that drops packets answers nothing at all: an administrator at the set-up page should not wait minutes. */
const connectTimeoutMs = 10_000;

/**
 * Salesforce lets 25 long requests of an org run at once (Salesforce Developer Limits, "Concurrent API Request Limits"):
 * this leaves room for the other programs of the org. An idle connection is closed by us before a proxy closes it under
 * the next request.
 */
const connections = { keepAlive: true, maxSockets: 16, timeout: 20_000 };
const httpAgent = new HttpAgent(connections);
const httpsAgent = new HttpsAgent(connections);

/** One HTTP exchange: no retries, no redirects. Fails with `sf/unreachable` when no answer begins. */
export function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const secure = request.url.protocol === 'https:';
  const outgoing = (secure ? requestHttps : requestHttp)(request.url, {
    method: request.method,
    headers: { 'accept-encoding': 'gzip', 'user-agent': 'Lockstep', ...requestHeaders(request) },
    agent: secure ? httpsAgent : httpAgent,
  });
  let sent = false;
  let bodyError: unknown;
  const silence = stopwatch(request.timeoutMs, () => outgoing.destroy(new Error('no answer in time')));

  outgoing.on('socket', async (socket) => {
    silence.restart();
    await connected(socket, secure);
    sent = true;
  });
  outgoing.on('response', (incoming) => {
    silence.stop();
    resolve({
      status: incoming.statusCode ?? 0,
      headers: incoming.headers,
      body: completeBody(incoming, request.timeoutMs),
    });
  });
  outgoing.on('error', (error) => {
    silence.stop();
    reject(bodyError ?? connectionFailure(request.url, sent, error));
  });
  if (request.body instanceof Readable) {
    request.body.once('error', (error) => {
      bodyError = error;
    });
    const alive = passing(silence.restart);
    if (request.gzip) pipeline(request.body, alive, createGzip({ level: 1 }), outgoing, () => {});
    else pipeline(request.body, alive, outgoing, () => {});
  } else outgoing.end(request.body);
  return promise;
}

export async function readText(answer: HttpAnswer): Promise<string> {
  return text(answer.body);
}

/** false when the request certainly never left, so that even a write may be repeated. */
export function mayHaveBeenReceived(error: LockstepError): boolean {
  return !(error.cause instanceof ConnectionFailure && !error.cause.sent);
}

function requestHeaders(request: HttpRequest): Record<string, string> {
  if (request.body instanceof Readable)
    return request.gzip ? { ...request.headers, 'content-encoding': 'gzip' } : request.headers;
  if (request.body === undefined) return request.headers;
  return { ...request.headers, 'content-length': String(Buffer.byteLength(request.body)) };
}

function connectionFailure(url: URL, sent: boolean, error: Error & { code?: string }): LockstepError {
  const why = explainConnectionError(url.host, error.code, error.message);
  const cause = new ConnectionFailure(textOf([why]), sent, { cause: error });
  return new LockstepError('sf/unreachable', why, { cause });
}

async function connected(socket: Socket, secure: boolean): Promise<void> {
  if (!socket.connecting) return;
  const slow = setTimeout(
    () => socket.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })),
    connectTimeoutMs,
  );
  socket.once('close', () => clearTimeout(slow));
  await new Promise<void>((done) => socket.once(secure ? 'secureConnect' : 'connect', () => done()));
  clearTimeout(slow);
}

/** Adds no copy: chunks pass through, and every one of them shows that the upload is alive. */
function passing(alive: () => void) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      alive();
      yield chunk;
    }
  };
}

/**
 * The decompressed body, which either ends where the server said it would or fails. Silence is counted only while we wait
 * for the server: a consumer may take as long as it likes between two chunks, as a COPY into a busy database does.
 */
function completeBody(incoming: IncomingMessage, timeoutMs: number): Readable {
  const source =
    incoming.headers['content-encoding'] === 'gzip'
      ? pipeline(incoming, createGunzip({ chunkSize: 64 * 1024 }), () => {})
      : incoming;
  // The error also reaches whoever reads; without a listener it would end the process if nobody does.
  source.on('error', () => {});
  const body = Readable.from(chunksUntilComplete(source, timeoutMs), { objectMode: false });
  // A generator that was never started can't clean up, and an unread answer would keep its connection for ever.
  body.once('close', () => source.destroy());
  return body;
}

async function* chunksUntilComplete(source: Readable, timeoutMs: number): AsyncGenerator<Buffer> {
  const silence = stopwatch(timeoutMs, () => source.destroy(new Error('no more data in time')));
  try {
    silence.restart();
    for await (const chunk of source) {
      silence.stop();
      yield chunk;
      silence.restart();
    }
  } catch (error) {
    throw new LockstepError('sf/incomplete-answer', error instanceof Error ? `${error.message}.` : '', {
      cause: error,
    });
  } finally {
    silence.stop();
  }
}

function stopwatch(milliseconds: number, onSilence: () => void) {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  const restart = () => {
    stop();
    timer = setTimeout(onSilence, milliseconds);
  };
  return { restart, stop };
}
