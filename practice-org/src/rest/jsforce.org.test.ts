import { Connection } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

test('logs in by password and token, and works with a session from OAuth', async () => {
  const { url, syncUser, connectedApp } = api.org;
  const response = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: connectedApp.consumerKey,
      client_secret: connectedApp.consumerSecret,
      username: syncUser.username,
      password: syncUser.password + syncUser.securityToken,
    }),
  });
  const { access_token: accessToken, instance_url: instanceUrl } = (await response.json()) as Record<string, string>;
  const connection = new Connection({
    instanceUrl: instanceUrl as string,
    accessToken: accessToken as string,
    version: '60.0',
  });
  expect((await connection.query('SELECT Id FROM Lead')).totalSize).toBe(22);
});

test('describes globally and one object', async () => {
  const { sobjects } = await api.connection.describeGlobal();
  expect(sobjects.map(({ name }) => name)).toContain('CampaignMemberStatus');
  const lead = await api.connection.sobject('Lead').describe();
  expect(lead.keyPrefix).toBe('00Q');
  expect(lead.fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['HasOptedOutOfEmail', 'mkto71_Lead_Score__c', 'SICCode__c']),
  );
  expect(lead.urls.sobject).toBe('/services/data/v60.0/sobjects/Lead');
});

test('creates, reads, updates, deletes one and many', async () => {
  const leads = api.connection.sobject('Lead');
  const { id } = await leads.create({ LastName: 'Force', Company: 'JS' });
  await leads.update({ Id: id as string, FirstName: 'J' });
  expect(await leads.retrieve(id as string)).toMatchObject({ Name: 'J Force' });
  const many = await leads.create([...Array(3).keys()].map((i) => ({ LastName: `Many ${i}`, Company: 'Many' })));
  const ids = many.map((result) => result.id as string);
  expect((await leads.update(ids.map((Id) => ({ Id, Title: 'T' })))).every(({ success }) => success)).toBe(true);
  expect((await leads.destroy([...ids, id as string])).every(({ success }) => success)).toBe(true);
});

test('fetches page after page, each record once, whatever changes meanwhile', async () => {
  await api.org.pool.query(
    `insert into org."Lead" ("Id", "LastName", "Company", "SystemModstamp") select setup.new_id('00Q'), 'Page ' || i, 'Pages', now() from generate_series(1, 1000) i`,
  );
  const headers = { 'Sforce-Query-Options': 'batchSize=200' };
  const soql = "SELECT Id, LastName FROM Lead WHERE Company = 'Pages' ORDER BY LastName";
  const first = await api.connection.query(soql, { headers });
  expect([first.totalSize, first.done, first.records.length]).toEqual([1000, false, 200]);
  expect(first.nextRecordsUrl).toMatch(/\/query\/01g\w{12}(\w{3})?-200$/);
  await api.org.pool.query(
    `update org."Lead" set "Company" = 'Moved', "LastName" = 'A' where "LastName" in ('Page 500', 'Page 999')`,
  );
  const seen = new Set(first.records.map(({ Id }) => Id));
  for (let page = first; !page.done; ) {
    page = await api.connection.queryMore(page.nextRecordsUrl as string);
    for (const { Id } of page.records) seen.add(Id);
  }
  expect(seen.size).toBe(1000);
});

test('finds children, aggregates, and dates', async () => {
  const { records } = await api.connection.query(
    "SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Name = 'Edge Communications'",
  );
  expect(records[0]).toMatchObject({
    Contacts: { totalSize: 2, done: true, records: [{ LastName: 'Forbes' }, { LastName: 'Gonzalez' }] },
  });
  const groups = await api.connection.query(
    'SELECT COUNT(Id), StageName FROM Opportunity WHERE CloseDate > LAST_N_YEARS:3 GROUP BY StageName',
  );
  expect(groups.records[0]).toMatchObject({ attributes: { type: 'AggregateResult' }, expr0: expect.any(Number) });
});
