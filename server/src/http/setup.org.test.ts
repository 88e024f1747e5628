import { Writable } from 'node:stream';
import type { PeoplePage } from '@lockstep/contract/people.ts';
import { makeTestDatabase } from '@lockstep/local-postgres/test-database';
import { afterAll, describe, expect, test } from 'vitest';
import { setApiEnabled } from '../../../practice-org/src/identity/api-access.ts';
import { expirePassword, lock, setPassword, unlock } from '../../../practice-org/src/identity/credentials.ts';
import { changeIdentitySettings } from '../../../practice-org/src/identity/identity-settings.ts';
import { findUserByUsername, type OrgUser } from '../../../practice-org/src/identity/org-user.ts';
import { TestBrowser } from '../../../practice-org/src/pages/test-browser.ts';
import { startPracticeOrg } from '../../../practice-org/src/practice-org.ts';
import { must } from '../errors.ts';
import { makeLogTo } from '../log.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { sealedFor } from '../sync/connections.ts';
import { runCycle } from '../sync/cycle.ts';
import { makeTestContext } from '../test-context.ts';
import { allRoutes } from './all-routes.ts';
import { buildApp } from './app.ts';
import { Visitor } from './test-visitor.ts';

/** The whole set-up as an administrator does it over HTTP, in order, against the sample org. */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const orgDatabase = stack.use(await makeTestDatabase());
const org = await startPracticeOrg({ databaseUrl: orgDatabase.url });
stack.defer(() => org.stop());

let logged = '';
const logLines = new Writable({
  write(chunk, _encoding, done) {
    logged += String(chunk);
    done();
  },
});
const context = stack.use(
  await makeTestContext({ LOCKSTEP_ALLOWED_HOSTS: '127.0.0.1' }, makeLogTo(logLines, 'trace', 'test')),
);
const app = await buildApp(context, allRoutes);
stack.defer(() => app.close());
const url = await app.listen({ host: '127.0.0.1', port: 0 });

const admin = await new Visitor(app).becomeFirstAdmin();
const answers: string[] = [];
const send = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object) => {
  const answer = await admin.send(method, path, body, { host: new URL(url).host });
  answers.push(JSON.stringify(answer.body));
  return answer;
};
const get = (path: string) => send('GET', path);
const post = (path: string, body?: object) => send('POST', path, body);
const enter = (body: object) => send('PUT', '/admin/setup/credentials', body);
const refusal = (status: number, code: string, detail?: RegExp) => ({
  status,
  body: { error: { code, ...(detail ? { detail: expect.stringMatching(detail) } : {}) } },
});

const { pool } = org;
const userOf = async (username: string) => must(await findUserByUsername(pool, username), username) as OrgUser;
const sync = await userOf(org.syncUser.username);
const asSyncUser = { method: 'password', loginUrl: org.url, ...org.syncUser };
const asApp = {
  method: 'client-credentials',
  loginUrl: org.url,
  consumerKey: org.connectedApp.consumerKey,
  consumerSecret: org.connectedApp.consumerSecret,
};
const cycle = async () => {
  expect((await runCycle(context.engine, await openSubscription(context.pool))).error).toBeNull();
};

test('nothing is possible before its turn (setup/wrong-order), and only for administrators', async () => {
  expect(await get('/admin/setup')).toMatchObject({
    status: 200,
    body: { state: 'new', connection: null, identity: null, startedAt: null },
  });
  for (const path of ['/admin/setup/fields', '/admin/setup/dry-run']) {
    expect(await get(path), path).toMatchObject(refusal(409, 'setup/wrong-order'));
  }
  for (const [path, body] of [
    ['/admin/setup/sync-fields', {}],
    ['/admin/setup/confirm', { organizationId: sync.organizationId }],
    ['/admin/setup/mappings/combine', { dragged: 'Lead.A__c', onto: 'Contact.A__c' }],
    ['/admin/setup/mappings/break', { field: 'Lead.A__c' }],
    ['/admin/setup/mappings/reset'],
    ['/admin/setup/mappings/finish'],
    ['/admin/setup/start'],
    ['/admin/sync/enable'],
    ['/admin/sync/disable'],
    ['/admin/sync/now'],
  ] as const) {
    expect(await post(path, body), path).toMatchObject(refusal(409, 'setup/wrong-order'));
  }

  const vera = { email: 'vera@example.com', name: 'Vera', password: 'only looking around', role: 'viewer' };
  await post('/admin/users', vera);
  const viewer = new Visitor(app);
  await viewer.send('POST', '/admin/session', { email: vera.email, password: vera.password });
  for (const [method, path] of [
    ['GET', '/admin/setup'],
    ['PUT', '/admin/setup/credentials'],
    ['POST', '/admin/setup/oauth'],
    ['POST', '/admin/setup/start'],
    ['POST', '/admin/sync/disable'],
    ['POST', '/admin/sync/now'],
    ['POST', '/admin/verify'],
    ['POST', '/admin/people'],
    ['POST', '/admin/errors/retry'],
  ] as const) {
    expect(await viewer.send(method, path, method === 'GET' ? undefined : {}), path).toMatchObject(
      refusal(403, 'request/forbidden'),
    );
    expect(await new Visitor(app).send(method, path, method === 'GET' ? undefined : {}), path).toMatchObject(
      refusal(401, 'request/unauthenticated'),
    );
  }
  expect((await viewer.send('GET', '/admin/status')).body.state).toBe('not-started');
  expect((await viewer.send('GET', '/admin/people')).body).toEqual({ people: [], next: null });
});

test('people can be kept before any org is connected', async () => {
  const { body } = await post('/admin/people', {
    people: [{ email: "o'hara\\@example.com", lastName: 'Without an org' }],
  });
  expect((await get(`/admin/people/${body.ids[0]}`)).body.person.values.lastName).toBe('Without an org');
  expect((await get('/admin/people?search=without')).body.people).toHaveLength(1);
});

test('the description of the API names every endpoint', async () => {
  const { paths } = (await get('/admin/openapi.json')).body;
  const described = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described).toEqual(
    expect.arrayContaining([
      'get /admin/setup',
      'put /admin/setup/credentials',
      'post /admin/setup/oauth',
      'get /oauth/callback',
      'get /admin/setup/fields',
      'post /admin/setup/sync-fields',
      'post /admin/setup/confirm',
      'get /admin/setup/mappings',
      'post /admin/setup/mappings/combine',
      'post /admin/setup/mappings/break',
      'post /admin/setup/mappings/reset',
      'post /admin/setup/mappings/finish',
      'get /admin/setup/dry-run',
      'post /admin/setup/start',
      'post /admin/sync/enable',
      'post /admin/sync/disable',
      'post /admin/sync/now',
      'get /admin/status',
      'get /admin/steps',
      'get /admin/errors',
      'post /admin/errors/retry',
      'get /admin/conflicts',
      'post /admin/verify',
      'get /admin/fields',
      'get /admin/people',
      'post /admin/people',
      'patch /admin/people',
      'get /admin/people/{id}',
    ]),
  );
});

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
    answers.push(text);
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

const permit = (object: string, field: string, readable: boolean) =>
  pool.query(
    `insert into setup.field_permission (profile_id, object, field, readable) values ($1, $2, $3, $4)
     on conflict (profile_id, object, field) do update set readable = excluded.readable`,
    [sync.profileId, object, field, readable],
  );
const keyOf = (m: { object: string; sfField: string }) => `${m.object}.${m.sfField}`;

test('the field list shows what the sync user can see, and unticking leaves a field out (SET-6)', async () => {
  await permit('Contact', 'Level__c', false);
  const { fields, problems } = (await get('/admin/setup/fields')).body;
  expect(problems).toEqual([]);
  const named = new Map(fields.map((f: { object: string; sfField: string }) => [keyOf(f), f]));
  expect(named.get('Lead.SICCode__c')).toMatchObject({ label: 'SIC Code', custom: true, takesPart: true });
  expect(named.get('Lead.Email')).toMatchObject({ type: 'email', custom: false, reason: 'Standard mapping.' });
  expect(named.has('Contact.Level__c')).toBe(false);

  expect(await post('/admin/setup/sync-fields', { untick: ['Lead.Nothing__c'] })).toMatchObject(
    refusal(400, 'request/invalid', /Lead\.Nothing__c/),
  );
  const synced = await post('/admin/setup/sync-fields', { untick: ['Lead.SICCode__c'] });
  expect(synced).toMatchObject({ status: 200, body: { editable: true } });
  const names = (await get('/admin/fields')).body.fields.map((f: { name: string }) => f.name);
  expect(names).toContain('ProductInterest__c');
  expect(names).not.toContain('SICCode__c');
});

test('a missing permission is named before anything is created (FLD-8)', async () => {
  await permit('Lead', 'Company', false);
  const { problems } = (await get('/admin/setup/fields')).body;
  expect(problems).toEqual([expect.stringMatching(/Lead.*Company/)]);
  expect(await post('/admin/setup/sync-fields', {})).toMatchObject(refusal(422, 'sf/no-access', /Company/));
  await permit('Lead', 'Company', true);
});

test('credentials are confirmed for the org of the warning only (SET-7)', async () => {
  expect(await post('/admin/setup/mappings/finish')).toMatchObject(refusal(409, 'setup/wrong-order', /confirm/));
  expect(await post('/admin/setup/start')).toMatchObject(refusal(409, 'setup/wrong-order', /confirm/));
  expect(await post('/admin/setup/confirm', { organizationId: '00D000000000000EAA' })).toMatchObject(
    refusal(400, 'request/invalid', /read the warning again/),
  );
  expect((await get('/admin/setup')).body.state).toBe('fields');
  expect(await post('/admin/setup/confirm', { organizationId: sync.organizationId })).toMatchObject({
    status: 200,
    body: { organizationName: sync.organizationName },
  });
});

test('before the start another user may take over: the fields are synced and confirmed again (SET-7)', async () => {
  await enter({ ...asSyncUser, ...org.admin });
  expect((await get('/admin/setup')).body).toMatchObject({
    state: 'credentials',
    identity: { username: org.admin.username },
  });
  expect(await post('/admin/setup/start')).toMatchObject(refusal(409, 'setup/wrong-order'));
  await enter(asSyncUser);
  await post('/admin/setup/sync-fields', { untick: ['Lead.SICCode__c'] });
  await post('/admin/setup/confirm', { organizationId: sync.organizationId });
  await enter(asSyncUser);
  expect((await get('/admin/setup')).body).toMatchObject({ state: 'confirmed', identity: { userId: sync.id } });
});

describe('mappings (SET-8)', () => {
  const combine = (dragged: string, onto: string) => post('/admin/setup/mappings/combine', { dragged, onto });
  const fieldOf = async (key: string) =>
    (await get('/admin/setup/mappings')).body.mappings.find((m: Parameters<typeof keyOf>[0]) => keyOf(m) === key);
  const unmapped = async () => (await get('/admin/setup/mappings')).body.unmapped.map(keyOf);

  test('fields of like names are combined, the rest is listed', async () => {
    const [ofLead, ofContact] = [
      await fieldOf('Lead.mkto71_Acquisition_Date__c'),
      await fieldOf('Contact.mkto71_Acquisition_Date__c'),
    ];
    expect(ofContact).toMatchObject({ field: ofLead.field, origin: 'automatic' });
    expect(await unmapped()).toEqual(
      expect.arrayContaining(['Lead.CurrentGenerators__c', 'Lead.NumberofLocations__c', 'Contact.Languages__c']),
    );
    expect(await unmapped()).not.toContain('Lead.SICCode__c');
  });

  test.each([
    ['Lead.NumberofLocations__c', 'Contact.Languages__c', /types must agree/],
    ['Lead.Email', 'Contact.Languages__c', /standard mappings are fixed/],
    ['Lead.CurrentGenerators__c', 'Lead.ProductInterest__c', /Both fields belong to Lead/],
    ['Account.SLASerialNumber__c', 'Contact.Languages__c', /only Lead and Contact/],
    ['Lead.SICCode__c', 'Contact.Languages__c', /not one of the chosen/],
    ['Lead.mkto71_Acquisition_Program__c', 'Contact.Languages__c', /break that mapping first/],
  ])('%s does not go onto %s', async (dragged, onto, why) => {
    expect(await combine(dragged, onto)).toMatchObject(refusal(422, 'setup/mapping-refused', why));
  });

  test('a name that nobody has is refused, and a body without one', async () => {
    expect(await combine('Lead.Nothing__c', 'Contact.Languages__c')).toMatchObject(
      refusal(404, 'request/not-found', /Lead\.Nothing__c/),
    );
    expect(await post('/admin/setup/mappings/combine', { dragged: 'Lead.A__c' })).toMatchObject(
      refusal(400, 'request/invalid', /onto is missing/),
    );
  });

  test('fields are combined and broken up again', async () => {
    expect((await combine('Contact.Languages__c', 'Lead.CurrentGenerators__c')).status).toBe(200);
    expect(await fieldOf('Contact.Languages__c')).toMatchObject({ field: 'CurrentGenerators__c', origin: 'manual' });
    expect(await unmapped()).not.toContain('Contact.Languages__c');
    expect((await post('/admin/setup/mappings/break', { field: 'Contact.Languages__c' })).status).toBe(200);
    expect(await unmapped()).toContain('Contact.Languages__c');
    expect(await post('/admin/setup/mappings/break', { field: 'Contact.Languages__c' })).toMatchObject(
      refusal(422, 'setup/mapping-refused', /not combined/),
    );
    expect(await post('/admin/setup/mappings/break', { field: 'Lead.Email' })).toMatchObject(
      refusal(422, 'setup/mapping-refused', /standard mappings are fixed/),
    );
  });

  test('reset adds what is new, removes nothing, and sets combinations back', async () => {
    await combine('Contact.Languages__c', 'Lead.CurrentGenerators__c');
    await permit('Contact', 'Level__c', true);
    await permit('Lead', 'Primary__c', false);
    expect((await post('/admin/setup/mappings/reset')).status).toBe(200);
    expect(await unmapped()).toEqual(
      expect.arrayContaining(['Contact.Level__c', 'Lead.Primary__c', 'Contact.Languages__c']),
    );
    expect(await fieldOf('Lead.SICCode__c')).toMatchObject({ chosen: false });
    await permit('Lead', 'Primary__c', true);
  });

  test('finished', async () => {
    await combine('Contact.Languages__c', 'Lead.CurrentGenerators__c');
    expect((await post('/admin/setup/mappings/finish')).status).toBe(200);
    expect((await get('/admin/setup')).body.state).toBe('mapped');
  });
});

test('the dry run counts records and possible duplicates, and warns (SET-9)', async () => {
  const before = (await get('/admin/setup/dry-run')).body;
  expect(before.possibleDuplicates).toBe(0);
  const made = await post('/admin/people', { people: [{ email: 'Bertha@FCOF.net', lastName: "O'Boxer" }] });
  expect(made.status).toBe(201);
  await post('/admin/people', { people: [{ lastName: 'Without an address' }] });
  const { objects, ...rest } = (await get('/admin/setup/dry-run')).body;
  expect(objects).toEqual(
    expect.arrayContaining([
      { object: 'Lead', records: 22 },
      { object: 'Contact', records: 20 },
      { object: 'Account', records: 13 },
    ]),
  );
  expect(rest).toMatchObject({ possibleDuplicates: 1, caution: expect.stringContaining('does not de-duplicate') });
  expect(rest.estimatedSeconds).toBeGreaterThan(0);
  expect(rest.estimatedApiCalls).toBeGreaterThan(0);
});

describe('the start makes mappings and org final (SET-7, SET-9)', () => {
  test('start', async () => {
    expect(await post('/admin/setup/start')).toMatchObject({
      status: 200,
      body: { state: 'started', enabled: true, startedAt: expect.any(String) },
    });
    expect((await get('/admin/setup/mappings')).body.editable).toBe(false);
  });

  test.each([
    ['/admin/setup/sync-fields', {}],
    ['/admin/setup/confirm', { organizationId: sync.organizationId }],
    ['/admin/setup/mappings/combine', { dragged: 'Contact.Level__c', onto: 'Lead.ProductInterest__c' }],
    ['/admin/setup/mappings/break', { field: 'Contact.Languages__c' }],
    ['/admin/setup/mappings/reset', {}],
    ['/admin/setup/mappings/finish', {}],
    ['/admin/setup/start', {}],
  ])('%s is locked', async (path, body) => {
    expect(await post(path, body)).toMatchObject(refusal(409, 'setup/locked'));
  });

  test('the same user may be authenticated again, also after a new password; another user is refused', async () => {
    const password = 'practice-sync-2';
    const securityToken = await setPassword(pool, sync.id, password);
    expect(await enter(asSyncUser)).toMatchObject(refusal(422, 'sf/invalid-login'));
    expect((await enter({ ...asSyncUser, password, securityToken })).status).toBe(200);
    expect(await enter({ ...asSyncUser, ...org.admin })).toMatchObject(
      refusal(409, 'setup/locked', /the sync user of this subscription is sync\.user@practice\.example/),
    );
    expect((await get('/admin/setup')).body).toMatchObject({
      state: 'started',
      connection: { username: org.syncUser.username },
    });
    await cycle();
  });

  test('disabled and enabled again (SET-11)', async () => {
    expect((await post('/admin/sync/disable')).body).toMatchObject({ state: 'started', enabled: false });
    expect((await get('/admin/status')).body.state).toBe('disabled');
    expect(await post('/admin/sync/now')).toMatchObject(refusal(409, 'setup/wrong-order', /disabled/));
    expect((await post('/admin/sync/enable')).body).toMatchObject({ enabled: true });
    expect((await post('/admin/sync/now')).body).toEqual({ done: true });
    expect((await get('/admin/status')).body).toMatchObject({
      state: 'last-synced',
      totals: { people: { Lead: 22, Contact: 20, other: 3 }, companies: 13 },
    });
  });

  test('steps, errors, conflicts and the comparison can be read', async () => {
    const { steps } = (await get('/admin/steps?object=Lead&operation=Pull%20updates')).body;
    expect(steps[0]).toMatchObject({ status: 'Succeeded', counts: { new: 22 } });
    expect((await get('/admin/errors')).body).toMatchObject({ errors: [] });
    expect((await post('/admin/errors/retry')).body).toEqual({ retried: 0 });
    expect((await get('/admin/conflicts')).body).toEqual({ conflicts: [] });
    expect((await post('/admin/verify')).body).toMatchObject({ equal: true, compared: 102, differences: 0 });
  });
});

describe('people', () => {
  const people = async (query: string) => (await get(`/admin/people?${query}`)).body.people;
  const emails = async (query: string) =>
    (await people(query)).map((p: { values: { email: string } }) => p.values.email);

  test('are read page by page, each once', async () => {
    const seen: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: PeoplePage = (await get(`/admin/people?limit=10&after=${after}`)).body;
      seen.push(...page.people.map((p) => p.id));
      expect(page.people.length).toBeLessThanOrEqual(10);
      after = page.next;
    }
    expect(seen).toHaveLength(45);
    expect(new Set(seen).size).toBe(45);
    expect(await get('/admin/people?limit=301')).toMatchObject(refusal(400, 'request/invalid', /limit/));
  });

  test('are found by type, the start of a name or address, and any field', async () => {
    expect(await people('sfdcType=Lead')).toHaveLength(22);
    expect(await people('sfdcType=none')).toHaveLength(3);
    expect(await emails('search=BERTHA')).toEqual(['Bertha@FCOF.net', 'bertha@fcof.net']);
    expect(await people('search=%25')).toEqual([]);
    expect(await emails('field=email&value=BERTHA@fcof.net&sfdcType=Lead')).toEqual(['bertha@fcof.net']);
    expect(await emails('field=lastName&value=Boxer')).toEqual(['bertha@fcof.net']);
    expect(await emails('filter=lastName:starts:box&filter=email:is:BERTHA@fcof.net')).toEqual(['bertha@fcof.net']);
    expect(await people('filter=email:empty:&filter=email:filled:')).toEqual([]);
    expect(await get('/admin/people?filter=title:like:x')).toMatchObject(refusal(400, 'request/invalid', /filter/));
    const [named] = (await get('/admin/people?filter=lastName:is:Boxer&fields=lastName')).body.people;
    expect(named.values).toMatchObject({ lastName: 'Boxer' });
    expect(named.values).not.toHaveProperty('email');
    expect(await get('/admin/people?field=nothing&value=1')).toMatchObject(refusal(400, 'request/invalid', /nothing/));
    expect(await get('/admin/people?field=annualRevenue&value=much')).toMatchObject(
      refusal(400, 'request/invalid', /annualRevenue.*not a number/),
    );
  });

  const boxer = async () => (await people('field=lastName&value=Boxer'))[0];
  const edit = (id: number, values: object) => send('PATCH', '/admin/people', { people: [{ id, values }] });

  test('have companies, opportunities and campaigns, each in a list of its own', async () => {
    expect((await get('/admin/companies?search=edge')).body.companies).toMatchObject([
      { values: { name: 'Edge Communications' }, people: 2 },
    ]);
    expect((await get('/admin/opportunities?limit=300')).body.opportunities).toHaveLength(31);
    const { campaigns } = (await get('/admin/campaigns')).body;
    expect(campaigns).toHaveLength(4);
    expect((await get(`/admin/campaigns/${campaigns[0].id}/members`)).body).toEqual({ members: [], next: null });
    expect((await get('/admin/campaigns/999/members')).status).toBe(404);
    const [person] = (await get('/admin/people?limit=1')).body.people;
    expect((await get(`/admin/people/${person.id}`)).body).toMatchObject({
      opportunities: [],
      campaigns: [],
      salesforceActivities: [],
    });
  });

  test('are edited; what changed is on its way to Salesforce and in the log', async () => {
    const { id } = await boxer();
    expect((await edit(id, { title: 'Captain', phone: '(555) 111-2222' })).body).toEqual({ changed: 1 });
    expect((await edit(id, { title: 'Captain' })).body).toEqual({ changed: 0 });
    const detail = (await get(`/admin/people/${id}`)).body;
    const log = (await get(`/admin/people/${id}/activities?type=Change Data Value&field=title&limit=1`)).body;
    expect(log).toMatchObject({ activities: [{ field: 'title', newValue: 'Captain', source: 'api' }], next: null });
    expect(await get(`/admin/people/${id}/activities?type=Dancing`)).toMatchObject(
      refusal(400, 'request/invalid', /Dancing/),
    );
    expect(detail.person.values).toMatchObject({ title: 'Captain', phone: '(555) 111-2222' });
    expect(detail.pending.map((p: { field: string }) => p.field)).toEqual(['phone', 'title']);
    expect(detail.activities.map((a: { type: string }) => a.type)).toEqual([
      'Change Data Value',
      'Change Data Value',
      'New Person',
    ]);
    expect(detail.activities).toContainEqual(
      expect.objectContaining({ field: 'title', newValue: 'Captain', source: 'api' }),
    );
    await cycle();
    expect((await get(`/admin/people/${id}`)).body.pending).toEqual([]);
    expect((await pool.query(`select "Title" from org."Lead" where "Email" = 'bertha@fcof.net'`)).rows).toEqual([
      { Title: 'Captain' },
    ]);
  });

  test('are created, and stay out of Salesforce (SYN-4)', async () => {
    const made = await post('/admin/people', { people: [{ email: 'new@example.com', unsubscribed: true }] });
    const [id] = made.body.ids;
    await cycle();
    expect((await get(`/admin/people/${id}`)).body).toMatchObject({
      person: { sfdcId: null, sfdcType: null, values: { email: 'new@example.com', unsubscribed: 'true' } },
      activities: [{ type: 'New Person', source: 'api' }],
      pending: [],
    });
    expect((await pool.query(`select from org."Lead" where "Email" = 'new@example.com'`)).rowCount).toBe(0);
  });

  test('a wrong value is refused with the name of its field, and nothing of the request is kept', async () => {
    const { id } = await boxer();
    for (const [values, detail] of [
      [{ shoeSize: 42 }, /shoeSize/],
      [{ numberOfEmployees: 'many' }, /numberOfEmployees.*not a whole number/],
      [{ annualRevenue: { amount: 1 } }, /annualRevenue.*not a number/],
      [{ unsubscribed: 'perhaps' }, /unsubscribed.*not true or false/],
      [{ sfdcIsDeleted: true }, /sfdcIsDeleted.*can't be edited/],
      [{ salesOwnerEmail: 'x@example.com' }, /salesOwnerEmail/],
    ] as const) {
      const mixed = await edit(id, { title: 'Never', ...values });
      expect(mixed, JSON.stringify(values)).toMatchObject(refusal(400, 'request/invalid', detail));
      expect(await post('/admin/people', { people: [{ title: 'Never', ...values }] })).toMatchObject(
        refusal(400, 'request/invalid', detail),
      );
    }
    expect((await boxer()).values.title).toBe('Captain');
    expect(await people('field=title&value=Never')).toEqual([]);
    expect(await edit(999_999, { title: 'Nobody' })).toMatchObject(refusal(404, 'request/not-found', /999999/));
    expect(await get('/admin/people/999999')).toMatchObject(refusal(404, 'request/not-found'));
  });
});

test('no credential is in an answer, in clear text in the database, or in a log line (SEC-1)', async () => {
  const { rows } = await context.pool.query('select * from lockstep.subscription');
  expect(rows[0].credentials).toBeTruthy();
  const current = context.secrets.open(rows[0].credentials, sealedFor(rows[0].id));
  const { password, securityToken } = JSON.parse(current);
  expect(password).toBe('practice-sync-2');

  const audit = (await get('/admin/audit')).body;
  expect(JSON.stringify(audit)).toContain('sync/credentials-entered');
  const tables = ['subscription', 'oauth_login', 'audit_entry', 'setting'];
  const stored = await Promise.all(
    tables.map(async (name) => JSON.stringify((await context.pool.query(`select * from lockstep.${name}`)).rows)),
  );
  expect(logged).toContain('"salesforce"');
  expect(logged).toContain('"level":"trace"');
  const places = { answers: answers.join('\n'), database: stored.join('\n'), log: logged };
  for (const secret of [
    password,
    securityToken,
    org.syncUser.password,
    org.syncUser.securityToken,
    org.admin.password,
    org.admin.securityToken,
    org.connectedApp.consumerSecret,
    'analytical engine',
  ]) {
    for (const [place, text] of Object.entries(places))
      expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
  }
});
