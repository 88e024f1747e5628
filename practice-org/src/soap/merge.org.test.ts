import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.ts';
import { sendSoap } from './test-soap.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function create(object: string, values: Record<string, unknown>): Promise<string> {
  const { id } = await api.connection.sobject(object).create(values);
  return id as string;
}

const read = (object: string, id: string) => api.connection.sobject(object).retrieve(id);

async function evenDeleted(object: string, id: string): Promise<unknown> {
  const soql = `SELECT Id, IsDeleted, MasterRecordId FROM ${object} WHERE Id = '${id}'`;
  return (await api.connection.query(soql, { scanAll: true })).records[0];
}

test('leads: values of the winner, children to it, losers in the bin with MasterRecordId', async () => {
  const campaign = await create('Campaign', { Name: 'C' });
  const [winner, first, second] = await Promise.all(
    ['A', 'B', 'C'].map((LastName) => create('Lead', { LastName, Company: LastName })),
  );
  const kept = await create('CampaignMember', { CampaignId: campaign, LeadId: winner });
  const dropped = await create('CampaignMember', { CampaignId: campaign, LeadId: first });
  const task = await create('Task', { WhoId: second, Subject: 'Call' });
  const result = await api.connection.soap.merge({
    masterRecord: { type: 'Lead', Id: winner, Title: 'Chief', Email: 'a@b.example' },
    recordToMergeIds: [first, second],
  } as never);
  expect(result).toMatchObject({ id: winner, success: true, mergedRecordIds: [first, second] });
  expect((result as unknown as { updatedRelatedIds: string[] }).updatedRelatedIds).toContain(task);
  expect(await read('Lead', winner as string)).toMatchObject({ Title: 'Chief', Email: 'a@b.example', LastName: 'A' });
  expect(await read('Task', task)).toMatchObject({ WhoId: winner });
  for (const loser of [first, second])
    expect(await evenDeleted('Lead', loser as string)).toMatchObject({ IsDeleted: true, MasterRecordId: winner });
  const members = await api.connection.query(`SELECT Id FROM CampaignMember WHERE CampaignId = '${campaign}'`);
  expect(members.records).toMatchObject([{ Id: kept }]);
  expect(members.records).not.toMatchObject([{ Id: dropped }]);

  const undeleted = await api.connection.soap.undelete([first as string]);
  expect(undeleted).toMatchObject([{ id: first, success: true }]);
  expect(await evenDeleted('Lead', first as string)).toMatchObject({ IsDeleted: false, MasterRecordId: null });
});

test('accounts: contacts and opportunities change their account, and no account is its own parent', async () => {
  const winner = await create('Account', { Name: 'W' });
  const loser = await create('Account', { Name: 'L' });
  await api.connection.sobject('Account').update({ Id: winner, ParentId: loser });
  const contact = await create('Contact', { LastName: 'C', AccountId: loser });
  const opportunity = await create('Opportunity', {
    Name: 'O',
    AccountId: loser,
    StageName: 'Prospecting',
    CloseDate: '2030-01-01',
  });
  const { text, result } = await sendSoap(
    api,
    `<merge><request><masterRecord xsi:type="sObject"><type>Account</type><Id>${winner}</Id></masterRecord><recordToMergeIds>${loser}</recordToMergeIds></request></merge>`,
  );
  expect(text).toContain('<LimitInfoHeader>');
  const related = [...result.matchAll(/<updatedRelatedIds>(\w+)</g)].map(([, id]) => id).toSorted();
  expect(related).toEqual([contact, opportunity].toSorted());
  expect(result.replace(/<updatedRelatedIds>.*<\/updatedRelatedIds>/, '')).toBe(
    `<mergeResponse><result><id>${winner}</id><mergedRecordIds>${loser}</mergedRecordIds><success>true</success></result></mergeResponse>`,
  );
  expect(await read('Contact', contact)).toMatchObject({ AccountId: winner });
  expect(await read('Account', winner)).toMatchObject({ ParentId: null });
});

test('contacts: roles are united; a refusal changes nothing and is as recorded', async () => {
  const account = await create('Account', { Name: 'A' });
  const winner = await create('Contact', { LastName: 'W', AccountId: account });
  const loser = await create('Contact', { LastName: 'L', AccountId: account });
  const OpportunityId = await create('Opportunity', { Name: 'O', StageName: 'Prospecting', CloseDate: '2030-01-01' });
  for (const ContactId of [winner, loser]) await create('OpportunityContactRole', { OpportunityId, ContactId });
  const request = (id: string) =>
    `<merge><request><masterRecord xsi:type="Contact"><Id>${winner}</Id></masterRecord><recordToMergeIds>${id}</recordToMergeIds></request></merge>`;
  const refusedOne = await sendSoap(api, request('003Hs0000000000AAA'), { api: 'enterprise' });
  expect(refusedOne.result).toBe(
    '<mergeResponse><result><errors><message>invalid cross reference id</message><statusCode>INVALID_CROSS_REFERENCE_KEY</statusCode></errors><id/><success>false</success></result></mergeResponse>',
  );
  await sendSoap(api, request(loser), { api: 'enterprise' });
  const roles = await api.connection.query(
    `SELECT ContactId FROM OpportunityContactRole WHERE OpportunityId = '${OpportunityId}'`,
  );
  expect(roles.records).toMatchObject([{ ContactId: winner }]);
  expect((await sendSoap(api, request(loser), { api: 'enterprise' })).result).toContain('ENTITY_IS_DELETED');
});

test('a merged loser appears among the deleted', async () => {
  const winner = await create('Lead', { LastName: 'W', Company: 'C' });
  const loser = await create('Lead', { LastName: 'L', Company: 'C' });
  await api.connection.soap.merge({ masterRecord: { type: 'Lead', Id: winner }, recordToMergeIds: [loser] } as never);
  const from = new Date(Date.now() - 120_000).toISOString();
  const to = new Date(Date.now() + 120_000).toISOString();
  const { result } = await sendSoap(
    api,
    `<getDeleted><sObjectType>Lead</sObjectType><startDate>${from}</startDate><endDate>${to}</endDate></getDeleted>`,
  );
  expect(result).toContain(`<id>${loser}</id></deletedRecords>`);
  expect(result).toMatch(/<earliestDateAvailable>[^<]+Z<\/earliestDateAvailable><latestDateCovered>[^<]+Z</);
});
