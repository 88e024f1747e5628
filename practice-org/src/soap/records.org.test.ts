import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.ts';
import { sendSoap } from './test-soap.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

test('jsforce creates, updates, upserts, deletes, undeletes and empties the bin', async () => {
  const { soap } = api.connection;
  const [made, bad] = (await soap.create([
    { type: 'Lead', LastName: 'Soap & Co', Company: 'Bubbles', NumberOfEmployees: 5 },
    { type: 'Lead', FirstName: 'Nameless' },
  ] as never)) as unknown as { id: string; success: boolean; errors: unknown }[];
  expect(made).toMatchObject({ success: true, id: expect.stringMatching(/^00Q/) });
  expect(bad).toMatchObject({ success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] });
  const Id = made?.id as string;
  expect(await soap.update({ type: 'Lead', Id, FirstName: 'A', NumberOfEmployees: null } as never)).toMatchObject({
    success: true,
  });
  expect(await api.connection.sobject('Lead').retrieve(Id)).toMatchObject({
    Name: 'A Soap & Co',
    NumberOfEmployees: null,
  });
  expect(await soap.upsert('Id', [{ type: 'Lead', Id, Title: 'T' }] as never)).toMatchObject([
    { created: false, id: Id, success: true },
  ]);
  expect(await soap.delete([Id])).toMatchObject([{ success: true, id: Id }]);
  expect(await soap.undelete([Id])).toMatchObject([{ success: true, id: Id }]);
  expect(await soap.delete([Id])).toMatchObject([{ success: true }]);
  expect(await soap.emptyRecycleBin([Id] as never)).toMatchObject([{ success: true, id: Id }]);
  expect(await soap.undelete([Id])).toMatchObject([{ success: false }]);
});

test('AllOrNoneHeader undoes all', async () => {
  const { result } = await sendSoap(
    api,
    '<create><sObjects><type>Account</type><Name>Undone</Name></sObjects><sObjects><type>Account</type></sObjects></create>',
    { headers: '<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>' },
  );
  expect(result).toContain('ALL_OR_NONE_OPERATION_ROLLED_BACK');
  expect((await api.connection.query("SELECT Id FROM Account WHERE Name = 'Undone'")).totalSize).toBe(0);
});

test('queries in the partner form: type and id first, nulls nil, parents and children nested', async () => {
  const { text, result } = await sendSoap(
    api,
    "<query><queryString>SELECT Name, AnnualRevenue, CreatedDate, Owner.Username, (SELECT LastName FROM Contacts ORDER BY LastName LIMIT 1) FROM Account WHERE Name = 'Edge Communications'</queryString></query>",
  );
  expect(text).toContain('xmlns:sf="urn:sobject.partner.soap.sforce.com"');
  expect(result).toMatch(
    /^<queryResponse><result xsi:type="QueryResult"><done>true<\/done><queryLocator xsi:nil="true"\/><records xsi:type="sf:sObject"><sf:type>Account<\/sf:type><sf:Id xsi:nil="true"\/><sf:Name>Edge Communications<\/sf:Name>/,
  );
  expect(result).toMatch(/<sf:CreatedDate>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z<\/sf:CreatedDate>/);
  expect(result).toContain('<sf:Owner xsi:type="sf:sObject"><sf:type>User</sf:type>');
  expect(result).toContain('<sf:Contacts xsi:type="QueryResult"><done>true</done>');
});

test('queries in the enterprise form, pages with queryMore, retrieves in order', async () => {
  const first = await sendSoap(api, '<query><queryString>SELECT Id FROM Lead</queryString></query>', {
    api: 'enterprise',
  });
  expect(first.result).toMatch(/<records xsi:type="sf:Lead"><sf:Id>00Q\w{15}<\/sf:Id><\/records>/);
  await api.org.pool.query(
    `insert into org."Lead" ("Id", "LastName", "Company", "SystemModstamp") select setup.new_id('00Q'), 'P', 'Pages', now() from generate_series(1, 300)`,
  );
  const page = await sendSoap(
    api,
    "<query><queryString>SELECT Id FROM Lead WHERE Company = 'Pages'</queryString></query>",
    {
      headers: '<QueryOptions><batchSize>200</batchSize></QueryOptions>',
    },
  );
  const locator = /<queryLocator>([^<]+)</.exec(page.result)?.[1];
  const more = await sendSoap(api, `<queryMore><queryLocator>${locator}</queryLocator></queryMore>`);
  expect(more.result).toContain('<done>true</done>');
  expect(more.result.match(/<records/g)).toHaveLength(100);
  expect((await sendSoap(api, '<queryMore><queryLocator>x</queryLocator></queryMore>')).text).toContain(
    'sf:InvalidQueryLocatorFault',
  );
  const id = /<sf:Id>(\w+)</.exec(first.result)?.[1];
  const retrieved = await sendSoap(
    api,
    `<retrieve><fieldList>LastName</fieldList><sObjectType>Lead</sObjectType><ids>00QHs0000000000AAA</ids><ids>${id}</ids></retrieve>`,
  );
  expect(retrieved.result).toMatch(
    new RegExp(
      `^<retrieveResponse><result xsi:nil="true"/><result xsi:type="sf:sObject"><sf:type>Lead</sf:type><sf:Id>${id}</sf:Id><sf:Id>${id}</sf:Id><sf:LastName>`,
    ),
  );
});

test('describes; refuses wrong names and queries with the faults of the WSDL', async () => {
  const one = await sendSoap(api, '<describeSObject><sObjectType>Lead</sObjectType></describeSObject>');
  expect(one.result).toContain('<name>mkto71_Lead_Score__c</name>');
  expect(one.result).toContain('<keyPrefix>00Q</keyPrefix>');
  const global = await sendSoap(api, '<describeGlobal/>');
  expect(global.result).toContain('<maxBatchSize>200</maxBatchSize>');
  const wrong = await sendSoap(api, '<query><queryString>SELECT Nope FROM Lead</queryString></query>');
  expect(wrong.status).toBe(500);
  expect(wrong.text).toContain('<faultcode>sf:INVALID_FIELD</faultcode>');
  expect(wrong.text).toMatch(
    /<sf:InvalidFieldFault xsi:type="sf:InvalidFieldFault">.*<sf:row>1<\/sf:row><sf:column>8<\/sf:column>/s,
  );
  const noType = await sendSoap(api, '<create><sObjects><type>Nope</type></sObjects></create>');
  expect(noType.text).toContain('sf:InvalidSObjectFault');
});

test('a value of a wrong type is refused for its record', async () => {
  const { result } = await sendSoap(
    api,
    '<create><sObjects><type>Account</type><Name>N</Name><AnnualRevenue>much</AnnualRevenue></sObjects></create>',
  );
  expect(result).toBe(
    '<createResponse><result><errors><fields>AnnualRevenue</fields><message>Annual Revenue: value not of required type: much</message><statusCode>INVALID_TYPE_ON_FIELD_IN_RECORD</statusCode></errors><id xsi:nil="true"/><success>false</success></result></createResponse>',
  );
});

test('describes tabs and searches', async () => {
  const [app] = (await api.connection.soap.describeTabs()) as { label: string; tabs: { sobjectName: string }[] }[];
  expect(app?.tabs.map(({ sobjectName }) => sobjectName)).toContain('Lead');
  const found = await sendSoap(
    api,
    '<search><searchString>FIND {Edge} IN NAME FIELDS RETURNING Account (Name)</searchString></search>',
  );
  expect(found.result).toMatch(
    /^<searchResponse><result><searchRecords><record xsi:type="sf:sObject"><sf:type>Account<\/sf:type>.*<sf:Name>Edge Communications<\/sf:Name><\/record><\/searchRecords><\/result><\/searchResponse>$/,
  );
  const wrong = await sendSoap(api, '<search><searchString>FIND Edge</searchString></search>');
  expect(wrong.text).toContain('<faultcode>sf:MALFORMED_SEARCH</faultcode>');
});

test('mails that programs send are kept, and those to people are in their history', async () => {
  const { id } = await api.connection.sobject('Lead').create({ LastName: 'L', Company: 'C', Email: 'l@c.example' });
  const send = (message: string) =>
    sendSoap(api, `<sendEmail><messages xsi:type="SingleEmailMessage">${message}</messages></sendEmail>`);
  const text = '<subject>Hello</subject><plainTextBody>How are you?</plainTextBody>';
  const sent = await send(`${text}<targetObjectId>${id}</targetObjectId><toAddresses>x@y.example</toAddresses>`);
  expect(sent.result).toBe('<sendEmailResponse><result><success>true</success></result></sendEmailResponse>');
  const { mails } = (await (await fetch(`${api.org.url}/practice-org/mails`)).json()) as { mails: object[] };
  expect(mails.slice(0, 2)).toMatchObject([
    { toId: null, toAddress: 'x@y.example', subject: 'Hello', body: 'How are you?' },
    { toId: id, toAddress: 'l@c.example', recordId: id },
  ]);
  const tasks = await api.connection.query(`SELECT Subject, Status FROM Task WHERE WhoId = '${id}'`);
  expect(tasks.records).toMatchObject([{ Subject: 'Email: Hello', Status: 'Completed' }]);
  expect((await send(text)).result).toContain(
    '<errors><message>Add a recipient to send an email.</message><statusCode>REQUIRED_FIELD_MISSING</statusCode></errors><success>false</success>',
  );
  expect((await send(`${text}<toAddresses>nobody</toAddresses>`)).result).toContain('INVALID_EMAIL_ADDRESS');
});
