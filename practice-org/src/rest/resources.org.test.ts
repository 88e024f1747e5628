import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: jsforce leaves these answers without a type
type Answered = any;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const get = (path: string, headers?: Record<string, string>) => api.call('GET', path, undefined, headers);
const search = (sosl: string) => get(`/search/?q=${encodeURIComponent(sosl)}`);

test('quick actions: listed, described, with the values their forms begin with, and done about a record', async () => {
  const { connection } = api;
  expect((await connection.quickActions()).map(({ name }) => name)).toContain('LogACall');
  const action = connection.quickAction('LogACall');
  expect(await action.describe()).toMatchObject({
    type: 'LogACall',
    targetSobjectType: 'Task',
    layout: { layoutRows: [{ numItems: 2 }, { numItems: 2 }] },
  });
  const account = { Id: (await connection.sobject('Account').create({ Name: 'Called' })).id as string };
  expect(await action.defaultValues()).toMatchObject({ Subject: 'Call', WhoId: null, WhatId: null });
  expect(await action.defaultValues(account.Id)).toMatchObject({ WhoId: null, WhatId: account.Id });
  const done = await action.execute(account.Id, { Description: 'Nobody there' } as never);
  expect(done).toMatchObject({ success: true, created: true, contextId: account.Id, feedItemIds: [] });
  expect(await connection.sobject('Task').retrieve(done.id)).toMatchObject({
    Subject: 'Call',
    Status: 'Completed',
    WhatId: account.Id,
  });
  const path = '/sobjects/Account/quickActions/CreateContact';
  const created = await api.call('POST', path, { contextId: account.Id, record: { LastName: 'Smith' } });
  expect(await connection.sobject('Contact').retrieve(created.body.id)).toMatchObject({ AccountId: account.Id });
  const refused = await api.call('POST', path, { contextId: account.Id, record: {} });
  expect([refused.status, refused.body[0].errorCode]).toEqual([400, 'REQUIRED_FIELD_MISSING']);
  expect((await get('/quickActions/Nothing')).status).toBe(404);
  await connection.sobject('Account').destroy(account.Id);
});

describe('search', () => {
  test('SOSL finds words in the fields it names, with conditions, orders and limits of its own', async () => {
    const { body } = await search(
      'FIND {grand OR "Burlington Textiles" OR edge*} IN NAME FIELDS RETURNING Account(Id, Name WHERE Name LIKE \'%o%\' ORDER BY Name LIMIT 2), Contact(Name)',
    );
    expect(body.searchRecords.map(({ Name }: { Name: string }) => Name)).toEqual([
      'Burlington Textiles Corp of America',
      'Edge Communications',
    ]);
    expect(body.searchRecords[0].attributes.type).toBe('Account');
    expect((await search('FIND {edg}')).body.searchRecords).toEqual([]);
    expect((await search('FIND {edge AND NOT communications} RETURNING Account')).body.searchRecords).toEqual([]);
    const found = await api.connection.search('FIND {sean} IN ALL FIELDS RETURNING Contact(Id, Name), Lead LIMIT 5');
    expect(found.searchRecords).toHaveLength(1);
  });

  test('a term without braces, or too short, is refused', async () => {
    const unbraced = await search('FIND edge');
    expect([unbraced.status, unbraced.text]).toEqual([
      400,
      '[{"message":"No search term found. The search term must be enclosed in braces.","errorCode":"MALFORMED_SEARCH"}]',
    ]);
    expect((await search('FIND {x}')).body[0].errorCode).toBe('MALFORMED_SEARCH');
    expect((await search('FIND {edge} RETURNING Nothing__c')).body[0].errorCode).toBe('INVALID_TYPE');
  });

  test('by parameters, in the address and in a body', async () => {
    const byUrl = await get('/parameterizedSearch/?q=edge&sobject=Account&Account.fields=id,name&Account.limit=1');
    expect(byUrl.body.searchRecords).toEqual([expect.objectContaining({ Name: 'Edge Communications' })]);
    const { body } = await api.call('POST', '/parameterizedSearch', {
      q: 'edge',
      fields: ['Id', 'Name'],
      in: 'NAME',
      sobjects: [{ name: 'Account', where: "Name != 'x'" }, { name: 'Contact' }],
      overallLimit: 10,
    });
    expect(body.searchRecords).toHaveLength(1);
  });
});

test('what user interfaces ask for: layouts, compact layouts, list views, tabs, theme, recent, processes', async () => {
  const { connection } = api;
  const { layouts, recordTypeMappings } = await connection.sobject('Lead').layouts();
  expect([layouts.length, recordTypeMappings[0]?.name]).toEqual([1, 'Master']);
  expect((await connection.sobject('Lead').compactLayouts()).compactLayouts[0]).toMatchObject({ name: 'SYSTEM' });
  expect((await connection.sobject('Lead').approvalLayouts()).approvalLayouts).toEqual([]);
  expect((await connection.tabs()).map(({ sobjectName }) => sobjectName)).toContain('Lead');
  expect(await connection.theme()).toHaveProperty('themeItems');
  expect(await connection.recent(undefined as never, 7)).toEqual([]);
  await connection.query('SELECT Name FROM Account ORDER BY Name LIMIT 3 FOR VIEW');
  await connection.query('SELECT Id FROM Lead ORDER BY Name LIMIT 1 FOR REFERENCE');
  expect(await connection.recent('Account', 3)).toHaveLength(3);
  expect((await connection.recent(undefined as never, 2)).map(({ attributes }) => attributes?.type)).toEqual([
    'Lead',
    'Account',
  ]);
  expect((await connection.sobject('User').layouts('UserAlt')).layouts).toHaveLength(1);
  expect(await connection.process.rule.trigger('001000000000001' as never)).toMatchObject({ success: true });
  expect(await connection.process.approval.list()).toEqual({});
  const { listviews } = (await connection.sobject('Account').listviews()) as Answered;
  const [all] = listviews;
  const { plans } = await connection.sobject('Account').listview(all.id).explain();
  expect(plans).toMatchObject([{ sobjectType: 'Account' }]);
  const results = (await connection.sobject('Account').listview(all.id).results()) as Answered;
  expect(results.records[0].columns[0]).toEqual({
    fieldNameOrPath: 'Name',
    value: 'Burlington Textiles Corp of America',
  });
  const described = (await connection.sobject('Account').listview(all.id).describe()) as Answered;
  expect(described.query).toMatch(/^SELECT Name, /);
  expect((await get('/')).body).toMatchObject({ parameterizedSearch: '/services/data/v60.0/parameterizedSearch' });
});

test('search boxes: columns of what is found, records whose name goes on like this; compact layouts of several objects', async () => {
  const layouts = (await get('/search/layout/?q=Account,Contact')).body;
  expect(layouts[0]).toMatchObject({ label: 'Search Results', limitRows: 25 });
  expect(layouts[0].searchColumns[0]).toEqual({
    field: 'Account.Name',
    format: null,
    label: 'Account Name',
    name: 'Name',
  });
  expect((await get('/search/layout/?q=Nothing__c')).body[0].errorCode).toBe('INVALID_TYPE');
  const { body } = await get('/search/suggestions?q=edge%20com&sobject=Account,Contact&limit=1');
  expect(body).toMatchObject({ autoSuggestResults: [{ Name: 'Edge Communications' }], hasMoreResults: false });
  expect((await get('/search/suggestions?q=united&sobject=Account&limit=1')).body.hasMoreResults).toBe(true);
  expect(Object.keys((await get('/compactLayouts?q=Account,Lead')).body)).toEqual(['Account', 'Lead']);
  expect((await get('/process/rules/Lead')).body).toEqual({ rules: {} });
  const submitted = await api.call('POST', '/process/approvals', { requests: [] });
  expect([submitted.status, submitted.body[0].errorCode]).toEqual([400, 'NO_APPLICABLE_PROCESS']);
});

test('a query can tell its columns and its plan without running', async () => {
  const soql = encodeURIComponent("SELECT Id, Name, Account.Name FROM Contact WHERE Email = 'x@example.com'");
  const { body } = await get(`/query?q=${soql}&columns=true`);
  expect(body).toMatchObject({ entityName: 'Contact', idSelected: true, keyPrefix: '003', groupBy: false });
  expect(body.columnMetadata[2]).toMatchObject({ columnName: 'Account', joinColumns: [{ columnName: 'Name' }] });
  const explained = await get(`/query?explain=${soql}`);
  expect(explained.body.plans[0]).toMatchObject({ sobjectType: 'Contact', relativeCost: expect.any(Number) });
});

test('records lead to their parents and children', async () => {
  const { body } = await get(
    `/query?q=${encodeURIComponent("SELECT Id, AccountId FROM Contact WHERE Account.Name = 'GenePoint'")}`,
  );
  const { Id, AccountId } = body.records[0];
  expect((await get(`/sobjects/Contact/${Id}/Account?fields=Name`)).body).toMatchObject({
    Id: AccountId,
    Name: 'GenePoint',
  });
  expect((await get(`/sobjects/Account/${AccountId}/Contacts?fields=Id`)).body).toMatchObject({ totalSize: 1 });
  expect((await get(`/sobjects/Account/${AccountId}/Nothing`)).status).toBe(404);
});

test('graphs are done whole or not at all, each by itself', async () => {
  const account = (referenceId: string, Name?: string) => ({
    method: 'POST',
    url: '/services/data/v60.0/sobjects/Account',
    referenceId,
    body: { Name },
  });
  const contact = {
    method: 'POST',
    url: '/services/data/v60.0/sobjects/Contact',
    referenceId: 'c',
    body: { LastName: 'Graph', AccountId: '@{a.id}' },
  };
  const { status, body } = await api.call('POST', '/composite/graph', {
    graphs: [
      { graphId: 'good', compositeRequest: [account('a', 'Graph One'), contact] },
      { graphId: 'bad', compositeRequest: [account('a', 'Graph Two'), account('b')] },
    ],
  });
  expect(status).toBe(200);
  const [good, bad] = body.graphs;
  expect([good.isSuccessful, bad.isSuccessful]).toEqual([true, false]);
  expect(bad.graphResponse.compositeResponse[0]).toMatchObject({
    httpStatusCode: 400,
    body: [{ errorCode: 'PROCESSING_HALTED' }],
  });
  expect(
    (await get(`/query?q=${encodeURIComponent("SELECT Name FROM Account WHERE Name LIKE 'Graph%'")}`)).body.records,
  ).toEqual([expect.objectContaining({ Name: 'Graph One' })]);
});

test('a batch takes any resource', async () => {
  const url = (path: string) => ({ method: 'GET', url: `v60.0/${path}` });
  const paths = [
    'limits',
    'sobjects/Lead/describe/layouts',
    'search?q=FIND%20%7Bedge%7D',
    'query?q=SELECT+Id+FROM+Lead+LIMIT+1',
    'recent?limit=1',
    'nothing',
  ];
  const { body } = await api.call('POST', '/composite/batch', { batchRequests: paths.map(url) });
  expect(body.results.map(({ statusCode }: { statusCode: number }) => statusCode)).toEqual([
    200, 200, 200, 200, 200, 404,
  ]);
});

test('XML both ways', async () => {
  const created = await fetch(`${api.org.url}/services/data/v60.0/sobjects/Lead`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${api.connection.accessToken}`,
      'content-type': 'application/xml',
      accept: 'application/xml',
    },
    body: '<?xml version="1.0"?><Lead><LastName>&amp;Co</LastName><Company>X</Company><NumberOfEmployees>12</NumberOfEmployees></Lead>',
  });
  const text = await created.text();
  expect([created.status, created.headers.get('content-type')]).toEqual([201, 'application/xml;charset=UTF-8']);
  const id = /<Result><id>(\w+)<\/id><success>true<\/success>/.exec(text)?.[1];
  const read = await get(`/sobjects/Lead/${id}.xml?fields=LastName,NumberOfEmployees,Email`);
  expect(read.text).toContain(
    `<Lead type="Lead" url="/services/data/v60.0/sobjects/Lead/${id}"><LastName>&amp;Co</LastName><NumberOfEmployees>12</NumberOfEmployees><Email xsi:nil="true"`,
  );
  const list = await get('/query?q=SELECT+Name+FROM+Account+LIMIT+2', { accept: 'application/xml' });
  expect(list.text).toMatch(/<QueryResult><totalSize>2<\/totalSize><done>true<\/done><records type="Account" /);
  expect((await get('/sobjects/Nothing__c', { accept: 'application/xml' })).text).toContain(
    '<Errors><Error><errorCode>NOT_FOUND</errorCode>',
  );
});
