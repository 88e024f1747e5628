import { afterAll, expect, test } from 'vitest';
import { startTestOrg } from '../../../practice-org/src/test-org.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { makeTestContext } from '../test-context.ts';
import { runChecks } from './checks.ts';
import { enterCredentials } from './credentials.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());
const { org } = stack.use(await startTestOrg());
const { pool, setup } = stack.use(await makeTestContext({ LOCKSTEP_ALLOWED_HOSTS: '127.0.0.1' }));

const check = async () => runChecks(setup, await openSubscription(pool));
const resultOf = async (id: string) => (await check()).user.find((line) => line.id === id);

test('before anybody is connected every line of the check lists is there, unanswered (SET-1, SET-2)', async () => {
  const { connected, user, fields } = await check();
  expect(connected).toBe(false);
  expect(new Set(user.map(({ result }) => result))).toEqual(new Set(['unknown']));
  expect(fields).toHaveLength(16);
  expect(fields.filter(({ optional }) => !optional).map(({ label }) => label)).toEqual([
    'Score',
    'Acquisition Date',
    'Acquisition Program',
  ]);
});

test('the org answers: permissions of the sync user, and the marketing fields on Lead and Contact', async () => {
  await enterCredentials(setup, await openSubscription(pool), {
    method: 'password',
    loginUrl: org.url,
    ...org.syncUser,
  });
  const { connected, user, fields } = await check();
  expect(connected).toBe(true);
  expect(Object.fromEntries(user.map(({ id, result }) => [id, result]))).toEqual({
    'api-enabled': 'yes',
    objects: 'yes',
    'convert-leads': 'unknown', // The practice org has no UserPermissionAccess: docs/practice-org-differences.md.
    'edit-tasks': 'yes',
    'edit-events': 'yes',
    'account-type': 'yes',
    'activity-fields': 'no', // Type is hidden in the sample org.
    'required-fields': 'yes',
    'marketing-user': 'yes',
  });
  expect((await resultOf('activity-fields'))?.missing).toEqual(['Task.Type', 'Event.Type']);
  expect(fields[0]).toMatchObject({ name: 'mkto71_Lead_Score__c', lead: 'yes', contact: 'yes' });
  expect(fields.at(-1)).toMatchObject({ name: 'mkto71_Inferred_State_Region__c', lead: 'no', contact: 'no' });
});

test('what is missing is named', async () => {
  const { rows } = await org.pool.query(`select "ProfileId" as profile from org."User" where "Username" = $1`, [
    org.syncUser.username,
  ]);
  await org.pool.query(`insert into setup.object_permission values ($1, 'Campaign', true, true, true, false)`, [
    rows[0].profile,
  ]);
  expect(await resultOf('objects')).toEqual({ id: 'objects', result: 'no', missing: ['Campaign: Delete'] });
});
