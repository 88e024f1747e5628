import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { type Column, createLeadTable } from '../lead-columns.ts';
import { seconds } from '../stopwatch.ts';

/** The floor: the bytes of the leads, from files, into one COPY a page into one typed table with a primary key. */
export async function runFloor(
  databaseUrl: string,
  columns: readonly Column[],
  files: readonly string[],
): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(createLeadTable(columns));
    const names = columns.map((c) => `"${c.name}"`).join(', ');
    const copy = `copy lead (${names}) from stdin with (format csv, header match, force_null (${names}))`;
    return await seconds(async () => {
      for (const file of files)
        await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), client.query(from(copy)));
    });
  } finally {
    await client.end();
  }
}
