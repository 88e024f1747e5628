import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { to } from 'pg-copy-streams';
import type { Arena } from '../arena.ts';
import { type Column, selectLeads } from '../lead-columns.ts';
import { bulkIngest, call, type IngestOperation, jobResults, type Org } from '../org.ts';
import { medianRound } from '../rounds.ts';
import { seconds } from '../stopwatch.ts';

/** What the practice org does alone, so that nobody takes its limits for those of Lockstep. */
export interface OrgSpeed {
  /** Megabytes a second of the same columns by a bare COPY, read by the same process and thrown away. */
  copyMbPerS: number;
  ingestRows: number;
  ingestPerS: Record<IngestOperation, number>;
  collectionInsertsPerS: number;
  collectionUpdatesPerS: number;
  queryPagesPerS: number;
}

const mostIngested = 100_000;
const collection = 200;
const collections = 25;
/** Of 2,000 records, as every query has them unless told. */
const mostPages = 25;

/** Leaves more leads behind than there were: to be called last. */
export async function measureOrgSpeed(arena: Arena, columns: readonly Column[], leads: number): Promise<OrgSpeed> {
  const { org, folder } = arena;
  const ingestRows = Math.min(mostIngested, leads);
  return {
    copyMbPerS: await bareCopy(await arena.databaseUrl('practice_org'), columns),
    queryPagesPerS: await queryPages(org, columns),
    ingestRows,
    ingestPerS: await ingest(org, folder, ingestRows),
    ...(await inCollections(org)),
  };
}

async function bareCopy(databaseUrl: string, columns: readonly Column[]): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select column_name as name from information_schema.columns where table_schema = 'org' and table_name = 'Lead'`,
    );
    // What is worked out has no column of its own.
    const stored = columns.filter(({ name }) => rows.some((row) => row.name === name)).map(({ name }) => `"${name}"`);
    const text = `copy (select ${stored.join(', ')} from org."Lead") to stdout (format csv, force_quote *)`;
    const round = async () => {
      let bytes = 0;
      const s = await seconds(async () => {
        for await (const chunk of client.query(to(text))) bytes += (chunk as Buffer).length;
      });
      return { bytes, s };
    };
    const { bytes, s } = await medianRound(round, (measured) => measured.s);
    return bytes / 1e6 / s;
  } finally {
    await client.end();
  }
}

async function queryPages({ syncUser }: Org, columns: readonly Column[]): Promise<number> {
  let pages = 0;
  const first = `/query?q=${encodeURIComponent(selectLeads(columns))}`;
  const s = await seconds(async () => {
    for (let path: string | undefined = first; path && pages < mostPages; pages++) {
      const page = await call(syncUser, 'GET', path);
      path = (page.nextRecordsUrl as string | undefined)?.replace(/^\/services\/data\/v[\d.]+/, '');
    }
  });
  return pages / s;
}

/** So many leads are made, changed and deleted again. */
async function ingest({ admin }: Org, folder: string, rows: number): Promise<OrgSpeed['ingestPerS']> {
  const file = join(folder, 'ingest.csv');
  const run = async (operation: IngestOperation, header: string, line: (i: number) => string) => {
    writeFileSync(file, `${header}\n${Array.from({ length: rows }, (_, i) => line(i)).join('\n')}\n`);
    let path = '';
    const s = await seconds(async () => {
      path = await bulkIngest(admin, operation, file);
    });
    return { path, perS: rows / s };
  };
  const insert = await run(
    'insert',
    'LastName,Company,Email,Title',
    (i) => `Bench ${i},Bench,bench${i}@example.com,One`,
  );
  const results = await jobResults(admin, insert.path, 'successfulResults');
  const ids = [...results.matchAll(/^"(00Q\w{15})"/gm)].map(([, id]) => id);
  const update = await run('update', 'Id,Title,Description', (i) => `${ids[i]},Two,"Line 1\nLine 2"`);
  const remove = await run('delete', 'Id', (i) => String(ids[i]));
  return { insert: insert.perS, update: update.perS, delete: remove.perS };
}

/** 200 records a call, one call after the other has answered. */
async function inCollections({
  admin,
}: Org): Promise<Pick<OrgSpeed, 'collectionInsertsPerS' | 'collectionUpdatesPerS'>> {
  const attributes = { type: 'Lead' };
  const ids: string[] = [];
  const save = async (method: 'POST' | 'PATCH', records: object[]) => {
    const results = (await call(admin, method, '/composite/sobjects', { records })) as unknown as {
      id: string;
      success: boolean;
    }[];
    if (results.some(({ success }) => !success)) throw new Error('The practice org refused a record of a collection.');
    return results.map(({ id }) => id);
  };
  const insertS = await seconds(async () => {
    for (let round = 0; round < collections; round++) {
      const record = (i: number) => ({ attributes, LastName: `Collection ${i}`, Company: 'Bench', Title: 'One' });
      ids.push(
        ...(await save(
          'POST',
          Array.from({ length: collection }, (_, i) => record(i)),
        )),
      );
    }
  });
  const updateS = await seconds(async () => {
    for (let start = 0; start < ids.length; start += collection)
      await save(
        'PATCH',
        ids.slice(start, start + collection).map((id) => ({ attributes, id, Title: 'Two' })),
      );
  });
  return { collectionInsertsPerS: ids.length / insertS, collectionUpdatesPerS: ids.length / updateS };
}
