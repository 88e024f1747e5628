import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestBrowser } from '../pages/test-browser.ts';
import { sendSoap } from '../soap/test-soap.ts';
import { logIn, startTestApi, type TestApi } from '../test-api.ts';
import { isApiOnly, setApiOnly } from './api-access.ts';
import { changeIdentitySettings, defaultIdentitySettings } from './identity-settings.ts';
import { findUserByUsername } from './org-user.ts';

let api: TestApi;
let syncId = '';
let adminId = '';
beforeAll(async () => {
  api = await startTestApi();
  syncId = (await findUserByUsername(api.org.pool, api.org.syncUser.username))?.id ?? '';
  adminId = (await findUserByUsername(api.org.pool, api.org.admin.username))?.id ?? '';
});
afterAll(() => api[Symbol.asyncDispose]());

const path = () => `/sobjects/User/${syncId}/password`;

async function pageLogin(username: string, password: string): Promise<TestBrowser> {
  const browser = await new TestBrowser(api.org.url).follow('/');
  return browser.submit('/practice-org/login', { username, password });
}

test('over REST a password is looked at, chosen and reset; a weak one and another user’s are refused', async () => {
  expect((await api.call('GET', path())).body).toEqual({ isExpired: false });
  const weak = await api.call('POST', path(), { NewPassword: 'short1' });
  expect([weak.status, weak.body]).toEqual([
    400,
    [expect.objectContaining({ errorCode: 'INVALID_NEW_PASSWORD', message: expect.stringContaining('8 characters') })],
  ]);
  expect((await api.call('POST', path(), { NewPassword: 'chosen-12' })).status).toBe(204);
  expect((await pageLogin(api.org.syncUser.username, 'chosen-12')).status).toBe(303);
  const { body } = await api.call('DELETE', path());
  expect((await pageLogin(api.org.syncUser.username, body.NewPassword)).status).toBe(303);
  const other = await api.call('POST', `/sobjects/User/${adminId}/password`, { NewPassword: 'chosen-12' });
  expect([other.status, other.body[0].errorCode]).toEqual([403, 'INSUFFICIENT_ACCESS']);
});

test('over SOAP too, where an expired password lets its user do nothing else', async () => {
  const { username, password: adminPassword } = api.org.admin;
  const setup = await pageLogin(username, adminPassword);
  await setup.open('/practice-org/setup/users');
  await setup.submit(`/practice-org/setup/users/${syncId}/expire-password`, {});
  const refused = await sendSoap(api, '<describeGlobal/>');
  expect(refused.text).toContain('INVALID_OPERATION_WITH_EXPIRED_PASSWORD');
  const weak = await sendSoap(
    api,
    `<setPassword><userId>${syncId}</userId><password>onlyletters</password></setPassword>`,
  );
  expect(weak.text).toContain('<faultcode>sf:INVALID_NEW_PASSWORD</faultcode>');
  const set = await sendSoap(
    api,
    `<setPassword><userId>${syncId}</userId><password>letters4and5</password></setPassword>`,
  );
  expect(set.result).toBe('<setPasswordResponse><result/></setPasswordResponse>');
  expect((await sendSoap(api, '<describeGlobal/>')).status).toBe(200);
  const own = await sendSoap(
    api,
    '<changeOwnPassword><oldPassword>letters4and5</oldPassword><newPassword>letters6and7</newPassword></changeOwnPassword>',
  );
  expect(own.status).toBe(200);
  const administrator = await logIn(api.org, api.org.admin);
  const { password } = (await administrator.soap.resetPassword(syncId)) as { password: string };
  expect((await pageLogin(api.org.syncUser.username, password)).status).toBe(303);
});

test('new passwords expire after the days that the org’s policy says', async () => {
  await changeIdentitySettings(api.org.pool, { passwordDays: 90 });
  await api.call('POST', path(), { NewPassword: 'practice-sync-1' });
  await changeIdentitySettings(api.org.pool, { passwordDays: defaultIdentitySettings.passwordDays });
  const { rows } = await api.org.pool.query(
    `select round(extract(epoch from password_expires_at - setup.now()) / 86400)::int as days from setup.credential where user_id = $1`,
    [syncId],
  );
  expect(rows).toEqual([{ days: 90 }]);
  expect((await api.call('GET', path())).body).toEqual({ isExpired: false });
});

test('a user of the API alone has no pages; the API goes on', async () => {
  const { profileId } = (await findUserByUsername(api.org.pool, api.org.syncUser.username)) ?? { profileId: '' };
  await setApiOnly(api.org.pool, profileId, true);
  expect(await isApiOnly(api.org.pool, profileId)).toBe(true);
  const browser = await pageLogin(api.org.syncUser.username, 'practice-sync-1');
  await browser.follow(browser.location);
  expect([browser.status, browser.page]).toEqual([403, expect.stringContaining('may use the API only')]);
  expect((await api.call('GET', '/limits')).status).toBe(200);
});
