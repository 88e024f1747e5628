import type { Connection } from '@jsforce/jsforce-node';
import pg from 'pg';
import { type Column, createLeadTable, selectLeads } from '../lead-columns.ts';
import { seconds } from '../stopwatch.ts';

/** Rows of one INSERT: 65,535 parameters is the most that PostgreSQL takes. */
const batchRows = 500;

/**
 * The script that most engineers would write: every record of a jsforce Bulk query, gathered into multi-row upserts into
 * one table. No people, no activities, no log, no way to go on after a stop.
 */
export async function runPlainScript(
  connection: Connection,
  databaseUrl: string,
  columns: readonly Column[],
  limit: number,
): Promise<{ s: number; rows: number }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  let rows = 0;
  try {
    await client.query(createLeadTable(columns));
    const s = await seconds(async () => {
      connection.bulk2.pollInterval = 200;
      const records = await connection.bulk2.query(`${selectLeads(columns)} LIMIT ${limit}`);
      let batch: Record<string, string>[] = [];
      for await (const record of records as AsyncIterable<Record<string, string>>) {
        batch.push(record);
        if (batch.length < batchRows) continue;
        await upsert(client, columns, batch);
        rows += batch.length;
        batch = [];
      }
      if (batch.length > 0) await upsert(client, columns, batch);
      rows += batch.length;
    });
    return { s, rows };
  } finally {
    await client.end();
  }
}

async function upsert(
  client: pg.Client,
  columns: readonly Column[],
  records: readonly Record<string, string>[],
): Promise<void> {
  const values: (string | null)[] = [];
  const rows = records.map((record) => {
    const places = columns.map((c) => `$${values.push(record[c.name] || null)}`);
    return `(${places.join(', ')})`;
  });
  const names = columns.map((c) => `"${c.name}"`);
  await client.query(
    `insert into lead (${names.join(', ')}) values ${rows.join(', ')}
     on conflict ("Id") do update set ${names.map((n) => `${n} = excluded.${n}`).join(', ')}`,
    values,
  );
}
