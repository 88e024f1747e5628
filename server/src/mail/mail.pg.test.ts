import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Environment, readConfig } from '../config.ts';
import { must } from '../errors.ts';
import { mailWork } from '../jobs/mail.ts';
import { type Notice, raiseNotices, readNotification, settleNotices } from '../subscription/notifications.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { makeTestContext } from '../test-context.ts';
import { told } from '../told.ts';
import { chooseMail } from './mail-choice.ts';
import { readMailSettings } from './mail-settings.ts';
import { retryMailNow } from './outbox.ts';
import { sendNotifications } from './send-notifications.ts';
import { openMailServer } from './smtp.ts';
import { certificate, mailUser, startTestMailServer } from './testing/test-mail-server.ts';

/** Notifications by e-mail (OPS-4), by a mail server over TCP. Ada (admin) reads English, Wim (marketer) Dutch. */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const context = stack.use(await makeTestContext());
const { pool, log } = context;
const server = stack.use(await startTestMailServer());
const { id } = await openSubscription(pool);
await pool.query(`update lockstep.subscription set state = 'started' where id = ${id}`);
await pool.query(`
  insert into lockstep.admin_user (email, name, role, password_hash, language)
  values ('ada@example.com', 'Ada', 'admin', '', 'en'), ('wim@example.com', 'Wim', 'marketer', '', 'nl')`);
const subscription = await openSubscription(pool);

const run = <T>(work: Parameters<typeof inSubscription<T>>[2]) => inSubscription(pool, subscription, work);
const settingsFor = (environment: Environment) =>
  must(
    readMailSettings(
      readConfig({
        LOCKSTEP_MAIL_FROM: 'Lockstep <lockstep@example.com>',
        LOCKSTEP_PUBLIC_URL: 'https://crm.example.com',
        ...environment,
      }),
    ),
    'settings',
  );
const plain = (port = server.port) => settingsFor({ LOCKSTEP_SMTP_URL: `smtp://127.0.0.1:${port}` });
const send = (settings = plain()) => sendNotifications({ pool, log, settings }, subscription);
const sent = () => server.received.splice(0);
const bell = async () =>
  (
    await run((client) =>
      client.query<{ subject: string; message: string }>(
        `select subject, message from notification where kind = 'mail' and resolved_at is null order by subject`,
      ),
    )
  ).rows;
const states = async () =>
  (await run((client) => client.query<{ state: string }>('select state from mail order by id'))).rows.map(
    (m) => m.state,
  );

const expired: Notice = {
  kind: 'credentials',
  subject: 'sf/password-expired',
  message: [{ sentence: 'Gone.', values: [], key: 'sf/password-expired/meaning' }],
  action: [told`First: enter credentials.`],
};
const newField = (name: string): Notice => ({
  kind: 'field-new',
  subject: `Lead.${name}`,
  message: [told`{0}.{1} is not mapped.`].map((words) => ({
    ...words,
    sentence: '{0}.{1} is not mapped.',
    values: ['Lead', name],
  })),
  action: [told`First: sync fields.`],
});

beforeEach(async () => {
  await run((client) => client.query('truncate notification, mail, mail_notification'));
  server.refused.clear();
  sent();
});

test('what is raised is one e-mail to each who wants it, in their language, with its page', async () => {
  await chooseMail(pool, 'wim@example.com', { kinds: ['credentials'] }, { actor: 'test' });
  await run((client) => raiseNotices(client, [expired]));
  await send();
  const [ada, wim] = sent().sort((one, other) => one.to.localeCompare(other.to));
  expect(ada).toMatchObject({ to: 'ada@example.com', subject: 'Lockstep: Credentials: Gone.' });
  expect(ada?.text).toContain(
    'What to do: First: enter credentials.\nhttps://crm.example.com/sync-with-salesforce/credentials',
  );
  expect(wim).toMatchObject({ to: 'wim@example.com', subject: expect.stringContaining('Lockstep: Inloggegevens:') });
  expect(wim?.text).toContain('Wat te doen: Eerst: inloggegevens invoeren.');
  expect(wim?.html).toContain('<html lang="nl">');
  expect(wim?.html).toContain('href="https://crm.example.com/sync-with-salesforce/credentials"');
  await chooseMail(pool, 'wim@example.com', { kinds: null }, { actor: 'test' });
});

test('nothing is sent again while the cause lasts, by two processes at once, or after a restart', async () => {
  await run((client) => raiseNotices(client, [expired]));
  await Promise.all([send(), send()]);
  await run((client) => raiseNotices(client, [expired]));
  await mailWork({ pool, log, mail: plain() });
  await send();
  expect(sent()).toHaveLength(1);
});

test('several causes of one moment are one e-mail; what one has not chosen is not in it', async () => {
  await run((client) => raiseNotices(client, [expired, { ...expired, kind: 'defect' }, newField('Area__c')]));
  await send();
  const [letter, ...more] = sent();
  expect(more).toEqual([]);
  expect(letter?.subject).toBe('Lockstep: 2 notifications: Credentials, Unexplained difference');
  expect(letter?.text).not.toContain('Area__c');
});

test('a cause that has something else to say is mailed anew once somebody has read it, and when it comes back', async () => {
  const saying = (message: string): Notice => ({
    ...expired,
    message: [{ ...told`First: sync fields.`, sentence: message }],
  });
  const subjects = async (notice: Notice) => {
    await run((client) => raiseNotices(client, [notice]));
    await send();
    return sent().map(({ subject }) => subject);
  };
  expect(await subjects(saying('One.'))).toEqual(['Lockstep: Credentials: One.']);
  expect(await subjects(saying('Two.'))).toEqual([]);
  const { rows } = await run((client) => client.query('select id from notification'));
  await run((client) => readNotification(client, rows[0].id));
  expect(await subjects(saying('Three.'))).toEqual(['Lockstep: Credentials: Three.']);
  await run((client) => settleNotices(client, ['credentials'], []));
  expect(await subjects(saying('Three.'))).toEqual(['Lockstep: Credentials: Three.']);
});

test('while the server is down e-mails wait; up again it gets what is still true, once; meanwhile the bell tells', async () => {
  const down = await startTestMailServer();
  await down[Symbol.asyncDispose]();
  await run((client) => raiseNotices(client, [expired, { ...expired, kind: 'loop' }]));
  for (const attempt of [1, 2, 3]) {
    await run(retryMailNow);
    await send(plain(down.port));
    await send(plain(down.port)); // Too early for the next attempt.
    expect(await bell()).toHaveLength(attempt < 3 ? 0 : 1);
  }
  expect(await bell()).toMatchObject([
    { subject: 'mail/unreachable', message: expect.stringContaining('ECONNREFUSED') },
  ]);
  await run((client) => settleNotices(client, ['loop'], []));
  await using up = await startTestMailServer({}, down.port);
  await run(retryMailNow);
  await send(plain(down.port));
  await send(plain(down.port));
  expect(up.received.map(({ subject }) => subject)).toEqual(['Lockstep: Credentials: Gone.']);
  expect(await bell()).toEqual([]);
});

test('what is over before its e-mail could go out is not mailed', async () => {
  await run((client) => raiseNotices(client, [expired]));
  server.refused.set('ada@example.com', [450, '4.2.0 Greylisted, try again']);
  await send();
  expect(await states()).toEqual(['waiting']);
  await run((client) => settleNotices(client, ['credentials'], []));
  server.refused.clear();
  await run(retryMailNow);
  await send();
  expect(await states()).toEqual(['dropped']);
  expect(sent()).toEqual([]);
});

test('a wrong password is told at once, in the words of the server; with the right one the e-mail goes out', async () => {
  const withPassword = (password: string) =>
    settingsFor({
      LOCKSTEP_SMTP_URL: `smtp://${encodeURIComponent(mailUser.name)}:${encodeURIComponent(password)}@127.0.0.1:${server.port}`,
    });
  await run((client) => raiseNotices(client, [expired]));
  await send(withPassword('wrong'));
  expect(await bell()).toMatchObject([
    { subject: 'mail/login', message: expect.stringContaining('535 5.7.8 Authentication credentials invalid') },
  ]);
  expect(JSON.stringify(await bell())).not.toContain('wrong');
  await mailWork({ pool, log, mail: withPassword(mailUser.password) });
  await send(withPassword(mailUser.password));
  expect(sent()).toHaveLength(1);
  expect(await bell()).toEqual([]);
});

test('a recipient whom the server refuses keeps nobody else from theirs, and is named in the bell', async () => {
  await chooseMail(pool, 'wim@example.com', { kinds: ['credentials'] }, { actor: 'test' });
  server.refused.set('ada@example.com', [550, '5.1.1 No such user here']);
  await run((client) => raiseNotices(client, [expired]));
  await send();
  await run(retryMailNow);
  await send();
  expect(sent().map(({ to }) => to)).toEqual(['wim@example.com']);
  expect((await states()).sort()).toEqual(['refused', 'sent']);
  expect(await bell()).toMatchObject([
    { subject: 'ada@example.com', message: expect.stringContaining('550 5.1.1 No such user here') },
  ]);
  await chooseMail(pool, 'wim@example.com', { kinds: null }, { actor: 'test' });
});

test('an e-mail that was on its way when the server was killed is in doubt, told, and not sent again', async () => {
  await run((client) => raiseNotices(client, [expired]));
  server.refused.set('ada@example.com', [450, '4.2.0 Later']);
  await send();
  await run((client) => client.query(`update mail set state = 'sending'`));
  server.refused.clear();
  await mailWork({ pool, log, mail: plain() });
  await send();
  await send();
  expect(sent()).toEqual([]);
  expect(await states()).toEqual(['in-doubt']);
  expect(await bell()).toMatchObject([{ subject: 'ada@example.com' }]);
});

test('the connection is encrypted by STARTTLS or from the start, with a certificate that is trusted, or not at all', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-mail-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const file = join(folder, 'ca.pem');
  await writeFile(file, certificate.cert);
  const attempt = async (scheme: string, options: SMTPServerOptions, environment: Environment = {}, query = '') => {
    await using own = await startTestMailServer(options);
    const url = `${scheme}://${encodeURIComponent(mailUser.name)}:${encodeURIComponent(mailUser.password)}@localhost:${own.port}`;
    const settings = settingsFor({ LOCKSTEP_SMTP_URL: `${url}${query}`, ...environment });
    try {
      const opened = await openMailServer(settings);
      await opened.send('ada@example.com', { subject: 'S', text: 'T', html: '<p>T</p>' });
      return own.received.map(({ encrypted }) => (encrypted ? 'encrypted' : 'in the clear')).join();
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const trusted = { LOCKSTEP_SMTP_CA_FILE: file };
  const startTls = { ...certificate, disabledCommands: [] };
  const noTls = { disabledCommands: ['STARTTLS'] };
  expect(await attempt('smtp', startTls, trusted, '?tls=required')).toBe('encrypted');
  expect(await attempt('smtp', startTls, {}, '?tls=required')).toBe('mail/insecure');
  expect(await attempt('smtp', startTls, {}, '?tls=never')).toBe('in the clear');
  expect(await attempt('smtp', noTls, {}, '?tls=required')).toBe('mail/insecure');
  expect(await attempt('smtp', noTls)).toBe('in the clear');
  expect(await attempt('smtps', { ...certificate, secure: true }, trusted)).toBe('encrypted');
  expect(await attempt('smtps', { ...certificate, secure: true })).toBe('mail/insecure');
});
