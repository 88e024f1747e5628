import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { makeTestDatabase } from '@lockstep/local-postgres/test-database';
import { afterAll, expect, test } from 'vitest';
import type { Terminal } from './cli.ts';
import { runCommandLine } from './command-line.ts';

const stack = new AsyncDisposableStack();
const database = stack.use(await makeTestDatabase());
afterAll(() => stack.disposeAsync());

const environment = {
  DATABASE_URL: database.url,
  LOCKSTEP_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  LOCKSTEP_LOG_LEVEL: 'warn',
};

async function run(args: string[], { stdin = '', env = environment as Record<string, string> } = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = { environment: env, stdin: Readable.from([stdin]), stdout, stderr } as unknown as Terminal;
  const code = await runCommandLine(args, terminal);
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  return { code, out: text(stdout), err: text(stderr) };
}

test('users are made and listed; --json prints one document', async () => {
  const added = await run(['users', 'add', 'ada@example.com', '--role', 'admin', '--json']);
  expect(added.code).toBe(0);
  expect(JSON.parse(added.out)).toMatchObject({ user: { role: 'admin' }, password: expect.stringMatching(/^\S{20}$/) });

  const chosen = await run(['users', 'add', 'bob@example.com', '--name', 'Bob', '--password-stdin'], {
    stdin: 'a long password\n',
  });
  expect(chosen.out).toBe('Created bob@example.com (viewer).\n');
  const listed = (await run(['users', 'list'])).out.split('\n');
  expect(listed[0]).toMatch(/^e-mail {11}name {13}role {4}state/);
  expect(listed[2]).toMatch(/^bob@example.com {2}Bob {14}viewer {2}active/);
  expect((await run(['users', 'reset-password', 'Bob@example.com'])).out).toMatch(
    /^New password for bob@example.com: /,
  );
});

test('tokens are shown once', async () => {
  const token = (await run(['tokens', 'add', 'nightly'])).out.trim();
  expect(token).toMatch(/^lks_/);
  const listed = await run(['tokens', 'list', '--json']);
  expect(JSON.parse(listed.out).tokens[0]).toMatchObject({ id: 1, name: 'nightly', revokedAt: null });
  expect(listed.out).not.toContain(token);
  expect((await run(['tokens', 'revoke', '1'])).code).toBe(0);
});

test('what is refused says what to do and exits with 1; wrong usage exits with 2', async () => {
  const short = await run(['users', 'add', 'eve@example.com', '--password-stdin'], { stdin: 'short' });
  expect(short).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('password must not have fewer than 12'),
  });
  expect(short.err).toContain('What to do: Correct the value');
  const asJson = await run(['tokens', 'revoke', '99', '--json']);
  expect(asJson).toMatchObject({ code: 1, err: '' });
  expect(JSON.parse(asJson.out).error).toMatchObject({ code: 'request/not-found', detail: 'API token 99' });
  expect((await run(['users', 'add'])).code).toBe(2);
  expect((await run(['no-such-thing'])).code).toBe(2);
  expect((await run(['--help'])).code).toBe(0);
  const wrong = await run(['config'], { env: { LOCKSTEP_PORT: 'abc' } });
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('LOCKSTEP_PORT: "abc"') });
});

test('config shows values without secrets', async () => {
  const { out } = await run(['config']);
  expect(out).toMatch(/LOCKSTEP_SECRET_KEY +\*\*\* +set/);
  expect(out).toMatch(/LOCKSTEP_PORT +3000 +default/);
  expect(out).not.toContain(environment.LOCKSTEP_SECRET_KEY);
});

test('the server starts, answers and stops when it is asked to', async () => {
  const server = launch('start', '--json', '--port', '0');
  using _killed = { [Symbol.dispose]: () => server.kill('SIGKILL') };
  const [line] = await once(server.stdout, 'data');
  const { url } = JSON.parse(String(line));
  expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ok' });
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
});

test('a port that was chosen and is taken is an error that says so', async () => {
  const occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  const { port } = occupant.address() as { port: number };
  const server = launch('start', '--json', '--port', String(port));
  const [line] = await once(server.stdout, 'data');
  expect(JSON.parse(String(line)).error).toMatchObject({ code: 'server/port-taken', detail: `Tried: ${port}.` });
  expect(await once(server, 'exit')).toEqual([1, null]);
  occupant.close();
});

function launch(...args: string[]) {
  const launcher = join(import.meta.dirname, '../../bin/lockstep.js');
  const env = { PATH: process.env.PATH, ...environment };
  return spawn(process.execPath, [launcher, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}
