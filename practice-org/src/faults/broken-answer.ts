import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultSwitch } from './fault-switch.ts';

/** Long enough for the part that was sent to reach the client before the connection breaks. */
const flushMs = 20;
/** Of an answer whose length isn't known beforehand, at most this much is let through. */
const mostOfAStream = 65_536;

/** The answer as it leaves the server: whole, cut short, or cut short together with its connection. */
export function breakAnswer(
  faults: FaultSwitch,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): unknown {
  if (payload === null || payload === undefined || payload === '') return payload;
  if (faults.strikes('droppedConnection', path)) {
    reply.removeHeader('content-length');
    return Readable.from(thenDrop(cut(payload, faults.draw('droppedConnection')), request));
  }
  if (faults.strikes('truncatedBody', path)) {
    reply.removeHeader('content-length');
    return Readable.from(cut(payload, faults.draw('truncatedBody')));
  }
  return payload;
}

async function* cut(payload: unknown, fraction: number): AsyncGenerator<Buffer> {
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
    const whole = Buffer.from(payload as string);
    yield whole.subarray(0, Math.floor(whole.length * fraction));
    return;
  }
  let left = Math.floor(mostOfAStream * fraction);
  for await (const chunk of payload as AsyncIterable<Uint8Array | string>) {
    const bytes = Buffer.from(chunk as string);
    yield bytes.subarray(0, left);
    left -= bytes.length;
    if (left <= 0) return;
  }
}

async function* thenDrop(part: AsyncGenerator<Buffer>, request: FastifyRequest): AsyncGenerator<Buffer> {
  yield* part;
  await wait(flushMs);
  request.raw.socket.destroy();
}
