import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.ts';
import { sendSoap } from './test-soap.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const convertedStatus = 'Closed - Converted';

async function create(object: string, values: Record<string, unknown>): Promise<string> {
  const { id } = await api.connection.sobject(object).create(values);
  return id as string;
}

const read = (object: string, id: string) => api.connection.sobject(object).retrieve(id);

const find = async (soql: string) => (await api.connection.query(soql)).records as Record<string, unknown>[];

function convert(given: Record<string, unknown>) {
  return api.connection.soap.convertLead({
    convertedStatus,
    doNotCreateOpportunity: false,
    overwriteLeadSource: false,
    sendNotificationEmail: false,
    ...given,
  } as never);
}

test('a new account, contact and opportunity; history moves along; the lead becomes read-only', async () => {
  const campaign = await create('Campaign', { Name: 'Spring' });
  const lead = await create('Lead', {
    FirstName: 'Ada',
    LastName: 'Love',
    Company: 'Engines',
    Email: 'ada@engines.example',
    Street: '1 Lane',
    LeadSource: 'Web',
    NumberOfEmployees: 7,
    HasOptedOutOfEmail: true,
    mkto71_Lead_Score__c: 42,
    mkto71_Acquisition_Date__c: '2026-01-02T03:04:05Z',
  });
  const member = await create('CampaignMember', { CampaignId: campaign, LeadId: lead });
  const task = await create('Task', { WhoId: lead, Subject: 'Call' });

  const result = await convert({ leadId: lead });
  expect(result).toMatchObject({ leadId: lead, success: true });
  const { accountId, contactId, opportunityId } = result as unknown as Record<string, string>;
  expect(await read('Account', accountId as string)).toMatchObject({
    Name: 'Engines',
    BillingStreet: '1 Lane',
    NumberOfEmployees: 7,
  });
  expect(await read('Contact', contactId as string)).toMatchObject({
    Name: 'Ada Love',
    AccountId: accountId,
    MailingStreet: '1 Lane',
    HasOptedOutOfEmail: true,
    mkto71_Lead_Score__c: 42,
    mkto71_Acquisition_Date__c: '2026-01-02T03:04:05.000+0000',
  });
  expect(await read('Opportunity', opportunityId as string)).toMatchObject({
    Name: 'Engines-',
    AccountId: accountId,
    CampaignId: campaign,
    LeadSource: 'Web',
  });
  expect(
    await find(`SELECT ContactId, IsPrimary FROM OpportunityContactRole WHERE OpportunityId = '${opportunityId}'`),
  ).toMatchObject([{ ContactId: contactId, IsPrimary: true }]);
  expect(await read('CampaignMember', member)).toMatchObject({ LeadId: lead, ContactId: contactId, Type: 'Contact' });
  expect(await read('Task', task)).toMatchObject({ WhoId: contactId, WhatId: opportunityId });
  const converted = await read('Lead', lead);
  expect(converted).toMatchObject({
    IsConverted: true,
    Status: convertedStatus,
    ConvertedAccountId: accountId,
    ConvertedContactId: contactId,
    ConvertedOpportunityId: opportunityId,
    ConvertedDate: new Date().toISOString().slice(0, 10),
  });
  await expect(api.connection.sobject('Lead').update({ Id: lead, Title: 'X' })).rejects.toMatchObject({
    errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD',
  });
});

test('an existing account, without an opportunity: only its blanks are filled', async () => {
  const account = await create('Account', { Name: 'Kept', Phone: '1' });
  const lead = await create('Lead', { LastName: 'L', Company: 'Other', Phone: '2', Website: 'http://w.example' });
  const result = await convert({ leadId: lead, accountId: account, doNotCreateOpportunity: true });
  expect(result).toMatchObject({ accountId: account, success: true });
  expect((result as { opportunityId?: string }).opportunityId ?? null).toBeNull();
  expect(await read('Account', account)).toMatchObject({ Name: 'Kept', Phone: '1', Website: 'http://w.example' });
});

test('an existing contact of an account', async () => {
  const account = await create('Account', { Name: 'A' });
  const contact = await create('Contact', {
    LastName: 'Old',
    AccountId: account,
    Email: 'old@a.example',
    LeadSource: 'Web',
  });
  const campaign = await create('Campaign', { Name: 'Both' });
  const lead = await create('Lead', {
    LastName: 'New',
    Company: 'A',
    Email: 'new@a.example',
    Title: 'Boss',
    LeadSource: 'Other',
  });
  const kept = await create('CampaignMember', { CampaignId: campaign, ContactId: contact });
  await create('CampaignMember', { CampaignId: campaign, LeadId: lead });
  const result = await convert({
    leadId: lead,
    accountId: account,
    contactId: contact,
    overwriteLeadSource: true,
    opportunityName: 'Big',
  });
  expect(result).toMatchObject({ accountId: account, contactId: contact, success: true });
  expect(await read('Contact', contact)).toMatchObject({
    LastName: 'Old',
    Email: 'old@a.example',
    Title: 'Boss',
    LeadSource: 'Other',
  });
  expect(await find(`SELECT Id FROM CampaignMember WHERE CampaignId = '${campaign}'`)).toMatchObject([{ Id: kept }]);
  expect(await find(`SELECT Name FROM Opportunity WHERE AccountId = '${account}'`)).toMatchObject([{ Name: 'Big' }]);
});

test('the answers are as recorded, one lead does not harm another, AllOrNone undoes both', async () => {
  const lead = await create('Lead', { LastName: 'L', Company: 'C' });
  const body = (id: string, status = convertedStatus) =>
    `<leadConverts><accountId xsi:nil="true"/><contactId xsi:nil="true"/><convertedStatus>${status}</convertedStatus><doNotCreateOpportunity>true</doNotCreateOpportunity><leadId>${id}</leadId><overwriteLeadSource>false</overwriteLeadSource><sendNotificationEmail>false</sendNotificationEmail></leadConverts>`;
  const other = await create('Lead', { LastName: 'M', Company: 'C' });
  await sendSoap(api, `<convertLead>${body(other)}</convertLead>`);
  const both = `<convertLead>${body(lead)}${body(other)}</convertLead>`;
  const undone = await sendSoap(api, both, {
    headers: '<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>',
  });
  expect(undone.result).toContain('<statusCode>ALL_OR_NONE_OPERATION_ROLLED_BACK</statusCode>');
  expect(await read('Lead', lead)).toMatchObject({ IsConverted: false });

  const { result, text } = await sendSoap(api, both);
  const failure =
    '<result><accountId xsi:nil="true"/><contactId xsi:nil="true"/><errors><fields xsi:nil="true"/><message>cannot reference converted lead</message><statusCode>CANNOT_UPDATE_CONVERTED_LEAD</statusCode></errors><leadId xsi:nil="true"/><opportunityId xsi:nil="true"/><success>false</success></result>';
  expect(result.replaceAll(/>00[13]\w{15}</g, '>ID<')).toBe(
    `<convertLeadResponse><result><accountId>ID</accountId><contactId>ID</contactId><leadId>${lead}</leadId><opportunityId xsi:nil="true"/><success>true</success></result>${failure}</convertLeadResponse>`,
  );
  expect(text).toMatch(
    /<soapenv:Header><LimitInfoHeader><limitInfo><current>\d+<\/current><limit>15000<\/limit><type>API REQUESTS<\/type><\/limitInfo><\/LimitInfoHeader><\/soapenv:Header>/,
  );
});

test('refuses a status that does not convert, an unknown lead, a queue as owner', async () => {
  const lead = await create('Lead', { LastName: 'L', Company: 'C' });
  await expect(convert({ leadId: lead, convertedStatus: 'Open - Not Contacted' })).resolves.toMatchObject({
    success: false,
    errors: [{ statusCode: 'INVALID_STATUS', message: 'invalid convertedStatus: Open - Not Contacted' }],
  });
  await expect(convert({ leadId: '00QHs0000000000AAA' })).resolves.toMatchObject({
    errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }],
  });
  await expect(convert({ leadId: lead, contactId: '003Hs0000000000AAA' })).resolves.toMatchObject({
    errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }],
  });
  await api.org.pool.query(`update org."Lead" set "OwnerId" = '00GHs0000000001AAA' where "Id" = $1`, [lead]);
  await expect(convert({ leadId: lead })).resolves.toMatchObject({
    errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }],
  });
  expect(await read('Lead', lead)).toMatchObject({ IsConverted: false });
});
