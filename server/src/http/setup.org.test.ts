import { afterAll, describe, expect, test } from 'vitest';
import { setPassword } from '../../../practice-org/src/identity/credentials.ts';
import { findUserByUsername } from '../../../practice-org/src/identity/org-user.ts';
import { must } from '../errors.ts';
import { sealedFor } from '../sync/connections.ts';
import { startOverheardApp } from './testing/overheard-app.ts';
import { refusal } from './testing/refusal.ts';
import { Visitor } from './testing/visitor.ts';

/** The whole set-up as an administrator does it over HTTP, in order, against the sample org. */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const overheard = stack.use(await startOverheardApp());
const { org, context, app, cycle, send } = overheard;
const get = (path: string) => send('GET', path);
const post = (path: string, body?: object) => send('POST', path, body);
const enter = (body: object) => send('PUT', '/admin/setup/credentials', body);
const { pool } = org;
const sync = must(await findUserByUsername(pool, org.syncUser.username), 'the sync user');
const asSyncUser = { method: 'password', loginUrl: org.url, ...org.syncUser };
const healthy = async () => expect((await cycle()).error).toBeNull();

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

test('the credentials of the sync user connect (SET-4)', async () => {
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
    await healthy();
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

test('no credential is in an answer, in clear text in the database, or in a log line (SEC-1)', async () => {
  const { rows } = await context.pool.query('select * from lockstep.subscription');
  const { password, securityToken } = JSON.parse(context.secrets.open(rows[0].credentials, sealedFor(rows[0].id)));
  expect(password).toBe('practice-sync-2');
  expect(JSON.stringify((await get('/admin/audit')).body)).toContain('sync/credentials-entered');
  const { syncUser, admin } = org;
  const secrets = [
    password,
    securityToken,
    syncUser.password,
    syncUser.securityToken,
    admin.password,
    admin.securityToken,
  ];
  expect(await overheard.spilled([...secrets, 'analytical engine'])).toEqual([]);
});
