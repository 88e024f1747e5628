import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { App } from './routes.ts';

/** Proxies cut connections that are silent for a minute or so. */
const heartbeatMs = 15_000;
const reconnectMs = 2000;

declare module 'fastify' {
  interface FastifyInstance {
    /** Ends every live stream, so that the server can close. */
    streamsEnd: AbortController;
  }
}

export function endStreamsOnClose(app: App): void {
  app.decorate('streamsEnd', new AbortController());
  app.addHook('preClose', async () => app.streamsEnd.abort());
}

/**
 * Answers with server-sent events, one for each value that `produce` yields, until it ends, the visitor leaves or the
 * server closes; `signal` then tells `produce` to stop.
 */
export async function sendEvents(
  reply: FastifyReply,
  produce: (signal: AbortSignal) => AsyncIterable<unknown>,
): Promise<void> {
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, reply.server.streamsEnd.signal]);
  const { raw } = reply;
  raw.once('close', () => left.abort());
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no', // nginx would hold events back
  });
  raw.write(`retry: ${reconnectMs}\n\n`);
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs);
  try {
    for await (const value of produce(signal)) {
      if (!raw.write(`data: ${JSON.stringify(value)}\n\n`)) await once(raw, 'drain', { signal });
    }
  } catch (error) {
    // The head is sent: all that is left is to end the stream, upon which the browser asks again.
    if (!signal.aborted) reply.log.error({ err: error }, 'a live stream failed');
  } finally {
    clearInterval(heartbeat);
    raw.end();
  }
}

/** What `read` returns, at once and then whenever it is different from before; looked at every `everyMs`. */
export async function* changes<T>(read: () => Promise<T>, everyMs: number, signal: AbortSignal): AsyncGenerator<T> {
  let before: string | undefined;
  while (!signal.aborted) {
    const value = await read();
    const now = JSON.stringify(value);
    if (now !== before) yield value;
    before = now;
    await pause(everyMs, undefined, { signal }).catch(() => {});
  }
}
