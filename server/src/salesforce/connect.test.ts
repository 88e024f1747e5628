import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { type ConnectOptions, connect } from './connect.ts';
import type { Credentials } from './salesforce.ts';
import {
  json,
  loginAnswer,
  loginFault,
  playOrg,
  type Reply,
  sessionExpired,
  tokenAnswer,
} from './testing/recorded-org.ts';

const secrets = { password: 'p&ss<word', securityToken: 'tokenTOKEN123' };

function passwordAt(loginUrl: string): Credentials {
  return { method: 'password', loginUrl, username: 'sync@acme.example', ...secrets };
}

function oauthAt(loginUrl: string): Extract<Credentials, { method: 'oauth' }> {
  return { method: 'oauth', loginUrl, consumerKey: 'key', consumerSecret: 'the-secret', refreshToken: 'refresh-1' };
}

const emptyQuery = json({ totalSize: 0, done: true, records: [] });

async function failure(promise: Promise<unknown>) {
  return promise.then(
    () => expect.fail('expected an error'),
    (error) => error,
  );
}

test('password: SOAP login() with password and token in one value, and the session it opens', async () => {
  await using org = await playOrg(({ path }) =>
    path.startsWith('/services/Soap') ? loginAnswer(org.url) : emptyQuery,
  );
  const salesforce = await connect(passwordAt(org.url), { allowedHosts: [org.host] });
  for await (const _page of salesforce.query('SELECT Id FROM Lead'));
  const [login, query] = org.requests;
  expect(login).toMatchObject({ method: 'POST', path: '/services/Soap/u/64.0', headers: { soapaction: 'login' } });
  expect(login?.body).toContain(
    '<username>sync@acme.example</username><password>p&amp;ss&lt;wordtokenTOKEN123</password>',
  );
  expect(query?.headers.authorization).toBe('Bearer 00D000000000062!AQ4AQ');
  expect(query?.path).toBe('/services/data/v66.0/query?q=SELECT%20Id%20FROM%20Lead');
  expect(salesforce.instanceUrl).toBe(org.url);
  expect(salesforce.calls).toBe(1);
});

test.each<[string, Reply, string]>([
  [
    'a wrong password',
    loginFault('INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.'),
    'sf/invalid-login',
  ],
  ['a locked user', loginFault('PASSWORD_LOCKOUT', 'Password locked out'), 'sf/user-locked'],
  [
    'an expired password',
    loginFault('INVALID_OPERATION_WITH_EXPIRED_PASSWORD', 'The users password has expired'),
    'sf/password-expired',
  ],
  [
    'no API',
    loginFault('API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner'),
    'sf/api-disabled',
  ],
  [
    'SOAP login off',
    loginFault('INVALID_OPERATION', 'SOAP API login() is disabled by default in this org.'),
    'sf/soap-login-disabled',
  ],
  [
    'a message that repeats the secrets',
    loginFault('INVALID_LOGIN', 'no: p&amp;ss&lt;wordtokenTOKEN123, p&amp;ss&lt;word'),
    'sf/invalid-login',
  ],
  ['some other web site', { status: 404, body: '<html>not here</html>' }, 'sf/unreachable'],
  ['a maintenance page', { status: 503, body: '<html>down</html>' }, 'sf/temporary'],
])('a failed login is told apart: %s', async (_what, reply, code) => {
  await using org = await playOrg(() => reply);
  const entries: unknown[] = [];
  const error = await failure(
    connect(passwordAt(org.url), { allowedHosts: [org.host], log: (entry) => entries.push(entry) }),
  );
  expect(error.code).toBe(code);
  const everything = [
    error.message,
    error.stack,
    String(error.cause),
    JSON.stringify(error),
    JSON.stringify(entries),
  ].join();
  expect(everything).not.toMatch(/p&ss<word|tokenTOKEN123/);
});

test('a login answer with passwordExpired opens no session', async () => {
  await using org = await playOrg(() => {
    const answer = loginAnswer(org.url);
    return { ...answer, body: String(answer.body).replace('<passwordExpired>false', '<passwordExpired>true') };
  });
  await expect(connect(passwordAt(org.url), { allowedHosts: [org.host] })).rejects.toMatchObject({
    code: 'sf/password-expired',
  });
});

test('right credentials at the wrong host are told apart from wrong ones, when asked to', async () => {
  const refused = loginFault('INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.');
  await using sandbox = await playOrg(() => refused);
  await using production = await playOrg(() => loginAnswer(production.url));
  const allowedHosts = [sandbox.host, production.host];
  const elsewhere = connect(passwordAt(sandbox.url), { allowedHosts, otherLoginUrl: production.url });
  await expect(elsewhere).rejects.toMatchObject({
    code: 'sf/wrong-environment',
    detail: expect.stringContaining(production.host),
  });
  const nowhere = connect(passwordAt(sandbox.url), { allowedHosts, otherLoginUrl: sandbox.url });
  await expect(nowhere).rejects.toMatchObject({ code: 'sf/invalid-login' });
});

test('a host that refuses connections, one that does not exist, and one that never answers', async () => {
  const closed = await closedPort();
  const refused = await failure(connect(passwordAt(`http://127.0.0.1:${closed}`), { allowedHosts: ['127.0.0.1'] }));
  expect(refused).toMatchObject({ code: 'sf/unreachable', detail: expect.stringContaining('refused') });
  const unknown = await failure(connect(passwordAt('https://nowhere.invalid'), { allowedHosts: ['nowhere.invalid'] }));
  expect(unknown.code).toBe('sf/unreachable');
  await using silent = await playOrg(() => () => {});
  const options = { allowedHosts: [silent.host], loginTimeoutMs: 50 };
  const late = await failure(connect(passwordAt(silent.url), options));
  expect(late).toMatchObject({ code: 'sf/unreachable', detail: expect.stringContaining('in time') });
});

test('http where https is expected, and the other way round', async () => {
  await using org = await playOrg(() => loginAnswer(org.url));
  const error = await failure(connect(passwordAt(org.url.replace('http:', 'https:')), { allowedHosts: [org.host] }));
  expect(error).toMatchObject({ code: 'sf/unreachable', detail: expect.stringContaining('secure connection failed') });
});

test('an instance address outside Salesforce is refused: the session would go there', async () => {
  await using org = await playOrg(() => loginAnswer('https://evil.example'));
  await expect(connect(passwordAt(org.url), { allowedHosts: [org.host] })).rejects.toMatchObject({
    code: 'sf/host-not-allowed',
  });
});

test.each<[string, (url: string) => Credentials, Record<string, string>]>([
  [
    'oauth',
    oauthAt,
    { grant_type: 'refresh_token', refresh_token: 'refresh-1', client_id: 'key', client_secret: 'the-secret' },
  ],
  [
    'client credentials',
    (loginUrl) => ({ method: 'client-credentials', loginUrl, consumerKey: 'key', consumerSecret: 'the-secret' }),
    { grant_type: 'client_credentials', client_id: 'key', client_secret: 'the-secret' },
  ],
])('%s: the token endpoint', async (_method, credentialsAt, form) => {
  await using org = await playOrg(({ path }) =>
    path === '/services/oauth2/token' ? tokenAnswer(org.url) : emptyQuery,
  );
  const salesforce = await connect(credentialsAt(org.url), { allowedHosts: [org.host] });
  for await (const _page of salesforce.query('SELECT Id FROM Lead'));
  expect(Object.fromEntries(new URLSearchParams(org.requests[0]?.body))).toEqual(form);
  expect(org.requests[1]?.headers.authorization).toBe('Bearer 00D000000000062!AR8token');
});

test('a rotated refresh token is stored before anything is done with it, and used next time', async () => {
  const steps: string[] = [];
  await using org = await playOrg(({ path, body }, asked) => {
    if (path !== '/services/oauth2/token') {
      steps.push('query');
      return asked === 1 ? sessionExpired : emptyQuery;
    }
    steps.push(`refresh with ${new URLSearchParams(body).get('refresh_token')}`);
    return tokenAnswer(org.url, { refresh_token: `refresh-${asked + 1}`, access_token: `access-${asked}` });
  });
  const salesforce = await connect(oauthAt(org.url), {
    allowedHosts: [org.host],
    onCredentialsChanged: async (credentials) => {
      await new Promise((later) => setTimeout(later, 20));
      steps.push(`stored ${credentials.method === 'oauth' && credentials.refreshToken}`);
    },
  });
  for await (const _page of salesforce.query('SELECT Id FROM Lead'));
  expect(steps).toEqual([
    'refresh with refresh-1',
    'stored refresh-2',
    'query',
    'refresh with refresh-2',
    'stored refresh-3',
    'query',
  ]);
});

test('a rotated refresh token that could not be stored is not used, and not forgotten', async () => {
  let storable = false;
  await using org = await playOrg(({ path }, asked) => {
    if (path !== '/services/oauth2/token') return asked === 1 ? sessionExpired : emptyQuery;
    return tokenAnswer(org.url, asked === 1 ? {} : { refresh_token: `refresh-${asked}` });
  });
  const stored: unknown[] = [];
  const onCredentialsChanged: ConnectOptions['onCredentialsChanged'] = async (credentials) => {
    if (!storable) throw new Error('the database is away');
    stored.push(credentials);
  };
  const salesforce = await connect(oauthAt(org.url), { allowedHosts: [org.host], onCredentialsChanged });
  const read = async () => {
    for await (const _page of salesforce.query('SELECT Id FROM Lead'));
  };
  await expect(read()).rejects.toThrow('the database is away');
  storable = true;
  await read();
  expect(stored).toMatchObject([{ refreshToken: 'refresh-2' }, { refreshToken: 'refresh-3' }]);
  expect(org.requests.filter(({ path }) => path.startsWith('/services/data'))).toHaveLength(2);
});

test('a refresh token that another process has rotated is read before every login, under the lock', async () => {
  let stored = oauthAt('');
  let locked = false;
  await using org = await playOrg(({ path, body }, asked) => {
    if (path !== '/services/oauth2/token') return asked === 1 ? sessionExpired : emptyQuery;
    const current = new URLSearchParams(body).get('refresh_token') === stored.refreshToken && locked;
    return current ? tokenAnswer(org.url) : json({ error: 'invalid_grant' }, { status: 400 });
  });
  stored = oauthAt(org.url);
  const salesforce = await connect(oauthAt(org.url), {
    allowedHosts: [org.host],
    readCredentials: async () => stored,
    exclusively: async (login) => {
      locked = true;
      return login().finally(() => {
        locked = false;
      });
    },
  });
  stored = { ...stored, refreshToken: 'refresh-of-another-process' };
  for await (const _page of salesforce.query('SELECT Id FROM Lead'));
  expect(org.requests).toHaveLength(4);
});

test('who is connected to what, asked in one call and once', async () => {
  const organization = {
    Id: '00D000000000062EAA',
    Name: 'Acme',
    OrganizationType: 'Enterprise Edition',
    InstanceName: 'NA139',
    IsSandbox: false,
  };
  const user = { Id: '005000000000001AAA', Username: 'sync@acme.example', Name: 'Sync User' };
  const part = (referenceId: string, record: object) => ({
    body: { totalSize: 1, done: true, records: [{ attributes: { type: 'X', url: '/x' }, ...record }] },
    httpHeaders: {},
    httpStatusCode: 200,
    referenceId,
  });
  await using org = await playOrg(({ path }) =>
    path.startsWith('/services/Soap')
      ? loginAnswer(org.url)
      : json({ compositeResponse: [part('part0', organization), part('part1', user)] }),
  );
  const salesforce = await connect(passwordAt(org.url), { allowedHosts: [org.host] });
  await salesforce.identity();
  expect(await salesforce.identity()).toEqual({
    organizationId: '00D000000000062EAA',
    organizationName: 'Acme',
    edition: 'Enterprise Edition',
    instance: 'NA139',
    isSandbox: false,
    instanceUrl: org.url,
    userId: '005000000000001AAA',
    username: 'sync@acme.example',
    displayName: 'Sync User',
  });
  expect(salesforce.calls).toBe(1);
});

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
