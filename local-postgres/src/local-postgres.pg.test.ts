import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openLocalPostgres } from './local-postgres.ts';

test('the same folder is the same cluster: found running, stopped once, its data still there after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-cluster-'));
  chmodSync(folder, 0o711);
  const first = await openLocalPostgres({ folder, durable: false });
  try {
    expect(first.startedHere).toBe(true);
    await query(await first.databaseUrl('shop'), 'create table kept as select 42 as answer');

    const second = await openLocalPostgres({ folder });
    expect(second).toMatchObject({ startedHere: false, port: first.port });

    await second.stop();
    const third = await openLocalPostgres({ folder, durable: false });
    expect(third.startedHere).toBe(true);
    expect(await query(await third.databaseUrl('shop'), 'select answer from kept')).toEqual([{ answer: 42 }]);
  } finally {
    await (await openLocalPostgres({ folder, durable: false })).stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
