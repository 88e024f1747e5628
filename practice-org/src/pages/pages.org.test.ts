import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logInWithToken } from '../identity/credentials.ts';
import { administrator, syncUser } from '../identity/default-people.ts';
import { identitySettings } from '../identity/identity-settings.ts';
import { findConnectedApp } from '../identity/oauth/connected-apps.ts';
import { findUserByUsername } from '../identity/org-user.ts';
import { isInApi } from '../schema/tooling-objects.ts';
import { startTestOrg, type TestOrg } from '../test-org.ts';
import { TestBrowser } from './test-browser.ts';

let running: TestOrg;
let browser: TestBrowser;

beforeAll(async () => {
  running = await startTestOrg();
});
afterAll(() => running[Symbol.asyncDispose]());
beforeEach(async () => {
  browser = await signIn(administrator);
});

async function signIn({ username, password }: { username: string; password: string }): Promise<TestBrowser> {
  const fresh = await new TestBrowser(running.org.url).follow('/');
  await fresh.submit('/practice-org/login', { username, password });
  expect(fresh.location).toBe('/practice-org');
  return fresh.follow('/practice-org');
}

const query = async (text: string, values: unknown[] = []) => (await running.org.pool.query(text, values)).rows;

describe('signing in', () => {
  test('every page asks for it and comes back to where one wanted to go', async () => {
    const stranger = await new TestBrowser(running.org.url).open('/practice-org/objects/Lead?search=a');
    expect(stranger.location).toBe(
      `/practice-org/login?next=${encodeURIComponent('/practice-org/objects/Lead?search=a')}`,
    );
    await stranger.follow(stranger.location);
    await stranger.submit('/practice-org/login', { username: syncUser.username, password: syncUser.password });
    expect(stranger.location).toBe('/practice-org/objects/Lead?search=a');
  });

  test('never to another site', async () => {
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '\t//evil.example']) {
      const stranger = await new TestBrowser(running.org.url).open(
        `/practice-org/login?next=${encodeURIComponent(next)}`,
      );
      await stranger.submit('/practice-org/login', { username: syncUser.username, password: syncUser.password });
      expect(stranger.location).toBe('/practice-org');
    }
  });

  test('out again, and an access token is no browser session', async () => {
    await browser.submit('/practice-org/logout');
    expect((await browser.open('/practice-org')).location).toContain('/practice-org/login');
  });

  test('the sync user does not see the set-up', async () => {
    const sync = await signIn(syncUser);
    expect(sync.page).not.toContain('/practice-org/setup');
    expect((await sync.open('/practice-org/setup/users')).status).toBe(403);
  });

  test('pages have no scripts and allow none', async () => {
    const response = await fetch(`${running.org.url}/practice-org/login`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toContain('<script');
  });
});

test('the security token is reset, shown, and works', async () => {
  const sync = await signIn(syncUser);
  await (await sync.open('/practice-org/security-token')).submit('/practice-org/security-token');
  const token = /class="token">(\w{24})</.exec(sync.page)?.[1] ?? '';
  const { pool } = running.org;
  expect((await logInWithToken(pool, syncUser.username, syncUser.password + token)).user).toBeDefined();
  expect((await logInWithToken(pool, syncUser.username, syncUser.password + syncUser.securityToken)).failure).toBe(
    'wrong-credentials',
  );
});

describe('records', () => {
  test('a lead is created, found, edited, deleted and brought back', async () => {
    await browser.open('/practice-org/objects/Lead/new');
    await browser.submit('/practice-org/objects/Lead/new', {
      LastName: "<b>O'Hara</b>",
      Company: 'Tara & Co',
      Email: 'scarlett@tara.example',
    });
    expect(browser.status).toBe(303);
    const address = browser.location;
    await browser.open(address);
    expect(browser.page).toContain('&lt;b&gt;O&#39;Hara&lt;/b&gt;');
    expect(browser.page).not.toContain('<b>O');

    await browser.open('/practice-org/objects/Lead?search=SCARLETT%40');
    expect(browser.page).toContain(address);
    await browser.open('/practice-org/objects/Lead?search=%25');
    expect(browser.page).toContain('Nothing found');

    await browser.open(`${address}/edit`);
    await browser.submit(`${address}/edit`, {
      LastName: 'Hamilton',
      Company: 'Tara & Co',
      Email: '',
      Status: 'Working - Contacted',
    });
    const id = address.split('/').at(-1);
    expect(await query('select "LastName", "Email", "Status" from org."Lead" where "Id" = $1', [id])).toEqual([
      { LastName: 'Hamilton', Email: null, Status: 'Working - Contacted' },
    ]);

    await (await browser.open(address)).submit(`${address}/delete`);
    await browser.open('/practice-org/objects/Lead?deleted=on');
    expect(browser.page).toContain('Hamilton');
    await (await browser.open(address)).submit(`${address}/undelete`);
    expect(await query('select "IsDeleted" from org."Lead" where "Id" = $1', [id])).toEqual([{ IsDeleted: false }]);
  });

  test('the rules of the org hold, and what was typed stays', async () => {
    await browser.open('/practice-org/objects/Lead/new');
    await browser.submit('/practice-org/objects/Lead/new', { Company: 'Nameless Inc', Email: 'nobody@example.com' });
    expect(browser.status).toBe(400);
    expect(browser.page).toContain('Required fields are missing: [LastName]');
    expect(browser.page).toContain('value="Nameless Inc"');
    await browser.submit('/practice-org/objects/Lead/new', { LastName: 'X', Company: 'X', Email: 'not an email' });
    expect(browser.page).toContain('INVALID_EMAIL_ADDRESS');
  });

  test('every object has a list, and its first record a page; what is in the Tooling API alone has none', async () => {
    const metadata = await running.org.context.metadata.current();
    for (const { name } of metadata.objects.values()) {
      if (!isInApi('data', name)) continue;
      expect((await browser.open(`/practice-org/objects/${name}`)).status, name).toBe(200);
      const first = /\/practice-org\/records\/\w{18}/.exec(browser.page)?.[0];
      if (first) expect((await browser.open(first)).status, name).toBe(200);
    }
  });
});

describe('setup', () => {
  test('a field hidden from the sync user is gone for it, and required fields are', async () => {
    const [profile] = await query(`select "Id" as id from org."Profile" where "Name" = 'Marketing Sync'`);
    const { fields } = (await running.org.context.metadata.current()).objects.get('lead') ?? { fields: [] };
    const ticks = fields.flatMap(({ name }) =>
      name === 'Phone'
        ? []
        : [
            [`readable:${name}`, 'on'],
            [`editable:${name}`, 'on'],
          ],
    );
    await browser.open('/practice-org/setup/fields?object=Lead');
    await browser.submit('/practice-org/setup/fields', Object.fromEntries([...ticks, ['required:Website', 'on']]));
    const view = await running.org.context.metadata.viewFor(profile.id);
    expect(view.object('Lead')?.field('Phone')).toBeUndefined();
    expect(view.object('Lead')?.field('Email')?.updateable).toBe(true);
    expect(view.object('Lead')?.field('Website')?.required).toBe(true);

    await browser.open('/practice-org/setup/fields?object=Lead');
    const all = fields.flatMap(({ name }) => [
      [`readable:${name}`, 'on'],
      [`editable:${name}`, 'on'],
    ]);
    await browser.submit('/practice-org/setup/fields', Object.fromEntries(all));
    expect(await query('select from setup.field_permission')).toEqual([]);
  });

  test('a validation rule is added, refuses, and is switched off', async () => {
    await browser.open('/practice-org/setup/fields?object=Account');
    await browser.submit('/practice-org/setup/validation-rules', {
      name: 'No_Acme',
      field: 'Name',
      op: 'contains',
      value: 'acme',
      message: 'Not Acme, please',
    });
    await browser.open('/practice-org/objects/Account/new');
    await browser.submit('/practice-org/objects/Account/new', { Name: 'Acme Corp' });
    expect(browser.page).toContain('Not Acme, please');
    await browser.open('/practice-org/setup/fields?object=Account');
    await browser.submit('/practice-org/setup/validation-rules/switch');
    expect(await query('select active from setup.validation_rule')).toEqual([{ active: false }]);
  });

  test('users are locked, unlocked, expired, and lose the API', async () => {
    const { pool } = running.org;
    const sync = await findUserByUsername(pool, syncUser.username);
    const act = async (action: string) => {
      await browser.open('/practice-org/setup/users');
      await browser.submit(`/practice-org/setup/users/${sync?.id}/${action}`);
      return (await browser.follow(browser.location)).page;
    };
    expect(await act('lock')).toContain('>locked<');
    expect((await logInWithToken(pool, syncUser.username, 'x')).failure).toBe('locked');
    expect(await act('unlock')).not.toContain('>locked<');
    expect(await act('expire-password')).toContain('>password expired<');
    expect(await act('switch-api')).toContain('>no API<');
    expect(await act('switch-api')).not.toContain('>no API<');

    await browser.submit(`/practice-org/setup/users/${sync?.id}/password`, { password: syncUser.password });
    expect(browser.page).toMatch(/class="token">\w{24}</);
    expect(browser.page).not.toContain('>password expired<');
  });

  test('an expired password has to be changed first', async () => {
    await query(
      `update setup.credential set password_expires_at = now()
                  where user_id = (select "Id" from org."User" where "Username" = $1)`,
      [syncUser.username],
    );
    const sync = await new TestBrowser(running.org.url).open('/practice-org/login');
    await sync.submit('/practice-org/login', { username: syncUser.username, password: syncUser.password });
    expect(sync.location).toContain('/practice-org/password');
    await sync.follow(sync.location);
    await sync.submit('/practice-org/password', { password: 'short', again: 'short' });
    expect(sync.page).toContain('at least 8 characters');
    await sync.submit('/practice-org/password', { password: syncUser.password, again: syncUser.password });
    expect(sync.page).toMatch(/class="token">\w{24}</);
  });

  test('login settings, connected apps and faults', async () => {
    const { pool } = running.org;
    await browser.open('/practice-org/setup/login');
    const numbers = { sessionSeconds: '900', maxFailedLogins: '5', lockoutMinutes: '10' };
    await browser.submit('/practice-org/setup/login', {
      ...numbers,
      identityHost: 'https://test.salesforce.com/',
      isSandbox: 'on',
      apiEnabled: 'on',
      securityTokenRequired: 'on',
    });
    expect(await identitySettings(pool)).toMatchObject({
      soapLoginEnabled: false,
      apiEnabled: true,
      sessionSeconds: 900,
      identityHost: 'https://test.salesforce.com',
    });
    expect(await query('select "IsSandbox" as sandbox from org."Organization"')).toEqual([{ sandbox: true }]);

    await browser.open('/practice-org/setup/apps');
    await browser.submit('/practice-org/setup/apps', { label: 'My <app>' });
    const address = browser.location;
    await browser.open(address);
    await browser.submit(address, {
      label: 'My <app>',
      callbackUrls: 'https://a.example/cb\r\nhttps://b.example/cb',
      scopes: 'api',
      runAs: administrator.username,
      'flow:client_credentials': 'on',
    });
    expect(browser.page).toContain('Saved.');
    const key = decodeURIComponent(address.split('/').at(-1) ?? '');
    expect(await findConnectedApp(pool, key)).toMatchObject({
      callbackUrls: ['https://a.example/cb', 'https://b.example/cb'],
      flows: ['client_credentials'],
      scopes: ['api'],
    });

    await browser.open('/practice-org/setup/faults');
    await browser.submit('/practice-org/setup/faults', {
      seed: '3',
      'rowLock.probability': '0.5',
      'rowLock.objects': 'Lead',
    });
    const state = await (await fetch(`${running.org.url}/practice-org/faults`)).json();
    expect(state).toMatchObject({ seed: 3, rowLock: { probability: 0.5, objects: ['Lead'] } });
    await browser.submit('/practice-org/setup/faults', { off: '1' });
    expect(await (await fetch(`${running.org.url}/practice-org/faults`)).json()).toMatchObject({
      rowLock: { probability: 0 },
    });
  });
});
