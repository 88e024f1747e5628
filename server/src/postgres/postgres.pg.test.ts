import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { makeTestDatabase } from '@lockstep/local-postgres/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lock, tryLock, withLock } from './advisory-lock.ts';
import { copyIn, copyOut } from './copy.ts';
import { makePool, mustAnswer } from './pool.ts';
import { sql } from './sql.ts';
import { inTransaction } from './transaction.ts';
import { isoTime } from './types.ts';

const stack = new AsyncDisposableStack();
const database = stack.use(await makeTestDatabase());
const pool = makePool({ url: database.url, applicationName: 'test', max: 4 });
stack.defer(() => pool.end());

beforeAll(() => pool.query('create table item (id int primary key, name text)'));
afterAll(() => stack.disposeAsync());

test('values arrive without loss and without this machine’s time zone', async () => {
  const { rows } = await pool.query(`
    select 9007199254740991::int8 as big, array[1, null]::int8[] as list, 1.10::numeric as amount,
           date '2026-03-29' as day, timestamptz '2026-03-29 02:30:00.5+02' as at,
           array[timestamp '2026-01-01 00:00'] as times, '{"a": 1}'::jsonb as json`);
  expect(rows[0]).toEqual({
    big: 9007199254740991,
    list: [1, null],
    amount: '1.10',
    day: '2026-03-29',
    at: '2026-03-29 00:30:00.5+00',
    times: ['2026-01-01 00:00:00'],
    json: { a: 1 },
  });
  expect(isoTime(rows[0].at)).toBe('2026-03-29T00:30:00.500Z');
  await expect(pool.query('select 9007199254740993::int8')).rejects.toThrow('exactly');
});

test('a transaction is kept when its work returns and undone when it throws', async () => {
  await inTransaction(pool, (client) => client.query(sql`insert into item values (${1}, ${'kept'})`));
  const failing = inTransaction(pool, async (client) => {
    await client.query(sql`insert into item values (${2}, ${'undone'})`);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect((await pool.query('select name from item order by id')).rows).toEqual([{ name: 'kept' }]);
  expect(pool.idleCount).toBe(pool.totalCount);
});

test('a connection that breaks in a transaction fails that transaction only', async () => {
  const broken = inTransaction(pool, async (client) => {
    const { rows } = await client.query('select pg_backend_pid() as pid');
    await pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
    await new Promise((resolve) => client.once('end', resolve));
    await client.query('select 1');
  });
  await expect(broken).rejects.toThrow();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('COPY streams both ways and counts rows', async () => {
  await pool.query('truncate item');
  const lines = Readable.from(['id,name\n', '1,"a,b"\n2,', 'c\n']);
  const statement = 'copy item from stdin (format csv, header)';
  expect(await inTransaction(pool, (client) => copyIn(client, statement, lines))).toBe(2);

  const target = new PassThrough();
  const written = text(target);
  const copied = inTransaction(pool, (client) =>
    copyOut(client, 'copy (select * from item order by id) to stdout (format csv)', target),
  );
  expect(await copied).toBe(2);
  expect(await written).toBe('1,"a,b"\n2,c\n');
});

test('a source that breaks off leaves nothing behind and the connection usable', async () => {
  await pool.query('truncate item');
  async function* breaking() {
    yield '1,a\n2,b\n';
    throw new Error('the line went dead');
  }
  const broken = inTransaction(pool, (client) => copyIn(client, 'copy item from stdin (format csv)', breaking()));
  await expect(broken).rejects.toThrow('the line went dead');
  const wrong = inTransaction(pool, (client) =>
    copyIn(client, 'copy item from stdin (format csv)', Readable.from(['x,y\n'])),
  );
  await expect(wrong).rejects.toThrow('invalid input syntax');
  expect((await pool.query('select count(*) as n from item')).rows).toEqual([{ n: 0 }]);
  expect(pool.idleCount).toBe(pool.totalCount);
});

test('an advisory lock excludes others until it is released', async () => {
  const held = await lock(pool, 'door');
  expect(await tryLock(pool, 'door')).toBeUndefined();
  await using other = await tryLock(pool, 'window');
  expect(other?.lost.aborted).toBe(false);
  await held[Symbol.asyncDispose]();
  expect(held.lost.aborted).toBe(false);

  const order: number[] = [];
  await Promise.all(
    [1, 2, 3].map((turn) =>
      withLock(pool, 'door', async () => {
        order.push(turn);
        await new Promise(setImmediate);
        order.push(turn);
      }),
    ),
  );
  expect([order[0], order[2], order[4]]).toEqual([order[1], order[3], order[5]]);
});

test('the holder of a lock hears that its connection broke', async () => {
  await using held = await lock(pool, 'fragile');
  const lost = new Promise((resolve) => held.lost.addEventListener('abort', resolve, { once: true }));
  await pool.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()`,
  );
  await lost;
  await using next = await tryLock(pool, 'fragile');
  expect(next).toBeDefined();
});

test('an unreachable database is named without its password', async () => {
  const nowhere = makePool({ url: 'postgresql://me:hush-hush@127.0.0.1:1/shop', applicationName: 'test' });
  const error = await mustAnswer(nowhere).catch((thrown) => thrown);
  expect(error).toMatchObject({ code: 'database/unreachable', detail: expect.stringContaining('127.0.0.1:1/shop') });
  expect(error.message).not.toContain('hush-hush');
});
