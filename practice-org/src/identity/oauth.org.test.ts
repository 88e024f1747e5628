import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { Connection, OAuth2 } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TestBrowser } from '../pages/test-browser.ts';
import { startTestOrg, type TestOrg } from '../test-org.ts';
import { setApiEnabled } from './api-access.ts';
import { administrator, practiceApp, syncUser } from './default-people.ts';
import { changeIdentitySettings, defaultIdentitySettings } from './identity-settings.ts';
import { type ConnectedApp, findConnectedApp, saveConnectedApp } from './oauth/connected-apps.ts';
import { findUserByUsername, type OrgUser } from './org-user.ts';

const redirectUri = 'http://localhost:3000/oauth/callback';
let running: TestOrg;
let url: string;
let sync: OrgUser;
let seeded: ConnectedApp;

beforeAll(async () => {
  running = await startTestOrg();
  url = running.org.url;
  sync = (await findUserByUsername(running.org.pool, syncUser.username)) as OrgUser;
  seeded = (await findConnectedApp(running.org.pool, practiceApp.consumerKey)) as ConnectedApp;
});
afterAll(() => running[Symbol.asyncDispose]());
beforeEach(async () => {
  await changeIdentitySettings(running.org.pool, defaultIdentitySettings);
  await saveConnectedApp(running.org.pool, seeded);
});

const changeApp = (change: Partial<ConnectedApp>) => saveConnectedApp(running.org.pool, { ...seeded, ...change });

const oauth2 = (more: object = {}) =>
  new OAuth2({
    loginUrl: url,
    clientId: practiceApp.consumerKey,
    clientSecret: practiceApp.consumerSecret,
    redirectUri,
    ...more,
  });

async function post(path: string, parameters: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, { method: 'POST', body: new URLSearchParams(parameters), headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

const client = { client_id: practiceApp.consumerKey, client_secret: practiceApp.consumerSecret };
const token = (parameters: Record<string, string>) => post('/services/oauth2/token', { ...client, ...parameters });
const passwordGrant = () =>
  token({ grant_type: 'password', username: syncUser.username, password: syncUser.password + syncUser.securityToken });

/** Walks the login page and, if it comes, the consent page; returns where the browser is sent in the end. */
async function walk(authorizeUrl: string, decision = 'allow'): Promise<URL> {
  const browser = await new TestBrowser(url).follow(authorizeUrl);
  expect(browser.page).toContain('Sign in to the practice org');
  await browser.submit('/practice-org/login', { username: syncUser.username, password: syncUser.password });
  await browser.follow(browser.location);
  if (browser.status === 200) {
    expect(browser.page).toContain('Allow access?');
    await browser.submit('/practice-org/approve', { decision });
  }
  return new URL(browser.location);
}

async function codeFrom(authorizeUrl: string): Promise<string> {
  return (await walk(authorizeUrl)).searchParams.get('code') ?? '';
}

describe('web server flow', () => {
  test('jsforce: login page, consent page, code, tokens, refresh, revoke; consent is remembered', async () => {
    const flow = oauth2({ useVerifier: true });
    const back = await walk(flow.getAuthorizationUrl({ scope: 'api refresh_token', state: 'a&b="c"<d>' }));
    expect(back.origin + back.pathname).toBe(redirectUri);
    expect(back.searchParams.get('state')).toBe('a&b="c"<d>');

    const connection = new Connection({ oauth2: flow });
    const user = await connection.authorize(back.searchParams.get('code') ?? '');
    expect(user).toMatchObject({ id: sync.id, organizationId: sync.organizationId });
    expect(connection.instanceUrl).toBe(url);
    expect(await connection.identity()).toMatchObject({
      id: `https://login.salesforce.com/id/${sync.organizationId}/${sync.id}`,
      username: syncUser.username,
      urls: { rest: `${url}/services/data/v{version}/` },
    });

    const refreshed = await flow.refreshToken(connection.refreshToken as string);
    expect(refreshed.refresh_token).toBeUndefined();
    await flow.revokeToken(connection.refreshToken as string);
    await expect(flow.refreshToken(connection.refreshToken as string)).rejects.toThrow('expired access/refresh token');
    expect((await introspect(refreshed.access_token)).body).toEqual({ active: false });

    const again = new TestBrowser(url);
    await again.follow(flow.getAuthorizationUrl({ scope: 'api refresh_token' }));
    await again.submit('/practice-org/login', { username: syncUser.username, password: syncUser.password });
    await again.follow(again.location);
    expect(again.location).toMatch(/^http:\/\/localhost:3000\/oauth\/callback\?code=/);
  });

  test('the token answer as recorded, with a signature that proves it', async () => {
    const code = await codeFrom(oauth2().getAuthorizationUrl({ scope: 'api refresh_token' }));
    const { status, headers, body } = await token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(Object.keys(body)).toEqual([
      'access_token',
      'refresh_token',
      'signature',
      'scope',
      'instance_url',
      'id',
      'token_type',
      'issued_at',
    ]);
    expect(body).toMatchObject({
      instance_url: url,
      id: `${url}/id/${sync.organizationId}/${sync.id}`,
      token_type: 'Bearer',
      scope: 'api refresh_token',
    });
    expect(body.issued_at).toMatch(/^\d{13}$/);
    const proof = createHmac('sha256', practiceApp.consumerSecret).update(body.id + body.issued_at);
    expect(body.signature).toBe(proof.digest('base64'));
  });

  test('a code works once, for its callback, with its verifier', async () => {
    const flow = oauth2({ useVerifier: true });
    const authorizeUrl = flow.getAuthorizationUrl({ scope: 'api' });
    const exchange = (code: string, more: Record<string, string>) =>
      token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more });
    const verifier = flow.codeVerifier as string;

    expect((await exchange(await codeFrom(authorizeUrl), {})).body.error_description).toBe('invalid code verifier');
    const wrong = await exchange(await codeFrom(authorizeUrl), { code_verifier: `${verifier}x` });
    expect(wrong.body).toEqual({ error: 'invalid_grant', error_description: 'invalid code verifier' });
    const elsewhere = { code_verifier: verifier, redirect_uri: 'http://localhost:4000/oauth/callback' };
    expect((await exchange(await codeFrom(authorizeUrl), elsewhere)).body).toEqual({
      error: 'redirect_uri_mismatch',
      error_description: 'redirect_uri must match configuration',
    });
    const code = await codeFrom(authorizeUrl);
    expect((await exchange(code, { code_verifier: verifier })).status).toBe(200);
    const reused = await exchange(code, { code_verifier: verifier });
    expect(reused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const late = await codeFrom(authorizeUrl);
    await running.org.pool.query('update setup.authorization_code set expires_at = now()');
    expect((await exchange(late, { code_verifier: verifier })).body).toEqual({
      error: 'invalid_grant',
      error_description: 'expired authorization code',
    });
  });

  test('refusals: on the page while the callback is not to be trusted, at the callback afterwards', async () => {
    const page = await new TestBrowser(url).open(oauth2({ clientId: 'unknown' }).getAuthorizationUrl());
    expect(page).toMatchObject({ status: 400, location: '' });
    expect(page.page).toContain('error=invalid_client_id&amp;error_description=client identifier invalid');
    for (const elsewhere of [
      'http://evil.example/oauth/callback',
      'http://localhost:3000/oauth/callback/../x',
      'http://localhost:1@evil.example/oauth/callback',
      'http://localhost:3000/oauth/callback?x=1',
      'https://localhost:3000/oauth/callback',
      '',
    ]) {
      await page.open(oauth2({ redirectUri: elsewhere }).getAuthorizationUrl());
      expect(page, elsewhere).toMatchObject({ status: 400, location: '' });
      expect(page.page).toContain('redirect_uri_mismatch');
    }

    const refusal = async (parameters: Record<string, string>) => {
      await page.open(oauth2().getAuthorizationUrl(parameters));
      return new URL(page.location).searchParams;
    };
    expect((await refusal({ scope: 'api fly', state: 's' })).get('error')).toBe('invalid_scope');
    expect((await refusal({ code_challenge: 'x', code_challenge_method: 'plain' })).get('error')).toBe(
      'invalid_request',
    );
    await changeApp({ requirePkce: true });
    const missing = await refusal({ state: 's' });
    expect(Object.fromEntries(missing)).toEqual({
      error: 'invalid_request',
      error_description: 'missing required code challenge',
      state: 's',
    });
    await changeApp({});
    const denied = await walk(oauth2().getAuthorizationUrl({ scope: 'api web' }), 'deny');
    expect(denied.search).toBe('?error=access_denied&error_description=end-user+denied+authorization');
  });

  test('forms sent by another site are refused', async () => {
    const browser = await new TestBrowser(url).follow(oauth2().getAuthorizationUrl());
    const body = new URLSearchParams({ username: syncUser.username, password: syncUser.password, csrf: 'guess' });
    const response = await fetch(`${url}/practice-org/login`, { method: 'POST', body, redirect: 'manual' });
    expect(response.status).toBe(403);
    await browser.submit('/practice-org/login', { username: syncUser.username, password: 'wrong' });
    expect(browser.status).toBe(401);
    expect(browser.page).toContain('Please check your username and password');
  });
});

describe('refresh token rotation', () => {
  test('every refresh gives a new token; an old one that comes back ends them all', async () => {
    await changeApp({ rotateRefreshTokens: true });
    const code = await codeFrom(oauth2().getAuthorizationUrl({ scope: 'api refresh_token' }));
    const first = (await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })).body;
    const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token });
    const second = (await refresh(first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await introspect(second.access_token)).body.active).toBe(true);

    expect((await refresh(first.refresh_token)).body.error_description).toBe('expired access/refresh token');
    expect((await refresh(second.refresh_token)).status).toBe(400);
    expect((await introspect(second.access_token)).body).toEqual({ active: false });
  });
});

describe('flows without a person', () => {
  test('password: jsforce, the answer, and wrong credentials as recorded', async () => {
    const connection = new Connection({ oauth2: oauth2() });
    await connection.login(syncUser.username, syncUser.password + syncUser.securityToken);
    expect(connection.instanceUrl).toBe(url);
    expect((await passwordGrant()).body).not.toHaveProperty('refresh_token');
    for (const password of [syncUser.password, 'wrong', '']) {
      expect(await token({ grant_type: 'password', username: syncUser.username, password })).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant', error_description: 'authentication failure' },
      });
    }
    await setApiEnabled(running.org.pool, sync.profileId, false);
    expect((await passwordGrant()).status).toBe(400);
    await setApiEnabled(running.org.pool, sync.profileId, true);
  });

  test('client credentials act as the run-as user', async () => {
    const { body } = await token({ grant_type: 'client_credentials' });
    expect(body.id).toContain(sync.id);
    const basic = Buffer.from(`${practiceApp.consumerKey}:${practiceApp.consumerSecret}`).toString('base64');
    const header = { authorization: `Basic ${basic}` };
    expect((await post('/services/oauth2/token', { grant_type: 'client_credentials' }, header)).status).toBe(200);
    await changeApp({ runAsUserId: null });
    expect((await token({ grant_type: 'client_credentials' })).body).toEqual({
      error: 'invalid_grant',
      error_description: 'no client credentials user enabled',
    });
  });

  test('JWT bearer: signed, for us, in time, and approved', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const certificate = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const flows = [...seeded.flows, 'jwt_bearer' as const];
    const grant = async (claims: object, key = privateKey) => {
      const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
      const now = Math.floor(Date.now() / 1000);
      const signed = `${encode({ alg: 'RS256' })}.${encode({ iss: practiceApp.consumerKey, sub: administrator.username, aud: 'https://login.salesforce.com', exp: now + 60, ...claims })}`;
      const signature = createSign('RSA-SHA256').update(signed).sign(key, 'base64url');
      const parameters = {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: `${signed}.${signature}`,
      };
      return post('/services/oauth2/token', parameters);
    };
    await changeApp({ flows, certificate });
    expect((await grant({})).body).toEqual({
      error: 'invalid_grant',
      error_description: "user hasn't approved this consumer",
    });
    await changeApp({ flows, certificate, adminApproved: true });
    const { status, body } = await grant({});
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['access_token', 'scope', 'instance_url', 'id', 'token_type']);
    expect((await grant({ aud: url })).status).toBe(200);
    expect((await grant({ aud: 'https://evil.example' })).body.error_description).toBe('audience is invalid');
    expect((await grant({ exp: 1 })).body.error).toBe('invalid_grant');
    expect((await grant({ iss: 'nobody' })).body.error).toBe('invalid_client_id');
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    expect((await grant({}, stranger)).body.error_description).toBe('invalid assertion');
  });

  test('wrong clients and grants', async () => {
    expect((await token({ client_id: 'x', grant_type: 'password' })).body).toEqual({
      error: 'invalid_client_id',
      error_description: 'client identifier invalid',
    });
    expect((await token({ client_secret: 'x', grant_type: 'client_credentials' })).body).toEqual({
      error: 'invalid_client',
      error_description: 'invalid client credentials',
    });
    for (const grant_type of ['magic', 'toString', '']) {
      expect((await token({ grant_type })).body).toEqual({
        error: 'unsupported_grant_type',
        error_description: 'grant type not supported',
      });
    }
    const json = await fetch(`${url}/services/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"grant_type":"password"}',
    });
    expect(await json.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });
});

const introspect = (text: string) => post('/services/oauth2/introspect', { ...client, token: text });

describe('tokens', () => {
  test('introspection, userinfo and the identity URL', async () => {
    const { access_token, id } = (await passwordGrant()).body;
    expect((await introspect(access_token)).body).toMatchObject({
      active: true,
      client_id: practiceApp.consumerKey,
      username: syncUser.username,
      token_type: 'access_token',
      exp: expect.any(Number),
    });
    const bearer = { headers: { authorization: `Bearer ${access_token}` } };
    const info = await (await fetch(`${url}/services/oauth2/userinfo`, bearer)).json();
    expect(info).toMatchObject({ preferred_username: syncUser.username, user_id: sync.id, utcOffset: -28800000 });
    const identity = (await (await fetch(`${id}?version=latest`, bearer)).json()) as { urls: { query: string } };
    expect(identity.urls.query).toMatch(/\/services\/data\/v\d\d\.0\/query\/$/);

    const refused = async (address: string, init = {}) => {
      const response = await fetch(address, init);
      return `${response.status} ${await response.text()}`;
    };
    expect(await refused(`${url}/services/oauth2/userinfo`)).toBe('403 Missing_OAuth_Token');
    expect(await refused(id, { headers: { authorization: 'Bearer nothing' } })).toBe('403 Bad_OAuth_Token');
    expect(await refused(`${url}/id/00D000000000001/${sync.id}`, bearer)).toBe('403 Wrong_Org');
  });

  test('an access token can be revoked, and others live on', async () => {
    const one = (await passwordGrant()).body.access_token;
    const other = (await passwordGrant()).body.access_token;
    expect((await post('/services/oauth2/revoke', { token: one })).status).toBe(200);
    expect((await introspect(one)).body).toEqual({ active: false });
    expect((await introspect(other)).body.active).toBe(true);
    expect(await post('/services/oauth2/revoke', { token: one })).toMatchObject({
      status: 400,
      body: { error: 'invalid_token' },
    });
  });

  test('sessions time out, and using one in its second half prolongs it', async () => {
    await changeIdentitySettings(running.org.pool, { sessionSeconds: 100 });
    const { access_token } = (await passwordGrant()).body;
    const firstEnd = (await introspect(access_token)).body.exp as number;
    await running.org.pool.query(
      `update setup.session set prolonged_at = prolonged_at - interval '60 s', expires_at = expires_at - interval '60 s'`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await introspect(access_token)).body.exp).toBeGreaterThanOrEqual(firstEnd);
    await running.org.pool.query('update setup.session set expires_at = now()');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await introspect(access_token)).body).toEqual({ active: false });
  });

  test('nothing that opens the org is stored as it is', async () => {
    const { access_token } = (await passwordGrant()).body;
    const { rows } = await running.org.pool.query('select to_jsonb(s)::text as row from setup.session s');
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toContain(access_token);
  });
});
