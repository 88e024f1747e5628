import { afterAll, expect, test } from 'vitest';
import { makeTestContext } from '../test-context.ts';
import { buildApp } from './app.ts';
import { Visitor } from './testing/visitor.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());
const app = await buildApp(stack.use(await makeTestContext()));
stack.defer(() => app.close());

const here = await new Visitor(app).becomeFirstAdmin();
const elsewhere = new Visitor(app);
const signIn = (visitor: Visitor, password: string) =>
  visitor.send('POST', '/admin/session', { email: 'ada@example.com', password });
const change = (current: string, next: string) => here.send('PUT', '/admin/session/password', { current, next });

test('whoever knows the present password sets a new one; other sessions end, this one stays (OPS-6)', async () => {
  await signIn(elsewhere, 'analytical engine');
  expect((await change('analytical engine', 'difference engine')).status).toBe(200);
  expect((await here.send('GET', '/admin/session')).status).toBe(200);
  expect((await elsewhere.send('GET', '/admin/session')).status).toBe(401);
  expect((await signIn(elsewhere, 'analytical engine')).status).toBe(401);
  expect((await signIn(elsewhere, 'difference engine')).status).toBe(200);
});

test('a wrong present password and a short new one are refused by name, and the audit trail tells of the change', async () => {
  expect((await change('wrong', 'long enough to be taken')).body.error.detail).toBe('The present password is wrong.');
  expect((await change('difference engine', 'short')).body.error.detail).toContain('next');
  const { body } = await here.send('GET', '/admin/audit');
  expect(body.entries.filter(({ action }: { action: string }) => action === 'user/password-changed')).toHaveLength(1);
  expect(JSON.stringify(body)).not.toContain('difference engine');
});

test('guessing the present password is slowed down (SEC-2)', async () => {
  const answers = [];
  for (let attempt = 0; attempt < 25; attempt++)
    answers.push((await change('guess', 'long enough to be taken')).status);
  expect(answers.at(-1)).toBe(429);
});
