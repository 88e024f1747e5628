import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFaultPlan } from '../faults/fault-plan.ts';
import { faultSwitchOf } from '../faults/faults.ts';
import { startTestOrg, type TestOrg } from '../test-org.ts';
import { setApiEnabled } from './api-access.ts';
import { expirePassword, setPassword } from './credentials.ts';
import { syncUser } from './default-people.ts';
import { callerOf, findUserByUsername, type OrgUser } from './org-user.ts';
import { SessionStore } from './session-store.ts';

let running: TestOrg;
let sync: OrgUser;
let store: SessionStore;
let sessionId: string;

beforeAll(async () => {
  running = await startTestOrg();
  sync = (await findUserByUsername(running.org.pool, syncUser.username)) as OrgUser;
  store = new SessionStore(running.org.pool, running.org.context.clock);
});
afterAll(() => running[Symbol.asyncDispose]());
beforeEach(async () => {
  faultSwitchOf(running.org.context).set(readFaultPlan({}));
  ({ sessionId } = await store.open({ caller: callerOf(sync), kind: 'oauth' }));
});

const call = (headers: Record<string, string>) => fetch(`${running.org.url}/services/data/v62.0/limits`, { headers });
const bearer = (id: string) => ({ authorization: `Bearer ${id}` });

test('Bearer, OAuth, and the header of Bulk 1.0 name a session', async () => {
  for (const headers of [bearer(sessionId), { authorization: `OAuth ${sessionId}` }, { 'x-sfdc-session': sessionId }]) {
    const response = await call(headers as Record<string, string>);
    expect(response.status).toBe(200);
    expect(response.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/\d+$/);
  }
});

test('an unknown session, a missing one, a malformed header: the 401 as recorded', async () => {
  for (const headers of [
    bearer('00D000000000000!nothing'),
    {},
    { authorization: sessionId },
    { authorization: 'Basic eDp5' },
  ]) {
    const response = await call(headers as Record<string, string>);
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]');
    expect(response.headers.get('www-authenticate')).toBe('Token');
    expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(response.headers.get('sforce-limit-info')).toBeNull();
  }
});

test('a session of a user who may not use the API is answered 403 with the reason', async () => {
  await setApiEnabled(running.org.pool, sync.profileId, false);
  const disabled = await call(bearer(sessionId));
  expect(disabled.status).toBe(403);
  expect(await disabled.json()).toEqual([
    { message: 'API is disabled for this User', errorCode: 'API_CURRENTLY_DISABLED' },
  ]);
  await setApiEnabled(running.org.pool, sync.profileId, true);

  await expirePassword(running.org.pool, sync.id);
  const another = await store.open({ caller: callerOf(sync), kind: 'oauth' });
  expect(await (await call(bearer(another.sessionId))).json()).toMatchObject([
    { errorCode: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD' },
  ]);
  await setPassword(running.org.pool, sync.id, syncUser.password, syncUser.securityToken);
});

test('the fault switch ends a session for good, and uses up the limit', async () => {
  const faults = faultSwitchOf(running.org.context);
  faults.set(readFaultPlan({ expiredSession: { probability: 1, times: 1 } }));
  expect((await call(bearer(sessionId))).status).toBe(401);
  expect((await call(bearer(sessionId))).status).toBe(401);
  const another = await store.open({ caller: callerOf(sync), kind: 'oauth' });
  faults.set(readFaultPlan({ requestLimit: { probability: 1, times: 1 } }));
  expect((await call(bearer(another.sessionId))).status).toBe(403);
  expect((await call(bearer(another.sessionId))).status).toBe(200);
});

test('a session that ends while it is being looked up is not remembered', async () => {
  const { pool } = running.org;
  const holder = await pool.connect();
  await holder.query('begin; lock table setup.profile_login');
  const found = store.find(sessionId);
  const waiting = `select from pg_locks where relation = 'setup.profile_login'::regclass and not granted`;
  while ((await holder.query(waiting)).rowCount === 0);
  await store.end(sessionId);
  await holder.query('commit');
  holder.release();
  await found;
  expect(await store.find(sessionId)).toBeUndefined();
});
