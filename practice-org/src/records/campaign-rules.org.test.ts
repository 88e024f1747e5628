import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn, startTestApi, type TestApi } from '../test-api.ts';

/** What Salesforce documents of CampaignMember and CampaignMemberStatus. */

let api: TestApi;
let campaign = '';
const leads: string[] = [];
const contacts: string[] = [];

beforeAll(async () => {
  api = await startTestApi();
  campaign = (await api.call('POST', '/sobjects/Campaign', { Name: 'Rules' })).body.id;
  for (const [object, ids] of [
    ['Lead', leads],
    ['Contact', contacts],
  ] as const) {
    const { records } = await api.connection.query(`SELECT Id FROM ${object} WHERE IsDeleted = false LIMIT 3`);
    ids.push(...records.map((record) => String(record.Id)));
  }
});
afterAll(() => api[Symbol.asyncDispose]());

const add = async (values: Record<string, unknown>) =>
  (await api.call('POST', '/sobjects/CampaignMember', { CampaignId: campaign, ...values })).body;
const statuses = async () =>
  (
    await api.connection.query(
      `SELECT Id, Label, HasResponded, IsDefault FROM CampaignMemberStatus WHERE CampaignId = '${campaign}' ORDER BY SortOrder`,
    )
  ).records.map((r) => ({ id: String(r.Id), label: r.Label, responded: r.HasResponded, isDefault: r.IsDefault }));

test('a new campaign has statuses, one of them the default and one that counts as responded', async () => {
  expect(await statuses()).toMatchObject([
    { label: 'Sent', isDefault: true, responded: false },
    { label: 'Responded', isDefault: false, responded: true },
  ]);
});

test('a lead or contact is a member once; with both ids the contact counts', async () => {
  const made = await add({ LeadId: leads[0], ContactId: contacts[0] });
  expect(await api.connection.sobject('CampaignMember').retrieve(made.id)).toMatchObject({
    LeadId: null,
    ContactId: contacts[0],
    Status: 'Sent',
  });
  expect(await add({ ContactId: contacts[0] })).toMatchObject([
    { errorCode: 'DUPLICATE_VALUE', message: 'Already a campaign member.' },
  ]);
  expect(await add({})).toMatchObject([{ errorCode: 'REQUIRED_FIELD_MISSING' }]);
  const records = [leads[1], leads[1]].map((LeadId) => ({
    attributes: { type: 'CampaignMember' },
    CampaignId: campaign,
    LeadId,
  }));
  const { body } = await api.call('POST', '/composite/sobjects', { allOrNone: false, records });
  expect(body).toMatchObject([{ success: true }, { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] }]);
  await api.connection.sobject('CampaignMember').delete(made.id);
  expect(await add({ ContactId: contacts[0] })).toMatchObject({ success: true });
});

test('a status that is none of the campaign’s becomes its default; responding is dated once', async () => {
  const { id } = await add({ LeadId: leads[2], Status: 'Nonsense' });
  const member = async (): Promise<Record<string, unknown>> =>
    (await api.call('GET', `/sobjects/CampaignMember/${id}`)).body;
  expect(await member()).toMatchObject({ Status: 'Sent', HasResponded: false, FirstRespondedDate: null });
  await api.connection.sobject('CampaignMember').update({ Id: id, Status: 'Responded' });
  const day = (await member()).FirstRespondedDate;
  expect(await member()).toMatchObject({ HasResponded: true, FirstRespondedDate: expect.stringMatching(/^\d{4}-/) });
  await api.connection.sobject('CampaignMember').update({ Id: id, Status: 'Anything else' });
  expect(await member()).toMatchObject({ Status: 'Sent', HasResponded: false, FirstRespondedDate: day });
});

test('one default at a time; the default, a used one and the last that counts as responded stay', async () => {
  const create = (Label: string, more = {}) =>
    api.call('POST', '/sobjects/CampaignMemberStatus', { CampaignId: campaign, Label, SortOrder: 9, ...more });
  const invited = (await create('Invited', { IsDefault: true })).body.id;
  expect((await create('invited')).body).toMatchObject([{ errorCode: 'DUPLICATE_VALUE' }]);
  const all = await statuses();
  expect(all.filter((s) => s.isDefault)).toMatchObject([{ id: invited }]);
  const idOf = (label: string) => all.find((s) => s.label === label)?.id;
  for (const label of ['Invited', 'Sent', 'Responded']) {
    const { status, body } = await api.call('DELETE', `/sobjects/CampaignMemberStatus/${idOf(label)}`);
    expect([status, body[0].errorCode]).toEqual([400, 'DELETE_FAILED']);
  }
  const unused = (await create('Unused')).body.id;
  expect((await api.call('DELETE', `/sobjects/CampaignMemberStatus/${unused}`)).status).toBe(204);
});

test('only a Marketing User changes campaigns; anybody adds members', async () => {
  await api.org.pool.query(`update org."User" set "UserPermissionsMarketingUser" = false where "Username" = $1`, [
    api.org.syncUser.username,
  ]);
  const plain = await logIn(api.org, api.org.syncUser);
  await expect(plain.sobject('Campaign').create({ Name: 'No' })).rejects.toMatchObject({
    errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  });
  await expect(plain.sobject('Campaign').update({ Id: campaign, Name: 'No' })).rejects.toMatchObject({
    errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
  });
  expect(await plain.sobject('CampaignMember').create({ CampaignId: campaign, ContactId: contacts[1] })).toMatchObject({
    success: true,
  });
});
