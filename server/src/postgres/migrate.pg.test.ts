import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestDatabase } from '@lockstep/local-postgres/test-database';
import { expect, test } from 'vitest';
import { migrate, readMigrations } from './migrate.ts';
import { makePool } from './pool.ts';

interface Bench extends AsyncDisposable {
  folder: string;
  pool: ReturnType<typeof makePool>;
  write(file: string, text: string): void;
}

async function makeBench(): Promise<Bench> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await makeTestDatabase());
  const pool = makePool({ url: database.url, applicationName: 'test' });
  stack.defer(() => pool.end());
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-migrations-'));
  stack.defer(() => rmSync(folder, { recursive: true }));
  const owned = stack.move();
  return {
    folder,
    pool,
    write: (file, text) => writeFileSync(join(folder, file), text),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

test('our own migrations run once, also when several processes start together', async () => {
  await using bench = await makeBench();
  const runs = await Promise.all([migrate(bench.pool), migrate(bench.pool), migrate(bench.pool)]);
  expect(runs.flat().length).toBe(runs.find((run) => run.length > 0)?.length);
  expect(await migrate(bench.pool)).toEqual([]);
  const { rows } = await bench.pool.query('select number from lockstep.migration order by number');
  expect(rows[0]).toEqual({ number: 1 });
});

test('new files run in order, each as a whole', async () => {
  await using bench = await makeBench();
  bench.write('0001-first.sql', '-- compatible\ncreate table a (id int);');
  await migrate(bench.pool, bench.folder);
  bench.write('0002-second.sql', '-- compatible\ncreate table b (id int); select nonsense;');
  const failed = await migrate(bench.pool, bench.folder).catch((error) => error);
  expect(failed).toMatchObject({ code: 'database/migration-failed', detail: expect.stringContaining('2 (second)') });
  expect((await bench.pool.query(`select to_regclass('b') as b`)).rows).toEqual([{ b: null }]);

  bench.write('0002-second.sql', '-- compatible\ncreate table b (id int);');
  expect((await migrate(bench.pool, bench.folder)).map(({ name }) => name)).toEqual(['second']);
});

test('an older program works with a compatible newer schema and refuses a breaking one', async () => {
  await using bench = await makeBench();
  bench.write('0001-first.sql', '-- compatible\nselect 1;');
  bench.write('0002-later.sql', '-- compatible\nselect 1;');
  await migrate(bench.pool, bench.folder);
  rmSync(join(bench.folder, '0002-later.sql'));
  expect(await migrate(bench.pool, bench.folder)).toEqual([]);

  bench.write('0003-renamed-everything.sql', '-- breaking\nselect 1;');
  await migrate(bench.pool, bench.folder);
  rmSync(join(bench.folder, '0003-renamed-everything.sql'));
  const refused = migrate(bench.pool, bench.folder);
  await expect(refused).rejects.toMatchObject({ code: 'database/too-new' });
});

test('a file without a number or a first line is refused', async () => {
  await using bench = await makeBench();
  bench.write('0001-first.sql', 'select 1;');
  await expect(readMigrations(bench.folder)).rejects.toThrow('first line');
  bench.write('0001-first.sql', '-- breaking\nselect 1;');
  bench.write('0001-again.sql', '-- breaking\nselect 1;');
  await expect(readMigrations(bench.folder)).rejects.toThrow('number 1');
  bench.write('two.sql', '-- breaking\nselect 1;');
  await expect(readMigrations(bench.folder)).rejects.toThrow('NNNN-name.sql');
});
