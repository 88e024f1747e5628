import { PassThrough, type Readable, Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import copyStreams from 'pg-copy-streams';

export interface CsvAnswer {
  header: string;
  /** A SELECT without parameters. */
  select: string;
  delimiter: string;
  crlf: boolean;
  /** Run before, in the same transaction. */
  settings?: string;
}

/** Streams a SELECT as CSV to the client at the speed of COPY, in constant memory; every cell is quoted, a null is `""`. */
export async function sendCsv(
  pool: pg.Pool,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: CsvAnswer,
): Promise<FastifyReply> {
  const client = await pool.connect();
  await client.query(`begin read only; ${answer.settings ?? ''}`);
  const text = `copy (${answer.select}) to stdout (format csv, force_quote *, delimiter E'\\x${answer.delimiter.charCodeAt(0).toString(16)}')`;
  const rows = client.query(copyStreams.to(text, { highWaterMark: 1024 * 1024 }));
  const body = new PassThrough({ highWaterMark: 1024 * 1024 });
  body.write(answer.header + (answer.crlf ? '\r\n' : '\n'));
  const released = releaser(client, rows, body);
  rows.on('error', (error) => body.destroy(error));
  rows.on('end', () => released(false));
  body.on('close', () => released(!rows.readableEnded));
  (answer.crlf ? rows.pipe(withCrlf()) : rows).pipe(body);
  reply.header('content-type', 'text/csv');
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(body);
  reply.header('content-encoding', 'gzip');
  const packed = createGzip({ level: 1 });
  // Fastify destroys what it was given when the client goes away; what feeds it has to follow.
  packed.on('close', () => body.destroy());
  return reply.send(body.pipe(packed));
}

/** Gives the connection back once: clean after the last row, discarded when the client has gone away in the middle. */
function releaser(client: pg.PoolClient, rows: Readable, body: PassThrough): (broken: boolean) => void {
  let done = false;
  return (broken) => {
    if (done) return;
    done = true;
    if (broken) {
      rows.destroy();
      body.destroy();
      client.release(true);
      return;
    }
    // The stream ends before PostgreSQL's own "done": the next statement waits for that.
    client.query('commit').then(
      () => client.release(),
      () => client.release(true),
    );
  };
}

/** COPY ends rows with LF; this makes it CRLF, leaving line breaks inside quoted cells alone. */
function withCrlf(): Transform {
  let quoted = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const parts: Buffer[] = [];
      let start = 0;
      for (let i = 0; i < chunk.length; i++) {
        if (chunk[i] === 0x22) quoted = !quoted;
        else if (chunk[i] === 0x0a && !quoted) {
          parts.push(chunk.subarray(start, i), Buffer.from('\r\n'));
          start = i + 1;
        }
      }
      parts.push(chunk.subarray(start));
      done(null, Buffer.concat(parts));
    },
  });
}
