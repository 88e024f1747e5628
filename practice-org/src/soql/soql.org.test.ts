import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
let accountId: string;
beforeAll(async () => {
  api = await startTestApi();
  accountId = (await query("SELECT Id FROM Account WHERE Name = 'GenePoint'")).body.records[0].Id;
  const people = Array.from({ length: 450 }, (_, i) => ({
    LastName: `Child ${String(i).padStart(3, '0')}`,
    AccountId: accountId,
  }));
  await api.connection.sobject('Contact').create(people, { allowRecursive: true });
});
afterAll(() => api[Symbol.asyncDispose]());

const query = (soql: string) => api.call('GET', `/query?q=${encodeURIComponent(soql)}`);
const records = async (soql: string) => {
  const { status, body } = await query(soql);
  expect(body, soql).toHaveProperty('records');
  expect(status).toBe(200);
  return body.records;
};
const refusal = async (soql: string) => {
  const { status, body } = await query(soql);
  expect(status, soql).toBe(400);
  return body[0];
};

test('a subquery has its own conditions, order and limit, and a locator when there are many children', async () => {
  const [account] = await records(
    `SELECT Name, (SELECT LastName FROM Account.Contacts WHERE LastName LIKE 'Child%' ORDER BY LastName DESC LIMIT 2 OFFSET 1)
       FROM Account WHERE Id = '${accountId}'`,
  );
  const names = account.Contacts.records.map(({ LastName }: { LastName: string }) => LastName);
  expect([account.Contacts.totalSize, names]).toEqual([2, ['Child 448', 'Child 447']]);
  const [paged] = await records(
    `SELECT Id, (SELECT LastName FROM Contacts WHERE LastName LIKE 'Child%' ORDER BY LastName) FROM Account WHERE Id = '${accountId}'`,
  );
  expect(paged.Contacts).toMatchObject({ totalSize: 450, done: false });
  expect(paged.Contacts.records).toHaveLength(200);
  const { nextRecordsUrl } = paged.Contacts;
  expect(nextRecordsUrl).toMatch(/^\/services\/data\/v60\.0\/query\/01g\w{12}-200$/);
  const second = await api.call('GET', nextRecordsUrl.replace('/services/data/v60.0', ''));
  expect(second.body).toMatchObject({ totalSize: 450, done: false });
  expect(second.body.records[0]).toMatchObject({ attributes: { type: 'Contact' }, LastName: 'Child 200' });
  const all = await api.connection.query(
    `SELECT Id, (SELECT LastName FROM Contacts WHERE LastName LIKE 'Child%') FROM Account WHERE Id = '${accountId}'`,
    { autoFetch: true, maxFetch: 1000 },
  );
  expect((all.records[0] as { Contacts: { records: unknown[] } }).Contacts.records).toHaveLength(450);
});

test('children of children', async () => {
  const [parent] = await records(
    "SELECT Name, (SELECT Name, (SELECT Role FROM OpportunityContactRoles) FROM Opportunities LIMIT 1) FROM Account WHERE Name = 'GenePoint'",
  );
  expect(parent.Opportunities.records[0]).toHaveProperty('OpportunityContactRoles');
});

test('TYPEOF gives each type its own fields, and null to a type without a branch', async () => {
  const [lead] = await records('SELECT Id, Company FROM Lead LIMIT 1');
  const [contact] = await records("SELECT Id, Name FROM Contact WHERE LastName = 'Child 000'");
  for (const WhoId of [lead.Id, contact.Id]) await api.call('POST', '/sobjects/Task', { Subject: 'Typed', WhoId });
  const found = await records(
    "SELECT TYPEOF Who WHEN Lead THEN Company, Owner.Name END FROM Task WHERE Subject = 'Typed' ORDER BY Who.Type DESC",
  );
  expect(found.map((task: { Who: unknown }) => task.Who)).toEqual([
    expect.objectContaining({ attributes: expect.objectContaining({ type: 'Lead' }), Company: lead.Company }),
    null,
  ]);
  const others = await records(
    "SELECT TYPEOF Who WHEN Lead THEN Company ELSE Name END FROM Task WHERE Subject = 'Typed' AND Who.Type = 'Contact'",
  );
  expect(others[0].Who).toMatchObject({ attributes: { type: 'Contact' }, Name: 'Child 000' });
  expect((await refusal('SELECT Who.Company FROM Task')).message).toContain(
    "No such column 'Company' on entity 'Name'",
  );
});

test('semi-joins and anti-joins, and where they may not stand', async () => {
  const withContacts = await records('SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)');
  const without = await records('SELECT Id FROM Account WHERE Id NOT IN (SELECT AccountId FROM Contact)');
  expect(withContacts.length + without.length).toBe((await query('SELECT COUNT() FROM Account')).body.totalSize);
  const inner = '(SELECT AccountId FROM Contact)';
  expect((await refusal(`SELECT Id FROM Account WHERE Name = 'x' OR Id IN ${inner}`)).message).toBe(
    "Semi join sub-selects are not allowed with the 'OR' operator",
  );
  expect(
    (await refusal(`SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE Id IN ${inner})`)).message,
  ).toBe('Nesting of semi join sub-selects is not supported');
  expect((await refusal('SELECT Id FROM Lead WHERE Id IN (SELECT AccountId FROM Contact)')).message).toContain(
    "The selected field 'AccountId' in the subquery and the left operand field in the where expression in the outer query 'Id' should point to the same object type",
  );
});

test('aggregates: names, HAVING, ROLLUP, CUBE, GROUPING', async () => {
  const [row] = await records(
    'SELECT LeadSource, COUNT(Id), MAX(CreatedDate) latest, COUNT_DISTINCT(Company) FROM Lead GROUP BY LeadSource HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC LIMIT 1',
  );
  expect(Object.keys(row)).toEqual(['attributes', 'LeadSource', 'expr0', 'latest', 'expr1']);
  const rolled = await records(
    'SELECT LeadSource, Rating, COUNT(Name) cnt, GROUPING(LeadSource) whole FROM Lead GROUP BY ROLLUP(LeadSource, Rating)',
  );
  const total = rolled.find((found: { whole: number }) => found.whole === 1);
  expect(total).toMatchObject({ LeadSource: null, Rating: null, cnt: 22 });
  const cubed = await records('SELECT LeadSource, Rating, COUNT(Name) cnt FROM Lead GROUP BY CUBE(LeadSource, Rating)');
  expect(cubed.length).toBeGreaterThan(rolled.length);
  expect((await refusal('SELECT COUNT(Id) FROM Lead LIMIT 1')).message).toBe(
    'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
  );
  expect((await refusal('SELECT LeadSource, COUNT(Id) FROM Lead GROUP BY LeadSource ORDER BY Name')).message).toContain(
    'Ordered field must be grouped or aggregated: Name',
  );
  expect((await refusal('SELECT SUM(Name) FROM Lead')).message).toContain('does not support aggregate operator SUM');
});

test("a day is the user's own; date functions count in UTC unless converted", async () => {
  // 07:30 UTC is still the day before in Los Angeles, the sync user's time zone.
  const CloseDate = '2020-03-10';
  const [account] = await records('SELECT Id FROM Account LIMIT 1');
  await api.call('POST', '/sobjects/Opportunity', {
    Name: 'Dated',
    StageName: 'Prospecting',
    CloseDate,
    AccountId: account.Id,
  });
  await api.org.pool.query(
    `update org."Opportunity" set "CreatedDate" = '2020-03-10T06:30:00Z' where "Name" = 'Dated'`,
  );
  const where = "WHERE Name = 'Dated'";
  const [{ utc, local, day }] = await records(
    `SELECT DAY_IN_MONTH(CreatedDate) utc, DAY_IN_MONTH(convertTimezone(CreatedDate)) local, DAY_ONLY(convertTimezone(CreatedDate)) day
       FROM Opportunity ${where} GROUP BY DAY_IN_MONTH(CreatedDate), DAY_IN_MONTH(convertTimezone(CreatedDate)), DAY_ONLY(convertTimezone(CreatedDate))`,
  );
  expect([utc, local, day]).toEqual([10, 9, '2020-03-09']);
  for (const literal of [
    'THIS_FISCAL_QUARTER',
    'NEXT_N_WEEKS:3',
    'N_MONTHS_AGO:2',
    'LAST_N_FISCAL_YEARS:2',
    'NEXT_90_DAYS',
  ])
    await records(`SELECT Id FROM Opportunity WHERE CreatedDate = ${literal} OR CloseDate < ${literal}`);
  expect(await records(`SELECT Id FROM Opportunity ${where} AND CreatedDate < TODAY`)).toHaveLength(1);
});

test('the fiscal year begins when the organization says', async () => {
  await api.org.pool.query(
    `update org."Organization" set "FiscalYearStartMonth" = 4, "UsesStartDateAsFiscalYearName" = false`,
  );
  const [row] = await records(
    "SELECT FISCAL_YEAR(CloseDate) y, FISCAL_QUARTER(CloseDate) q, FISCAL_MONTH(CloseDate) m, CALENDAR_YEAR(CloseDate) c FROM Opportunity WHERE Name = 'Dated' GROUP BY FISCAL_YEAR(CloseDate), FISCAL_QUARTER(CloseDate), FISCAL_MONTH(CloseDate), CALENDAR_YEAR(CloseDate)",
  );
  expect(row).toMatchObject({ y: 2020, q: 4, m: 12, c: 2020 });
  await api.org.pool.query(`update org."Organization" set "FiscalYearStartMonth" = 1`);
});

test('toLabel, FORMAT and USING SCOPE', async () => {
  const [row] = await records(
    'SELECT toLabel(StageName), FORMAT(Amount) money, FORMAT(CloseDate) closes FROM Opportunity WHERE Amount = 30000 LIMIT 1',
  );
  expect(row).toMatchObject({ money: '$30,000.00', closes: expect.stringMatching(/^\d+\/\d+\/\d{4}$/) });
  const { body } = await query('SELECT COUNT() FROM Lead USING SCOPE mine');
  expect(body.totalSize).toBe(
    (await query("SELECT COUNT() FROM Lead WHERE OwnerId != null AND Owner.Name = 'Marketing Sync'")).body.totalSize,
  );
  expect((await refusal('SELECT Id FROM Lead USING SCOPE my_territory')).message).toContain(
    "Filter scope 'my_territory'",
  );
});

test('DISTANCE between a place and an address', async () => {
  await api.call('PATCH', `/sobjects/Account/${accountId}`, { BillingLatitude: 52.52, BillingLongitude: 13.405 });
  const far = "DISTANCE(BillingAddress, GEOLOCATION(48.137, 11.575), 'km')";
  const found = await records(`SELECT Name, ${far} km FROM Account WHERE ${far} < 600 ORDER BY ${far}`);
  expect(found).toHaveLength(1);
  expect(found[0].km).toBeCloseTo(504, -1);
});

test('multi-select picklists, booleans and blanks', async () => {
  expect((await refusal("SELECT Id FROM Lead WHERE Status INCLUDES ('a')")).errorCode).toBe(
    'INVALID_QUERY_FILTER_OPERATOR',
  );
  const all = (await query('SELECT COUNT() FROM Lead')).body.totalSize;
  expect((await query('SELECT COUNT() FROM Lead WHERE IsConverted = null')).body.totalSize).toBe(
    (await query('SELECT COUNT() FROM Lead WHERE IsConverted = false')).body.totalSize,
  );
  expect((await query("SELECT COUNT() FROM Lead WHERE (NOT Email = 'nobody@example.com')")).body.totalSize).toBe(all);
  const count = async (where: string) => (await query(`SELECT COUNT() FROM Lead WHERE ${where}`)).body.totalSize;
  for (const [negated, plain] of [
    ["(NOT Rating != 'Hot')", "Rating = 'Hot'"],
    ['(NOT Rating = null)', 'Rating != null'],
    ['Rating NOT IN (null)', 'Rating != null'],
    ['(NOT IsConverted = true)', 'IsConverted = false'],
  ] as const)
    expect(await count(negated), negated).toBe(await count(plain));
});

test.each([
  ["SELECT Id FROM Lead WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", 'MALFORMED_QUERY', "unexpected token: 'OR'"],
  ["SELECT Id FROM Lead WHERE Name = 'a' AND NOT (Name = 'b')", 'MALFORMED_QUERY', "unexpected token: 'NOT'"],
  [
    "SELECT Id FROM Lead WHERE Description = 'x'",
    'INVALID_FIELD',
    "field 'Description' can not be filtered in a query call",
  ],
  [
    'SELECT Id FROM Lead ORDER BY Description',
    'MALFORMED_QUERY',
    "field 'Description' can not be sorted in a query call",
  ],
  [
    'SELECT COUNT(Id) FROM Lead GROUP BY CreatedDate',
    'MALFORMED_QUERY',
    "field 'CreatedDate' can not be grouped in a query call",
  ],
  [
    "SELECT Id FROM Lead WHERE CreatedDate > '2020-01-01'",
    'INVALID_FIELD',
    'must be of type dateTime and should not be enclosed in quotes',
  ],
  ['SELECT Id FROM Lead WHERE Name = 1', 'INVALID_FIELD', 'must be of type string and should be enclosed in quotes'],
  ["SELECT Id FROM Lead WHERE Id LIKE '00Q%'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator'],
  ['SELECT Id, FIELDS(ALL) FROM Lead LIMIT 10', 'INVALID_FIELD', 'duplicate field selected: Id'],
  ['SELECT Id, COUNT(Id) FROM Lead', 'MALFORMED_QUERY', 'Field must be grouped or aggregated: Id'],
  ["SELECT Id FROM Lead WHERE Name = ''' LIMIT 1", 'MALFORMED_QUERY', ''],
  ['SELECT Id FROM Lead WHERE Name IN ()', 'MALFORMED_QUERY', "unexpected token: ')'"],
  ['SELECT NOSUCH(Id) FROM Lead', 'MALFORMED_QUERY', 'Invalid function'],
])('%s is refused', async (soql, errorCode, text) => {
  const refused = await refusal(soql);
  expect(refused.errorCode).toBe(errorCode);
  expect(refused.message).toContain(text);
});

test('FOR VIEW, ALL ROWS and access modes are understood', async () => {
  for (const ending of [
    'FOR VIEW',
    'FOR REFERENCE',
    'LIMIT 1 FOR UPDATE',
    'ALL ROWS',
    'UPDATE TRACKING',
    'LIMIT 2 OFFSET 2000',
  ])
    await records(`SELECT Id FROM Lead WHERE Name != null ${ending}`);
  await records('SELECT Id FROM Lead WITH SECURITY_ENFORCED ORDER BY Name NULLS LAST');
  await records('SELECT Id FROM Lead WITH USER_MODE');
});
