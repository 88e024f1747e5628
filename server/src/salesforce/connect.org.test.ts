import { generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { setApiEnabled } from '../../../practice-org/src/identity/api-access.ts';
import { expirePassword, lock, setPassword, unlock } from '../../../practice-org/src/identity/credentials.ts';
import {
  changeIdentitySettings,
  defaultIdentitySettings,
} from '../../../practice-org/src/identity/identity-settings.ts';
import {
  type ConnectedApp,
  findConnectedApp,
  saveConnectedApp,
} from '../../../practice-org/src/identity/oauth/connected-apps.ts';
import { findUserByUsername, type OrgUser } from '../../../practice-org/src/identity/org-user.ts';
import { TestBrowser } from '../../../practice-org/src/pages/test-browser.ts';
import type { PracticeOrg } from '../../../practice-org/src/practice-org.ts';
import { startTestOrg, type TestOrg } from '../../../practice-org/src/test-org.ts';
import { connect } from './connect.ts';
import { authorizationUrl, makePkce, redeemCode } from './oauth.ts';
import type { Credentials, Salesforce } from './salesforce.ts';
import { all } from './testing/connected.ts';

let running: TestOrg;
let org: PracticeOrg;
let user: OrgUser;
let app: ConnectedApp;
let host: string;

beforeAll(async () => {
  running = await startTestOrg();
  org = running.org;
  host = new URL(org.url).host;
  user = (await findUserByUsername(org.pool, org.syncUser.username)) as OrgUser;
  app = (await findConnectedApp(org.pool, org.connectedApp.consumerKey)) as ConnectedApp;
});

afterAll(() => running[Symbol.asyncDispose]());

afterEach(async () => {
  await changeIdentitySettings(org.pool, defaultIdentitySettings);
  await setApiEnabled(org.pool, user.profileId, true);
  await setPassword(org.pool, user.id, org.syncUser.password, org.syncUser.securityToken);
  await saveConnectedApp(org.pool, app);
});

const byPassword = (change: Partial<Extract<Credentials, { method: 'password' }>> = {}): Credentials => ({
  method: 'password',
  loginUrl: org.url,
  ...org.syncUser,
  ...change,
});
const open = (credentials: Credentials = byPassword()): Promise<Salesforce> =>
  connect(credentials, { allowedHosts: [host], backoffMs: 5 });
const expireSessions = () => org.pool.query('delete from setup.session');

describe('logging in', () => {
  test('by password and security token', async () => {
    const salesforce = await open();
    expect(await salesforce.identity()).toMatchObject({
      organizationId: expect.stringMatching(/^00D\w{15}$/),
      organizationName: expect.stringMatching(/./),
      edition: expect.stringMatching(/Edition/),
      instance: expect.stringMatching(/./),
      instanceUrl: org.url,
      userId: user.id,
      username: org.syncUser.username,
      displayName: expect.stringMatching(/./),
    });
  });

  test('by the client credentials of a connected app', async () => {
    const { consumerKey, consumerSecret } = org.connectedApp;
    const salesforce = await open({ method: 'client-credentials', loginUrl: org.url, consumerKey, consumerSecret });
    expect((await salesforce.identity()).userId).toBe(user.id);
  });

  test('by a JWT that the certificate of the connected app verifies', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const certificate = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    await saveConnectedApp(org.pool, { ...app, certificate, adminApproved: true, flows: ['jwt_bearer'] });
    const salesforce = await open({
      method: 'jwt-bearer',
      loginUrl: org.url,
      consumerKey: org.connectedApp.consumerKey,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      username: org.syncUser.username,
    });
    expect((await salesforce.identity()).userId).toBe(user.id);
  });

  test('with Salesforce: the browser comes back with a code, and rotated refresh tokens are stored', async () => {
    await saveConnectedApp(org.pool, { ...app, rotateRefreshTokens: true });
    const { consumerKey, consumerSecret } = org.connectedApp;
    const redirectUri = 'http://localhost:3000/oauth/callback';
    const { codeVerifier, codeChallenge } = makePkce();
    const back = await allow(
      authorizationUrl({ loginUrl: org.url, consumerKey, redirectUri, state: 's', codeChallenge }),
    );
    expect(back.searchParams.get('state')).toBe('s');
    const code = back.searchParams.get('code') ?? '';
    const redemption = {
      loginUrl: org.url,
      consumerKey,
      consumerSecret,
      redirectUri,
      code,
      codeVerifier,
      allowedHosts: [host],
    };
    let { credentials } = await redeemCode(redemption);
    await expect(redeemCode(redemption)).rejects.toMatchObject({ code: 'sf/oauth-grant' });

    const onCredentialsChanged = async (changed: Credentials) => {
      credentials = changed;
    };
    const first = credentials;
    const salesforce = await connect(first, { allowedHosts: [host], onCredentialsChanged });
    expect(credentials).not.toEqual(first);
    await expireSessions();
    expect((await salesforce.identity()).userId).toBe(user.id);
    await connect(credentials, { allowedHosts: [host], onCredentialsChanged });
  });
});

describe('a failed login is told apart', () => {
  const cases: [string, () => Promise<unknown>, () => Credentials, string][] = [
    ['wrong password', async () => {}, () => byPassword({ password: 'wrong' }), 'sf/invalid-login'],
    ['wrong token', async () => {}, () => byPassword({ securityToken: 'x'.repeat(24) }), 'sf/invalid-login'],
    ['no token', async () => {}, () => byPassword({ securityToken: '' }), 'sf/invalid-login'],
    ['unknown user', async () => {}, () => byPassword({ username: 'nobody@practice.example' }), 'sf/invalid-login'],
    ['expired password', () => expirePassword(org.pool, user.id), byPassword, 'sf/password-expired'],
    ['user without API', () => setApiEnabled(org.pool, user.profileId, false), byPassword, 'sf/api-disabled'],
    [
      'edition without API',
      () => changeIdentitySettings(org.pool, { apiEnabled: false }),
      byPassword,
      'sf/api-disabled',
    ],
    [
      'SOAP login off',
      () => changeIdentitySettings(org.pool, { soapLoginEnabled: false }),
      byPassword,
      'sf/soap-login-disabled',
    ],
    [
      'unknown app',
      async () => {},
      () => ({ method: 'client-credentials', loginUrl: org.url, consumerKey: 'unknown', consumerSecret: 'x' }),
      'sf/oauth-client',
    ],
    [
      'wrong secret',
      async () => {},
      () => ({
        method: 'client-credentials',
        loginUrl: org.url,
        consumerKey: app.consumerKey,
        consumerSecret: 'wrong',
      }),
      'sf/oauth-client',
    ],
    [
      'unknown refresh token',
      async () => {},
      () => ({
        method: 'oauth',
        loginUrl: org.url,
        consumerKey: app.consumerKey,
        consumerSecret: app.consumerSecret ?? '',
        refreshToken: 'gone',
      }),
      'sf/oauth-grant',
    ],
  ];
  test.each(cases)('%s', async (_what, arrange, credentials, code) => {
    await arrange();
    await expect(open(credentials())).rejects.toMatchObject({ code });
  });

  test('locked user, where the org tells', async () => {
    await changeIdentitySettings(org.pool, { lockoutIsTold: true });
    await lock(org.pool, user.id);
    await expect(open()).rejects.toMatchObject({ code: 'sf/user-locked' });
    await unlock(org.pool, user.id);
    await open();
  });
});

describe('reading', () => {
  test('a session that expired in the middle is renewed', async () => {
    const salesforce = await open();
    await salesforce.counts([{ soql: 'SELECT COUNT() FROM Lead' }]);
    await expireSessions();
    expect(await salesforce.counts([{ soql: 'SELECT COUNT() FROM Lead' }])).toEqual([22]);
  });

  test('the objects and their fields, the second time from memory', async () => {
    const salesforce = await open();
    const names = (await salesforce.describeGlobal()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Lead', 'Contact', 'Account', 'User', 'Group']));
    const first = await salesforce.describe(['Lead', 'Contact', 'NoSuchObject__c']);
    expect([...first.keys()]).toEqual(['Lead', 'Contact']);
    expect(first.get('Lead')?.fields.find(({ name }) => name === 'Email')).toMatchObject({
      type: 'email',
      updateable: true,
    });
    const second = await salesforce.describe(['Lead']);
    expect(second.get('Lead')).toBe(first.get('Lead'));
  });

  test('counts, usage and the clock of the org', async () => {
    const salesforce = await open();
    const objects = ['Lead', 'Contact', 'Account', 'Lead', 'Contact', 'Account'];
    const counts = await salesforce.counts(objects.map((object) => ({ soql: `SELECT COUNT() FROM ${object}` })));
    expect(counts).toEqual([22, 20, 13, 22, 20, 13]);
    expect(salesforce.calls).toBe(2);
    expect(salesforce.usage?.used).toBeGreaterThan(0);
    expect(Math.abs((salesforce.serverTime?.getTime() ?? 0) - Date.now())).toBeLessThan(5000);
  });

  test('a query with parents, page by page', async () => {
    const salesforce = await open();
    await salesforce.createRecords(
      'Lead',
      Array.from({ length: 450 }, (_, n) => ({ LastName: `Page ${n}`, Company: 'Paging' })),
    );
    const soql = "SELECT Id, LastName, Owner.Name FROM Lead WHERE Company = 'Paging' ORDER BY Id";
    const pages = await all(salesforce.query(soql, { batchSize: 200 }));
    expect(pages.map(({ records }) => records.length)).toEqual([200, 200, 50]);
    expect(pages[0]?.records[0]).toEqual({
      Id: expect.stringMatching(/^00Q\w{15}$/),
      LastName: expect.stringMatching(/^Page/),
      Owner: { Name: expect.any(String) },
    });
    const ids = pages.flatMap(({ records }) => records.map(({ Id }) => String(Id)));
    expect((await salesforce.deleteRecords(ids)).every(({ success }) => success)).toBe(true);
    const counts = await salesforce.counts([
      { soql: "SELECT COUNT() FROM Lead WHERE Company = 'Paging'" },
      { soql: "SELECT COUNT() FROM Lead WHERE Company = 'Paging'", all: true },
    ]);
    expect(counts).toEqual([0, 450]);
  });

  test('a field that is not there', async () => {
    const reading = all((await open()).query('SELECT Id, NoSuchField__c FROM Lead'));
    await expect(reading).rejects.toMatchObject({
      code: 'sf/no-access',
      detail: expect.stringContaining('NoSuchField__c'),
    });
  });

  test('a Bulk query, in pages', async () => {
    const salesforce = await open();
    const job = await salesforce.createQueryJob('SELECT Id, LastName FROM Contact');
    expect(await salesforce.waitForQueryJob(job.id)).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 20,
    });
    const lines: string[] = [];
    let locator: string | null = null;
    let pages = 0;
    do {
      const page = await salesforce.readQueryResults(job.id, { locator, maxRecords: 8 });
      const [header, ...rows] = (await text(page.body)).trimEnd().split('\n');
      expect(header).toBe('"Id","LastName"');
      expect(rows).toHaveLength(page.records);
      lines.push(...rows);
      locator = page.locator;
      pages += 1;
    } while (locator !== null);
    expect([pages, new Set(lines).size]).toEqual([3, 20]);
    await salesforce.deleteQueryJob(job.id);
    expect(await salesforce.getQueryJob(job.id)).toBeNull();
  });
});

describe('writing', () => {
  test('collections: a refused record holds up no other', async () => {
    const salesforce = await open();
    const results = await salesforce.createRecords('Lead', [
      { LastName: 'Right', Company: 'Acme' },
      { FirstName: 'Nameless', Company: 'Acme' },
      { LastName: 'Long', Company: 'Acme', Email: 'not an email' },
      { LastName: 'Numbers', Company: 'Acme', NumberOfEmployees: 'many' },
      { LastName: 'Right too', Company: 'Acme' },
    ]);
    expect(results.map(({ success }) => success)).toEqual([true, false, false, false, true]);
    expect(results.map(({ errors }) => errors[0]?.statusCode)).toEqual([
      undefined,
      'REQUIRED_FIELD_MISSING',
      'INVALID_EMAIL_ADDRESS',
      'JSON_PARSER_ERROR',
      undefined,
    ]);
    const ids = results.flatMap(({ id }) => (id ? [id] : []));
    const updates = await salesforce.updateRecords(
      'Lead',
      ids.map((Id) => ({ Id, Company: null })),
    );
    expect(updates[0]).toMatchObject({ success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] });
    expect((await salesforce.deleteRecords(ids)).every(({ success }) => success)).toBe(true);
  });

  test('Bulk ingest: compressed up, results down', async () => {
    const salesforce = await open();
    const insert = await salesforce.createIngestJob('Lead', 'insert');
    await salesforce.uploadIngestData(
      insert.id,
      Readable.from(['LastName,Company\n', '"Bulk 1","Ingest, Inc."\n', ',"Ingest, Inc."\n']),
    );
    await salesforce.closeIngestJob(insert.id);
    expect(await salesforce.waitForIngestJob(insert.id)).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 2,
      numberRecordsFailed: 1,
    });
    const read = async (which: 'successfulResults' | 'failedResults' | 'unprocessedrecords') =>
      text(await salesforce.readIngestResults(insert.id, which));
    expect(await read('successfulResults')).toMatch(
      /^"sf__Id","sf__Created",LastName,Company\n"00Q\w{15}","true","Bulk 1","Ingest, Inc\."\n$/,
    );
    expect(await read('failedResults')).toContain('REQUIRED_FIELD_MISSING');
    expect(await read('unprocessedrecords')).toMatch(/^LastName,Company\n$/);
  });

  test('an aborted job', async () => {
    const salesforce = await open();
    const job = await salesforce.createIngestJob('Lead', 'update');
    await salesforce.abortIngestJob(job.id);
    expect(await salesforce.getIngestJob(job.id)).toMatchObject({ state: 'Aborted' });
    expect(await salesforce.getIngestJob('750000000000000AAA')).toBeNull();
  });
});

describe('when things go wrong', () => {
  afterEach(() => setFaults({}));

  const countLeads = (salesforce: Salesforce, company: string) =>
    salesforce.counts([{ soql: `SELECT COUNT() FROM Lead WHERE Company = '${company}'` }]);

  test.each([
    ['503', { serverError: { probability: 1, times: 2 } }],
    ['a cut connection', { droppedConnection: { probability: 1, times: 2 } }],
    ['half an answer', { truncatedBody: { probability: 1, times: 2, path: '/services/data/v66.0/composite' } }],
    ['an ended session', { expiredSession: { probability: 1, times: 1 } }],
  ])('a read goes on after %s', async (_what, faults) => {
    const salesforce = await open();
    await setFaults(faults);
    expect(await salesforce.counts([{ soql: 'SELECT COUNT() FROM Contact' }])).toEqual([20]);
    expect((await all(salesforce.query('SELECT Id FROM Account')))[0]?.records).toHaveLength(13);
  });

  test('a create whose answer is lost is done once, and its outcome is unknown', async () => {
    const salesforce = await open();
    await setFaults({ droppedConnection: { probability: 1, times: 1 } });
    const creating = salesforce.createRecords('Lead', [{ LastName: 'Lost', Company: 'Answer' }]);
    await expect(creating).rejects.toMatchObject({ outcomes: ['unknown'] });
    expect(await countLeads(salesforce, 'Answer')).toEqual([1]);
  });

  test('a create that met 503 is done once', async () => {
    const salesforce = await open();
    await setFaults({ serverError: { probability: 1, times: 1, status: 503 } });
    expect(await salesforce.createRecords('Lead', [{ LastName: 'Late', Company: 'Busy' }])).toMatchObject([
      { success: true },
    ]);
    expect(await countLeads(salesforce, 'Busy')).toEqual([1]);
  });

  test('the daily limit', async () => {
    const salesforce = await open();
    await setFaults({ requestLimit: { probability: 1 } });
    await expect(countLeads(salesforce, 'x')).rejects.toMatchObject({ code: 'sf/request-limit' });
  });
});

async function setFaults(plan: object): Promise<void> {
  const body = JSON.stringify(plan);
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${org.url}/practice-org/faults`, { method: 'PUT', body, headers });
  expect(status).toBe(200);
}

/** Signs in as the sync user, allows the access, and tells where the browser is sent. */
async function allow(address: string): Promise<URL> {
  const browser = await new TestBrowser(org.url).follow(address);
  await browser.submit('/practice-org/login', { username: org.syncUser.username, password: org.syncUser.password });
  await browser.follow(browser.location);
  if (browser.status === 200) await browser.submit('/practice-org/approve', { decision: 'allow' });
  return new URL(browser.location);
}
