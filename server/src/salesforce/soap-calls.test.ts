import { expect, test } from 'vitest';
import type { LeadConversion } from './salesforce.ts';
import { connectTo } from './testing/connected.ts';
import type { Reply } from './testing/recorded-org.ts';
import { parseXml } from './xml.ts';

const xml = (body: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/xml;charset=UTF-8' },
  body:
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns="urn:partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Header>' +
    '<LimitInfoHeader><limitInfo><current>7</current><limit>15000</limit><type>API REQUESTS</type></limitInfo>' +
    `</LimitInfoHeader></soapenv:Header><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
});
const fault = (code: string, message: string): Reply =>
  xml(
    `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${message}</faultstring><detail>` +
      `<sf:UnexpectedErrorFault xmlns:sf="urn:fault.partner.soap.sforce.com"><sf:exceptionCode>${code}</sf:exceptionCode>` +
      `<sf:exceptionMessage>${message}</sf:exceptionMessage></sf:UnexpectedErrorFault></detail></soapenv:Fault>`,
    500,
  );
const merged = xml('<mergeResponse><result><id>00Q1</id><success>true</success></result></mergeResponse>');
const merge = { object: 'Lead', winnerId: '00Q1', loserIds: ['00Q2'] } as const;
const conversion = (more: Partial<LeadConversion>): LeadConversion => ({
  leadId: '00Q1',
  convertedStatus: 'Closed - Converted',
  accountId: null,
  contactId: null,
  createOpportunity: true,
  opportunityName: null,
  ownerId: null,
  notifyOwner: false,
  ...more,
});

test('convertLead: the elements of the partner WSDL, the session of REST, values escaped; one result a lead', async () => {
  // Recorded by jsforce.
  const answer =
    '<convertLeadResponse><result><accountId>001A</accountId><contactId>003A</contactId><leadId>00Q1</leadId><opportunityId xsi:nil="true"/>' +
    '<success>true</success></result><result><accountId xsi:nil="true"/><contactId xsi:nil="true"/><errors><fields>OwnerId</fields>' +
    '<message>no &lt;queue&gt; &#38; co</message><statusCode>REQUIRED_FIELD_MISSING</statusCode></errors><leadId xsi:nil="true"/>' +
    '<opportunityId xsi:nil="true"/><success>false</success></result></convertLeadResponse>';
  await using connected = await connectTo(() => xml(answer));
  const results = await connected.salesforce.convertLeads([
    conversion({ opportunityName: `R&D <"it's">`, notifyOwner: true }),
    conversion({ leadId: '00Q2', accountId: '001B', createOpportunity: false }),
  ]);
  expect(results).toEqual([
    { id: '00Q1', success: true, errors: [], accountId: '001A', contactId: '003A', opportunityId: null },
    {
      id: '00Q2',
      success: false,
      errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', message: 'no <queue> & co', fields: ['OwnerId'] }],
      accountId: null,
      contactId: null,
      opportunityId: null,
    },
  ]);
  const sent = connected.org.requests.at(-1);
  expect(sent?.path).toBe('/services/Soap/u/66.0');
  expect(sent?.headers).toMatchObject({ soapaction: '""', 'content-type': 'text/xml; charset=UTF-8' });
  expect(sent?.body).toContain('<urn:sessionId>session-1</urn:sessionId>');
  expect(sent?.body).toContain('<urn:opportunityName>R&amp;D &lt;&quot;it&apos;s&quot;&gt;</urn:opportunityName>');
  expect(sent?.body).toContain('<urn:sendNotificationEmail>true</urn:sendNotificationEmail>');
  expect(connected.salesforce.usage).toEqual({ used: 7, max: 15000 });
});

test('an expired session is renewed, a row lock waited out, and each is one more call', async () => {
  const answers = [fault('INVALID_SESSION_ID', 'Illegal Session'), fault('UNABLE_TO_LOCK_ROW', 'locked'), merged];
  await using connected = await connectTo((_request, asked) => answers[asked - 1] as Reply);
  expect(await connected.salesforce.mergeRecords({ ...merge, loserIds: ['00Q2'] })).toMatchObject({ success: true });
  expect(connected.logins()).toBe(2);
  expect(connected.org.requests.at(-1)?.body).toContain('<urn:sessionId>session-2</urn:sessionId>');
});

test('a write whose answer is lost, cut or no SOAP is not repeated', async () => {
  const half = { ...merged, body: String(merged.body).slice(0, 300) };
  for (const [answer, code] of [
    [half, 'sf/incomplete-answer'],
    [xml('<otherResponse/>'), 'sf/incomplete-answer'],
    [xml('<mergeResponse/>'), 'sf/incomplete-answer'],
    [{ status: 502, body: '<html>', headers: { 'content-type': 'text/html' } }, 'sf/temporary'],
    [fault('INVALID_TYPE', 'no'), 'sf/no-access'],
    [xml('<soapenv:Fault><faultcode>soapenv:Client</faultcode></soapenv:Fault>', 500), 'sf/refused'],
  ] as [Reply, string][]) {
    await using connected = await connectTo(() => answer);
    await expect(connected.salesforce.mergeRecords({ ...merge, loserIds: ['00Q2'] })).rejects.toMatchObject({ code });
    expect(connected.calls()).toHaveLength(1);
  }
});

test('create with mails: EmailHeader and the rules of the org, records with typed values', async () => {
  await using connected = await connectTo(() =>
    xml('<createResponse><result><id>00Q1</id><success>true</success></result></createResponse>'),
  );
  const records = [{ LastName: 'O<', NumberOfEmployees: 3, HasOptedOutOfEmail: false, Email: null }];
  const results = await connected.salesforce.createNotifying('Lead', records, {
    assignmentRules: true,
    allowDuplicates: true,
  });
  expect(results).toEqual([{ id: '00Q1', success: true, errors: [] }]);
  const body = connected.org.requests.at(-1)?.body;
  expect(body).toContain('<urn:triggerUserEmail>true</urn:triggerUserEmail>');
  expect(body).toContain(
    '<urn:AssignmentRuleHeader><urn:useDefaultRule>true</urn:useDefaultRule></urn:AssignmentRuleHeader>',
  );
  expect(body).toContain('<urn:DuplicateRuleHeader><urn:allowSave>true</urn:allowSave></urn:DuplicateRuleHeader>');
  expect(body).toContain(
    '<urn:sObjects><obj:type>Lead</obj:type><obj:LastName>O&lt;</obj:LastName><obj:NumberOfEmployees>3</obj:NumberOfEmployees><obj:HasOptedOutOfEmail>false</obj:HasOptedOutOfEmail></urn:sObjects>',
  );
});

test('XML is read strictly: no document types, no half documents, no loose ends', () => {
  for (const wrong of [
    '<!DOCTYPE a><a/>',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '',
    'text',
    '<a b=c/>',
    '<a><b></a></b>',
    '</a>',
  ])
    expect(() => parseXml(wrong), wrong).toThrow(/not whole XML/);
  expect(parseXml('<?xml version="1.0"?><!-- c --><x:a y="1>2"> &lt;<![CDATA[<&]]> </x:a>\n')).toEqual({
    name: 'a',
    text: ' <<& ',
    children: [],
  });
});
