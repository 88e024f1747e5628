import { afterAll, expect, test } from 'vitest';
import { LockstepError } from '../errors.ts';
import { makeTestContext } from '../test-context.ts';
import { buildApp } from './app.ts';
import type { Routes } from './routes.ts';
import { Visitor } from './testing/visitor.ts';

/** Endpoints that fail, as ours may. */
const failingRoutes: Routes = (app) => {
  app.get('/admin/fails/known', async () => {
    throw new LockstepError('sf/unreachable', 'na1.salesforce.com');
  });
  app.get('/admin/fails/unknown', async () => {
    throw new Error('relation "secret_table" does not exist');
  });
};

const stack = new AsyncDisposableStack();
const context = stack.use(await makeTestContext({ LOCKSTEP_PUBLIC_URL: 'https://crm.example.com' }));
const app = await buildApp(context, [failingRoutes]);
stack.defer(() => app.close());
afterAll(() => stack.disposeAsync());

const stranger = new Visitor(app);
const admin = new Visitor(app);
const wrongPassword = { email: 'ada@example.com', password: 'wrong' };
const rightPassword = { email: 'ADA@example.com', password: 'analytical engine' };

test('the first start makes exactly one administrator', async () => {
  expect((await stranger.send('GET', '/admin/first-start')).body).toEqual({ adminExists: false, practiceOrgUrl: null });
  const first = { email: 'ada@example.com', name: 'Ada', password: 'analytical engine' };
  const rivals = [admin, new Visitor(app), new Visitor(app)];
  const answers = await Promise.all(rivals.map((rival) => rival.send('POST', '/admin/first-start', first)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
  const winner = rivals[answers.findIndex(({ status }) => status === 200)];
  admin.cookie = winner?.cookie;
  admin.csrfToken = winner?.csrfToken;
  expect((await stranger.send('GET', '/admin/first-start')).body.adminExists).toBe(true);
});

test('a short password and a wrong address are refused by name', async () => {
  const short = await stranger.send('POST', '/admin/first-start', {
    email: 'b@example.com',
    name: 'B',
    password: 'short',
  });
  expect(short).toMatchObject({ status: 400, body: { error: { code: 'request/invalid' } } });
  expect(short.body.error.detail).toMatch(/^password must not have fewer than 12 characters/);
  const wrong = await stranger.send('POST', '/admin/first-start', {
    email: 'b',
    name: 'B',
    password: 'long enough for it',
  });
  expect(wrong.body.error.detail).toContain('email must match');
  const missing = await stranger.send('POST', '/admin/session', { email: 'b@example.com' });
  expect(missing.body.error.detail).toBe('password is missing.');
  expect(short.body.error.told).toEqual([
    { sentence: '{0} must not have fewer than {1} characters.', values: ['password', '12'] },
  ]);
});

test('signing in gives a cookie that scripts can not read, and signing out ends it', async () => {
  const visitor = new Visitor(app);
  expect((await visitor.send('POST', '/admin/session', wrongPassword)).status).toBe(401);
  const answer = await visitor.send('POST', '/admin/session', rightPassword);
  expect(answer).toMatchObject({ status: 200, body: { user: { email: 'ada@example.com', role: 'admin' } } });
  expect(answer.headers['set-cookie']).toMatch(/lockstep_session=\S{43}; Path=\/; HttpOnly; Secure; SameSite=Strict/);

  const cookie = visitor.cookie;
  expect((await visitor.send('GET', '/admin/session')).status).toBe(200);
  expect((await visitor.send('DELETE', '/admin/session')).body).toEqual({ done: true });
  expect(visitor.cookie).toBeUndefined();
  visitor.cookie = cookie;
  expect((await visitor.send('GET', '/admin/session')).status).toBe(401);
});

test('a change with the cookie alone, as another site could send it, is refused', async () => {
  const forged = new Visitor(app);
  forged.cookie = admin.cookie;
  const attempt = { email: 'mallory@example.com', name: 'M', password: 'mallory was here', role: 'admin' };
  expect((await forged.send('POST', '/admin/users', attempt)).status).toBe(403);
  forged.csrfToken = (await new Visitor(app).send('POST', '/admin/session', rightPassword)).body.csrfToken;
  expect((await forged.send('POST', '/admin/users', attempt)).status).toBe(403);
  expect((await forged.send('GET', '/admin/users')).body.users).toHaveLength(1);
});

test('roles limit what users may do, and lose their sessions when disabled', async () => {
  const viewer = { email: 'vera@example.com', name: 'Vera', password: 'only looking around', role: 'viewer' };
  const created = await admin.send('POST', '/admin/users', viewer);
  expect(created).toMatchObject({ status: 201, body: { role: 'viewer', disabled: false, lastSignedInAt: null } });
  expect(JSON.stringify(created.body)).not.toMatch(/password|argon2/);
  expect((await admin.send('POST', '/admin/users', viewer)).status).toBe(400);

  const vera = new Visitor(app);
  await vera.send('POST', '/admin/session', { email: viewer.email, password: viewer.password });
  expect((await vera.send('GET', '/admin/session')).status).toBe(200);
  expect((await vera.send('GET', '/admin/users')).body.error).toMatchObject({ code: 'request/forbidden' });
  expect((await stranger.send('GET', '/admin/users')).status).toBe(401);

  const change = await admin.send('PATCH', `/admin/users/${created.body.id}`, { disabled: true });
  expect(change.body).toMatchObject({ disabled: true, role: 'viewer' });
  expect((await vera.send('GET', '/admin/session')).status).toBe(401);
  expect((await vera.send('POST', '/admin/session', viewer)).status).toBe(401);
});

test('the last administrator stays one', async () => {
  const { users } = (await admin.send('GET', '/admin/users')).body;
  const ada = users.find(({ email }: { email: string }) => email === 'ada@example.com');
  expect((await admin.send('PATCH', `/admin/users/${ada.id}`, { role: 'viewer' })).status).toBe(400);
  expect((await admin.send('PATCH', '/admin/users/999', { name: 'X' })).status).toBe(404);
});

test('an API token works for scripts until it is revoked, and is stored as a hash', async () => {
  const { body } = await admin.send('POST', '/admin/api-tokens', { name: 'nightly', role: 'admin' });
  expect(body.token).toMatch(/^lks_\S{43}$/);
  const script = new Visitor(app);
  const withToken = { authorization: `Bearer ${body.token}` };
  expect((await script.send('GET', '/admin/users', undefined, withToken)).status).toBe(200);
  const listed = (await script.send('GET', '/admin/api-tokens', undefined, withToken)).body;
  expect(listed.tokens[0]).toMatchObject({ name: 'nightly', createdBy: 'ada@example.com', revokedAt: null });
  expect(JSON.stringify(listed)).not.toContain(body.token);
  expect((await context.pool.query('select * from lockstep.api_token')).rows.map(String).join()).not.toContain(
    body.token,
  );

  await admin.send('DELETE', `/admin/api-tokens/${body.view.id}`);
  expect((await script.send('GET', '/admin/users', undefined, withToken)).status).toBe(401);
});

test('the audit trail tells who did what, page by page, and no secrets', async () => {
  const first = (await admin.send('GET', '/admin/audit?limit=3')).body;
  expect(first.entries).toHaveLength(3);
  expect(first.entries[0]).toMatchObject({ action: 'api-token/revoked', actor: 'ada@example.com', target: 'nightly' });
  const rest = (await admin.send('GET', `/admin/audit?before=${first.next}&limit=500`)).body;
  expect(rest.next).toBeNull();
  const all = [...first.entries, ...rest.entries];
  expect(all.at(-1)).toMatchObject({ action: 'user/first-admin-created' });
  expect(all.map(({ action }) => action)).toContain('session/refused');
  expect(JSON.stringify(all)).not.toMatch(/analytical engine|only looking around|lks_/);
});

test('errors are explained from the catalogue, and unexpected ones keep their insides', async () => {
  expect((await stranger.send('GET', '/admin/fails/known')).body.error).toEqual({
    code: 'sf/unreachable',
    message: expect.stringContaining('could not be reached'),
    detail: 'na1.salesforce.com',
    told: [{ key: 'original', sentence: '{0}', values: ['na1.salesforce.com'] }],
    action: expect.stringContaining('Check the login address'),
  });
  const unknown = await stranger.send('GET', '/admin/fails/unknown');
  expect(unknown).toMatchObject({ status: 500, body: { error: { code: 'internal/unexpected' } } });
  expect(JSON.stringify(unknown.body)).not.toContain('secret_table');
  expect((await stranger.send('GET', '/nowhere')).body.error.code).toBe('request/not-found');
  const noJson = { 'content-type': 'application/json' };
  expect((await stranger.send('POST', '/admin/session', undefined, noJson)).body.error.code).toBe('request/invalid');
});

test('every answer carries the security headers', async () => {
  const { headers } = await stranger.send('GET', '/admin/first-start');
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    'x-content-type-options': 'nosniff',
    'strict-transport-security': expect.stringContaining('max-age'),
    'cache-control': 'no-store',
  });
});

test('health, metrics and the description of the API answer', async () => {
  expect((await stranger.send('GET', '/health/live')).body).toEqual({ status: 'ok' });
  expect((await stranger.send('GET', '/health/ready')).body).toEqual({ status: 'ok' });
  const metrics = await stranger.send('GET', '/metrics');
  expect(metrics).toMatchObject({ status: 200 });
  expect(metrics.body).toContain('lockstep_http_request_duration_seconds_count{method="GET",route="/admin/users"');
  const description = (await stranger.send('GET', '/admin/openapi.json')).body;
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths)).toContain('/admin/users/{id}');
  expect(Object.keys(description.paths['/admin/session'].post.responses)).toEqual(['200', '4XX', '5XX']);
});

test('guessing passwords is slowed down', async () => {
  const guesser = new Visitor(app);
  const statuses = new Set<number>();
  for (let attempt = 0; attempt < 25; attempt++) {
    const { status, headers } = await guesser.send('POST', '/admin/session', {
      email: 'x@example.com',
      password: 'guess',
    });
    statuses.add(status);
    if (status === 429) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  }
  expect([...statuses]).toEqual([401, 429]);
});
