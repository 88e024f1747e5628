import { PassThrough, Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { createApiToken } from '../auth/api-tokens.ts';
import type { Terminal } from '../cli/cli.ts';
import { runCommandLine } from '../cli/command-line.ts';
import { mailUser, startTestMailServer } from '../mail/testing/test-mail-server.ts';
import { makeTestContext } from '../test-context.ts';
import { allRoutes } from './all-routes.ts';
import { buildApp } from './app.ts';
import { refusal } from './testing/refusal.ts';
import { Visitor } from './testing/visitor.ts';

/** Notifications by e-mail as the web page and the command line reach them (OPS-4). */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const server = stack.use(await startTestMailServer());
const environment = {
  LOCKSTEP_SMTP_URL: `smtp://${encodeURIComponent(mailUser.name)}:${encodeURIComponent(mailUser.password)}@127.0.0.1:${server.port}`,
  LOCKSTEP_MAIL_FROM: 'lockstep@example.com',
  LOCKSTEP_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
};
const context = stack.use(await makeTestContext(environment));
const app = await buildApp(context, allRoutes);
stack.defer(() => app.close());
const admin = await new Visitor(app).becomeFirstAdmin();
const viewer = { email: 'vera@example.com', name: 'Vera', password: 'a long password', role: 'viewer' };
await admin.send('POST', '/admin/users', viewer);
const vera = new Visitor(app);
await vera.send('POST', '/admin/session', viewer, { 'accept-language': 'nl-BE,en;q=0.8' });

async function lockstep(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = { ...environment, DATABASE_URL: context.databaseUrl, LOCKSTEP_LOG_LEVEL: 'warn' };
  const terminal = { environment: env, stdin: Readable.from(['']), stdout, stderr } as unknown as Terminal;
  const code = await runCommandLine(args, terminal);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

test('administrators get what is urgent until they choose, others nothing; the language is that of the page', async () => {
  const { body } = await admin.send('GET', '/admin/notifications/mail');
  expect(body).toMatchObject({
    server: `127.0.0.1:${server.port}`,
    from: 'lockstep@example.com',
    address: 'ada@example.com',
    kinds: expect.arrayContaining(['credentials', 'sync-failed']),
    chosen: false,
    last: null,
  });
  expect(body.kinds).not.toContain('field-new');
  expect(JSON.stringify(body)).not.toContain(mailUser.password);
  expect((await vera.send('GET', '/admin/notifications/mail')).body).toMatchObject({ kinds: [], language: 'nl' });
  await vera.send('PUT', '/admin/session/language', { language: 'en' });
  expect((await vera.send('GET', '/admin/notifications/mail')).body.language).toBe('en');
});

test('everybody chooses for themselves, and the choice is in the audit trail', async () => {
  const chosen = await vera.send('PUT', '/admin/notifications/mail', { kinds: ['picklist', 'loop'] });
  expect(chosen.body).toMatchObject({ kinds: ['picklist', 'loop'], chosen: true });
  expect(await vera.send('PUT', '/admin/notifications/mail', { kinds: ['mail'] })).toMatchObject(
    refusal(400, 'request/invalid'),
  );
  const { body } = await admin.send('GET', '/admin/audit');
  expect(body.entries[0]).toMatchObject({ actor: 'vera@example.com', action: 'user/mail-chosen' });
});

test('an API token has no choice, and says to whom a test goes', async () => {
  const { token } = await createApiToken(context.pool, { name: 'script', role: 'admin' }, { actor: 'test' });
  const script = (method: 'GET' | 'POST', path: string, body?: object) =>
    new Visitor(app).send(method, path, body, { authorization: `Bearer ${token}` });
  expect(await script('GET', '/admin/notifications/mail')).toMatchObject(refusal(403, 'request/forbidden'));
  expect(await script('POST', '/admin/notifications/test-mail', {})).toMatchObject(refusal(400, 'request/invalid'));
  const { status } = await script('POST', '/admin/notifications/test-mail', { to: 'ops@example.com' });
  expect(status).toBe(200);
  expect(server.received.pop()?.to).toBe('ops@example.com');
});

test('a test e-mail goes out at once and tells what the server answered, also when it refuses', async () => {
  const answer = await admin.send('POST', '/admin/notifications/test-mail', {});
  expect(answer.body).toMatchObject({ to: 'ada@example.com', answer: expect.stringMatching(/^250 .*queued as/) });
  expect(server.received.at(-1)).toMatchObject({ to: 'ada@example.com', subject: 'Lockstep: A test e-mail' });
  server.refused.set('ada@example.com', [550, '5.7.1 Relaying denied']);
  expect(await admin.send('POST', '/admin/notifications/test-mail', {})).toMatchObject(
    refusal(422, 'mail/recipient-refused', /^550 5.7.1 Relaying denied$/),
  );
  expect(await vera.send('POST', '/admin/notifications/test-mail', {})).toMatchObject(
    refusal(403, 'request/forbidden'),
  );
});

test('the command line shows and sets what users get, and sends a test', async () => {
  expect((await lockstep('notifications', 'mail')).out).toMatch(/ada@example\.com +en +credentials, .* \(default\)\n/);
  const set = await lockstep('notifications', 'mail', 'vera@example.com', '--kinds', 'none', '--language', 'nl');
  expect(set.out).toMatch(/vera@example\.com +nl +nothing\n/);
  expect((await lockstep('notifications', 'mail', 'vera@example.com', '--kinds', 'weather')).err).toContain(
    'not weather',
  );
  expect((await lockstep('notifications', 'mail', 'nobody@example.com')).out).not.toContain('@');
  const sent = await lockstep('notifications', 'test-mail', 'vera@example.com', '--language', 'nl');
  expect(sent.out).toMatch(/took an e-mail to vera@example\.com\. It answered: 250 /);
  expect(server.received.at(-1)?.subject).toBe('Lockstep: Een testmail');
});
