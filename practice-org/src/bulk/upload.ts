import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import copyStreams from 'pg-copy-streams';
import { parseCsv } from '../csv.ts';
import type { OrgContext } from '../org-context.ts';
import { changeJob, delimiters, type Job, jobTable, outcomeTable } from './jobs.ts';

const longestHeader = 1024 * 1024;
const headerTooLong = 'InvalidBatch : The first line is too long to be a header';

/**
 * Streams an upload into the job's table as it comes, text as text. What is wrong with it is told when the job runs,
 * as Salesforce does: the upload itself is always accepted.
 */
export async function takeUpload(org: OrgContext, job: Job, body: Readable, mostRows?: number): Promise<void> {
  const delimiter = delimiters[job.column_delimiter] as string;
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { header, rest } = await readHeader(chunks);
  const columns = parseCsv(header ?? '', delimiter)[0]?.map((name) => name.trim()) ?? [];
  await org.pool.query(
    `drop table if exists ${jobTable(job)}, ${outcomeTable(job)};
     create unlogged table ${jobTable(job)} (n bigint generated always as identity primary key${columns.map((_, i) => `, c${i} text`).join('')});
     create unlogged table ${outcomeTable(job)} (n bigint primary key, id text, created boolean, error text)`,
  );
  const failure = header === undefined ? headerTooLong : await takeRows();
  await changeJob(org.pool, job.id, { columns, uploaded: true, error_message: failure });

  async function takeRows(): Promise<string | null> {
    if (columns.length === 0) return null;
    return (await copyRows(org, job, columns, delimiter, rest, chunks)) ?? (await tooMany(org, job, mostRows));
  }
}

async function tooMany(org: OrgContext, job: Job, most: number | undefined): Promise<string | null> {
  if (most === undefined) return null;
  const { rows } = await org.pool.query(`select count(*) as count from ${jobTable(job)}`);
  return rows[0].count > most ? `InvalidBatch : Records not processed: more than ${most} in a batch` : null;
}

/** Everything up to the first line break outside quotes, and what came after it in the same chunk; no header when it does not end. */
async function readHeader(chunks: AsyncIterator<Buffer>): Promise<{ header: string | undefined; rest: Buffer }> {
  let read = Buffer.alloc(0);
  for (let next = await chunks.next(); ; next = await chunks.next()) {
    if (next.done) return { header: cleaned(read), rest: Buffer.alloc(0) };
    read = Buffer.concat([read, next.value]);
    const end = lineEnd(read);
    if (end >= 0) return { header: cleaned(read.subarray(0, end)), rest: read.subarray(end + 1) };
    if (read.length > longestHeader) return { header: undefined, rest: Buffer.alloc(0) };
  }
}

function lineEnd(bytes: Buffer): number {
  let quoted = false;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 0x22) quoted = !quoted;
    else if (bytes[i] === 0x0a && !quoted) return i;
  }
  return -1;
}

function cleaned(bytes: Buffer): string {
  return bytes
    .toString()
    .replace(/^\uFEFF/, '')
    .replace(/\r$/, '');
}

async function copyRows(
  org: OrgContext,
  job: Job,
  columns: string[],
  delimiter: string,
  rest: Buffer,
  chunks: AsyncIterator<Buffer>,
): Promise<string | null> {
  const client = await org.pool.connect();
  try {
    const names = columns.map((_, i) => `c${i}`).join(', ');
    const text = `copy ${jobTable(job)} (${names}) from stdin (format csv, delimiter E'\\x${delimiter.charCodeAt(0).toString(16)}')`;
    await pipeline(Readable.from(remaining(rest, chunks)), client.query(copyStreams.from(text)));
    client.release();
    return null;
  } catch (error) {
    client.release(true);
    const { code, message } = error as { code?: string; message: string };
    // Class 22: what PostgreSQL says of data it can't read. Anything else is not the client's mistake.
    if (!code?.startsWith('22')) throw error;
    return `InvalidBatch : ${message}`;
  }
}

async function* remaining(rest: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (rest.length > 0) yield rest;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}
