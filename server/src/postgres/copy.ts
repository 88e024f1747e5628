import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from, to } from 'pg-copy-streams';
import type { Client } from './pool.ts';

/**
 * Streams bytes into `COPY … FROM STDIN` and returns the number of rows. Memory stays constant: PostgreSQL's reading
 * holds back the source. When the source fails, PostgreSQL is told so and keeps nothing.
 */
export async function copyIn(
  client: Client,
  statement: string,
  source: Readable | AsyncIterable<Uint8Array | string>,
  signal?: AbortSignal,
): Promise<number> {
  const copy = client.query(from(statement));
  await pipeline(source, copy, { signal });
  return copy.rowCount;
}

/** Streams `COPY … TO STDOUT` into `target`, ends it, and returns the number of rows. */
export async function copyOut(
  client: Client,
  statement: string,
  target: Writable,
  signal?: AbortSignal,
): Promise<number> {
  const copy = client.query(to(statement));
  await pipeline(copy, target, { signal });
  return copy.rowCount;
}

/** The bytes of `COPY … TO STDOUT`, for a caller that passes them on (a request body). Read it to its end. */
export function copyStream(client: Client, statement: string): Readable {
  return client.query(to(statement));
}
