import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Column, selectLeads } from '../lead-columns.ts';
import { bulkQuery, type Org } from '../org.ts';
import { seconds } from '../stopwatch.ts';

export interface OrgRate {
  s: number;
  rows: number;
  /** Megabytes of CSV a second, before compression. */
  mbPerS: number;
}

/** The page size that Lockstep asks for unless told otherwise. */
const pageRows = 50_000;

/** How fast the practice org alone gives its leads by Bulk query: all bytes are read and thrown away. */
export async function measureOrgRate(org: Org, columns: readonly Column[], gzip: boolean): Promise<OrgRate> {
  let bytes = 0;
  let rows = 0;
  const s = await seconds(async () => {
    rows = await bulkQuery(org.syncUser, selectLeads(columns), { pageRows, gzip }, async (body) => {
      for await (const chunk of body) bytes += chunk.length;
    });
  });
  return { s, rows, mbPerS: bytes / 1e6 / s };
}

/** The leads as CSV files, one per page, for the floor. */
export async function fetchLeads(org: Org, columns: readonly Column[], folder: string): Promise<string[]> {
  const files: string[] = [];
  await bulkQuery(org.syncUser, selectLeads(columns), { pageRows, gzip: true }, async (body, page) => {
    const file = join(folder, `leads-${page}.csv`);
    await pipeline(Readable.fromWeb(body as never), createWriteStream(file));
    files.push(file);
  });
  return files;
}

/** The ids in a page file, in its order. */
export async function idsOf(files: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const file of files) {
    await using handle = await open(file);
    const text = await handle.readFile('utf8');
    // Ids are the first column, and no value but one that begins a line has this form: prefix, then 15 letters and digits.
    for (const [, id] of text.matchAll(/^"(00Q[A-Za-z0-9]{15})",/gm)) ids.push(id as string);
  }
  return ids;
}
