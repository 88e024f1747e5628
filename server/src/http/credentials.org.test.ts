import { afterAll, describe, expect, test } from 'vitest';
import { setApiEnabled } from '../../../practice-org/src/identity/api-access.ts';
import { expirePassword, lock, setPassword, unlock } from '../../../practice-org/src/identity/credentials.ts';
import { changeIdentitySettings } from '../../../practice-org/src/identity/identity-settings.ts';
import { findUserByUsername } from '../../../practice-org/src/identity/org-user.ts';
import { TestBrowser } from '../../../practice-org/src/pages/test-browser.ts';
import { must } from '../errors.ts';
import { startOverheardApp } from './testing/overheard-app.ts';
import { refusal } from './testing/refusal.ts';

/** Credentials, right and wrong, by every method, and what is told of them (SET-4, SET-5). */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const overheard = stack.use(await startOverheardApp());
const { org, context, url, send } = overheard;
const get = (path: string) => send('GET', path);
const post = (path: string, body?: object) => send('POST', path, body);
const enter = (body: object) => send('PUT', '/admin/setup/credentials', body);
const { pool } = org;
const sync = must(await findUserByUsername(pool, org.syncUser.username), 'the sync user');
const asSyncUser = { method: 'password', loginUrl: org.url, ...org.syncUser };
const asApp = {
  method: 'client-credentials',
  loginUrl: org.url,
  consumerKey: org.connectedApp.consumerKey,
  consumerSecret: org.connectedApp.consumerSecret,
};

describe('credentials that do not work are told apart and store nothing (SET-5)', () => {
  /** [what, the credentials, code, what the message says, how the org gets into that state, and out of it again] */
  type Case = [string, object, string, RegExp, (() => Promise<unknown>)?, (() => Promise<unknown>)?];
  const cases: Case[] = [
    ['wrong password', { ...asSyncUser, password: 'wrong' }, 'sf/invalid-login', /password or the security token/],
    ['wrong token', { ...asSyncUser, securityToken: 'wrong' }, 'sf/invalid-login', /password or the security token/],
    [
      'locked user, in an org that does not tell',
      asSyncUser,
      'sf/invalid-login',
      /password or the security token/,
      () => lock(pool, sync.id),
      () => unlock(pool, sync.id),
    ],
    [
      'locked user, in an org that tells',
      asSyncUser,
      'sf/user-locked',
      /locked out/,
      async () => {
        await changeIdentitySettings(pool, { lockoutIsTold: true });
        await lock(pool, sync.id);
      },
      async () => {
        await changeIdentitySettings(pool, { lockoutIsTold: false });
        await unlock(pool, sync.id);
      },
    ],
    [
      'API disabled',
      asSyncUser,
      'sf/api-disabled',
      /may not use the API/,
      () => setApiEnabled(pool, sync.profileId, false),
      () => setApiEnabled(pool, sync.profileId, true),
    ],
    [
      'expired password',
      asSyncUser,
      'sf/password-expired',
      /password of the sync user has expired/,
      () => expirePassword(pool, sync.id),
      () => setPassword(pool, sync.id, org.syncUser.password, org.syncUser.securityToken),
    ],
    [
      'SOAP login() switched off',
      asSyncUser,
      'sf/soap-login-disabled',
      /SOAP login/,
      () => changeIdentitySettings(pool, { soapLoginEnabled: false }),
      () => changeIdentitySettings(pool, { soapLoginEnabled: true }),
    ],
    ['nobody there', { ...asSyncUser, loginUrl: 'http://127.0.0.1:9' }, 'sf/unreachable', /could not be reached/],
    ['somebody else there', { ...asSyncUser, loginUrl: url }, 'sf/unreachable', /could not be reached/],
    [
      'host not allowed',
      { ...asSyncUser, loginUrl: 'https://salesforce.com.example.org' },
      'sf/host-not-allowed',
      /not on the list of allowed hosts/,
    ],
    ['unknown app', { ...asApp, consumerKey: 'nobody' }, 'sf/oauth-client', /does not know the connected app/],
    ['wrong consumer secret', { ...asApp, consumerSecret: 'wrong' }, 'sf/oauth-client', /consumer secret/],
  ];

  test.each(cases)('%s', async (_what, credentials, code, message, before, after) => {
    await before?.();
    const answer = await enter(credentials);
    await after?.();
    expect(answer.body.error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(answer.body.error.action).toMatch(/\w/);
    expect((await get('/admin/setup')).body).toMatchObject({ state: 'new', connection: null, identity: null });
    expect((await context.pool.query('select credentials from lockstep.subscription')).rows).toEqual([
      { credentials: null },
    ]);
  });

  test('what is missing or of the wrong form is named', async () => {
    expect(await enter({ method: 'password', username: 'x' })).toMatchObject(refusal(400, 'request/invalid'));
    expect(await enter({ method: 'telepathy' })).toMatchObject(refusal(400, 'request/invalid'));
    expect(await enter({ ...asSyncUser, loginUrl: 'login' })).toMatchObject(refusal(400, 'request/invalid'));
  });
});

describe('Login with Salesforce (SET-4)', () => {
  const startLogin = async (): Promise<{ url: string; callbackUrl: string }> => {
    const { consumerKey, consumerSecret } = org.connectedApp;
    const answer = await post('/admin/setup/oauth', { consumerKey, consumerSecret, loginUrl: org.url });
    expect(answer).toMatchObject({ status: 200, body: { callbackUrl: `${url}/oauth/callback` } });
    return answer.body;
  };
  /** Signs in and answers the consent page, if it comes; returns where Salesforce sends the browser. */
  const walk = async (address: string, user: { username: string; password: string }, decision = 'allow') => {
    const browser = await new TestBrowser(org.url).follow(address);
    await browser.submit('/practice-org/login', { username: user.username, password: user.password });
    await browser.follow(browser.location);
    if (browser.status === 200) await browser.submit('/practice-org/approve', { decision });
    return browser.location;
  };
  /** As the browser does it: from another site, so without the cookie. */
  const goBack = async (address: string) => {
    const response = await fetch(address, { redirect: 'manual' });
    const text = await response.text();
    overheard.hear(text);
    return { status: response.status, location: response.headers.get('location'), text };
  };

  /** Every login lands on the page of credentials, which asks what came of it. */
  const failureOf = async ({ status, location }: { status: number; location: string | null }) => {
    expect({ status, location }).toMatchObject({
      status: 302,
      location: expect.stringMatching(/^\/sync-with-salesforce\/credentials\?login=/),
    });
    const state = new URL(location ?? '', url).searchParams.get('login');
    return (await get(`/admin/setup/oauth/${state}`)).body.failure;
  };

  test('an unknown app is explained by the org, a denied consent by us; nothing is stored', async () => {
    const { body } = await post('/admin/setup/oauth', { ...asApp, consumerKey: 'nobody' });
    expect((await new TestBrowser(org.url).follow(body.url)).page).toContain('client identifier invalid');

    const denied = await goBack(await walk((await startLogin()).url, org.syncUser, 'deny'));
    expect(await failureOf(denied)).toMatchObject({
      code: 'sf/oauth-grant',
      detail: expect.stringContaining('end-user denied authorization'),
    });
    expect((await get('/admin/setup')).body.state).toBe('new');
  });

  test('a forged state is refused, and so is an address that is not allowed', async () => {
    const forged = await goBack(`${url}/oauth/callback?state=forged&code=x`);
    expect(await failureOf(forged)).toMatchObject({
      code: 'sf/oauth-grant',
      detail: expect.stringContaining('not started here'),
    });
    expect(await post('/admin/setup/oauth', { ...asApp, loginUrl: 'https://evil.example' })).toMatchObject(
      refusal(422, 'sf/host-not-allowed'),
    );
    expect((await context.pool.query('select from lockstep.oauth_login')).rowCount).toBe(2); // The unknown app's, and the denied one.
  });

  test('a login connects, once', async () => {
    const address = await walk((await startLogin()).url, org.syncUser);
    expect(await failureOf(await goBack(address))).toBeNull();
    expect((await get('/admin/setup')).body).toMatchObject({
      state: 'credentials',
      connection: { method: 'oauth', loginUrl: org.url, username: org.syncUser.username },
      identity: { organizationId: sync.organizationId, userId: sync.id },
    });
    await goBack(address); // Used again it changes nothing.
    expect((await get('/admin/setup')).body.state).toBe('credentials');
    expect((await get('/admin/setup/fields')).status).toBe(200);
  });
});

test('client credentials connect, and the password method as well (SET-4)', async () => {
  expect(await enter(asApp)).toMatchObject({ status: 200, body: { username: org.syncUser.username } });
  expect((await get('/admin/setup')).body.connection.method).toBe('client-credentials');
  expect(await enter(asSyncUser)).toMatchObject({
    status: 200,
    body: { organizationId: sync.organizationId, username: org.syncUser.username, isSandbox: false },
  });
  expect((await get('/admin/setup')).body).toMatchObject({ state: 'credentials', connection: { method: 'password' } });
});

test('no credential is in an answer, in clear text in the database, or in a log line (SEC-1)', async () => {
  const { syncUser, connectedApp } = org;
  const secrets = [syncUser.password, syncUser.securityToken, connectedApp.consumerSecret, 'analytical engine'];
  expect(await overheard.spilled(secrets)).toEqual([]);
});
