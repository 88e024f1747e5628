import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { editPeople } from '../../people/write-people.ts';
import { createMemberField } from '../../programs/member-fields.ts';
import { listMembers, removeMembers, setMembers } from '../../programs/members.ts';
import { createProgram } from '../../programs/programs.ts';
import { retryRecordErrors } from '../record-errors.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { verify } from '../verify/verify.ts';
import { linkProgram } from './link-program.ts';
import { mapToSalesforce } from './map-member-field.ts';

/** Members of linked programs when Salesforce refuses, does not answer, converts and merges; and their custom fields (PRG). */

let sync: TestSync;
let people: { id: number; sfdc_id: string }[] = [];
const linked = { id: 0, campaign: '' };

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 30 } });
  await sync.connect();
  await cycle();
  people = await sync.rows(`select id, sfdc_id from person where sfdc_type = 'Lead' order by id`);
  const { id } = await sync.run((client) => createProgram(client, { name: 'Members', channel: 'Webinar' }));
  const { campaign } = await linkProgram(sync.engine, await sync.subscription(), id, {});
  Object.assign(linked, { id, campaign: campaign?.sfdcId });
  await cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());
afterEach(() => faults({}));

const faults = (plan: Record<string, unknown>) => sync.faults(plan);
const cycle = async () => expect(await sync.cycle()).toMatchObject({ error: null });
const person = (at: number) => people[at] as (typeof people)[number];
const set = (personId: number, status: string, values = {}) =>
  sync.run((client) => setMembers(client, linked.id, [{ personId, status, values }], 'test'));
const member = async (personId: number) =>
  (await sync.run((client) => listMembers(client, linked.id, { limit: 300 }))).members.find(
    (m) => m.personId === personId,
  );
const there = async (who: string): Promise<Record<string, unknown>[]> => {
  const soql = `SELECT Id FROM CampaignMember WHERE CampaignId = '${linked.campaign}' AND (LeadId = '${who}' OR ContactId = '${who}')`;
  const ids = (await sync.admin.query(soql)).records.map((record) => String(record.Id));
  // One by one: with several ids the client asks for the fields it knew before.
  return Promise.all(ids.map((id) => sync.admin.sobject('CampaignMember').retrieve(id)));
};
const equal = async () =>
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });
const errors = () =>
  sync.rows(`select code, class, person_id from record_error where program_id = ${linked.id} and resolved_at is null`);

describe('what Salesforce refuses or does not answer', () => {
  test('many members are made, changed and removed by Bulk jobs, each with its own outcome', async () => {
    Object.assign(sync.engine.settings, { bulkThresholdRows: 3 });
    const many = [10, 11, 12, 13, 14].map(person);
    const setAll = (status: string) =>
      sync.run((client) =>
        setMembers(
          client,
          linked.id,
          many.map(({ id }) => ({ personId: id, status, values: {} })),
          'test',
        ),
      );
    await setAll('Registered');
    // One is there already, as somebody else's work.
    await sync.admin.sobject('CampaignMember').create({ CampaignId: linked.campaign, LeadId: person(10).sfdc_id });
    await cycle();
    for (const { sfdc_id } of many) expect(await there(sfdc_id)).toHaveLength(1);
    expect(await there(person(14).sfdc_id)).toMatchObject([{ Status: 'Registered' }]);
    await setAll('Attended');
    await cycle();
    expect(await there(person(13).sfdc_id)).toMatchObject([{ Status: 'Attended' }]);
    await sync.run((client) =>
      removeMembers(
        client,
        linked.id,
        many.map(({ id }) => id),
        'test',
      ),
    );
    await cycle();
    for (const { sfdc_id } of many) expect(await there(sfdc_id)).toEqual([]);
    const jobs = await sync.org.pool.query(
      `select operation from bulk.job where object = 'CampaignMember' order by id`,
    );
    expect(jobs.rows.map(({ operation }) => operation)).toEqual(['insert', 'update', 'delete']);
    expect(await sync.rows('select from open_job')).toEqual([]);
    await equal();
    Object.assign(sync.engine.settings, { bulkThresholdRows: 10_000 });
  });

  test('a refused member is one error row, in the log of the person, holds up nobody, and is tried again when it changes', async () => {
    await sync.org.pool.query(`
      insert into setup.validation_rule (object, name, active, field, condition, message)
      values ('CampaignMember', 'No_Shows', true, null, '{"field": "Status", "op": "equals", "value": "No Show"}', 'Not that.')`);
    await set(person(0).id, 'No Show');
    await set(person(1).id, 'Registered');
    await cycle();
    expect(await there(person(1).sfdc_id)).toMatchObject([{ Status: 'Registered' }]);
    expect(await errors()).toEqual([
      { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', class: 'wait-for-change', person_id: person(0).id },
    ]);
    expect(await sync.rows(`select from activity where person_id = ${person(0).id} and type_id = 1001`)).toHaveLength(
      1,
    );
    expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ byReason: { refused: 1 } });
    await cycle();
    expect(await sync.rows(`select attempts from record_error where program_id = ${linked.id}`)).toEqual([
      { attempts: 1 },
    ]);
    await set(person(0).id, 'Attended');
    await cycle();
    expect(await errors()).toEqual([]);
    expect(await there(person(0).sfdc_id)).toMatchObject([{ Status: 'Attended' }]);
    await sync.org.pool.query(`delete from setup.validation_rule where name = 'No_Shows'`);
  });

  test('a status that the campaign lacks is not sent, since Salesforce would set another one without a word', async () => {
    const { records } = await sync.admin.query(
      `SELECT Id FROM CampaignMemberStatus WHERE CampaignId = '${linked.campaign}' AND Label = 'No Show'`,
    );
    await sync.admin.sobject('CampaignMemberStatus').delete(String(records[0]?.Id));
    await cycle();
    await set(person(2).id, 'No Show');
    await cycle();
    expect(await errors()).toMatchObject([{ code: 'program/status-missing', class: 'needs-operator' }]);
    await linkProgram(sync.engine, await sync.subscription(), linked.id, {
      campaignId: linked.campaign,
      createMissingStatuses: true,
    });
    await cycle();
    await cycle();
    expect(await errors()).toEqual([]);
    expect(await there(person(2).sfdc_id)).toMatchObject([{ Status: 'No Show' }]);
    await equal();
  });

  test('a status that the channel lacks is an error of the member, and stays in Salesforce', async () => {
    const CampaignId = linked.campaign;
    await sync.admin.sobject('CampaignMemberStatus').create({ CampaignId, Label: 'Speaker', SortOrder: 90 });
    const made = await sync.admin
      .sobject('CampaignMember')
      .create({ CampaignId, LeadId: person(3).sfdc_id, Status: 'Speaker' });
    await cycle();
    expect(await member(person(3).id)).toBeUndefined();
    expect(await errors()).toMatchObject([{ code: 'program/unknown-status' }]);
    await sync.admin.sobject('CampaignMember').update({ Id: String(made.id), Status: 'Attended' });
    await cycle();
    expect(await member(person(3).id)).toMatchObject({ status: 'Attended', reachedSuccess: true });
    expect(await errors()).toEqual([]);
  });

  test('an answer that is lost makes no member twice, and takes our own write for nobody else’s', async () => {
    await set(person(4).id, 'Invited');
    await faults({
      droppedConnection: { probability: 1, times: 1, path: '/services/data/v66.0/composite/sobjects' },
    });
    expect((await sync.cycle()).error).not.toBeNull();
    await cycle();
    expect(await there(person(4).sfdc_id)).toHaveLength(1);
    expect(await member(person(4).id)).toMatchObject({ status: 'Invited' });
    await set(person(4).id, 'Attended');
    await faults({
      droppedConnection: { probability: 1, times: 1, path: '/services/data/v66.0/composite/sobjects' },
    });
    expect((await sync.cycle()).error).not.toBeNull();
    await set(person(4).id, 'Registered');
    await cycle();
    expect(await there(person(4).sfdc_id)).toMatchObject([{ Status: 'Registered' }]);
    expect(await sync.rows(`select from conflict where person_id = ${person(4).id}`)).toEqual([]);
    await cycle();
    await equal();
  });

  test('without the permission to add members every member waits for an operator, and goes when it is granted', async () => {
    const allow = (may: boolean) =>
      sync.org.pool.query(
        `insert into setup.object_permission (profile_id, object, createable)
         select "ProfileId", 'CampaignMember', $1 from org."User" where "Username" = $2
         on conflict (profile_id, object) do update set createable = excluded.createable`,
        [may, sync.org.syncUser.username],
      );
    await allow(false);
    await set(person(5).id, 'Invited');
    await cycle();
    expect(await errors()).toMatchObject([{ person_id: person(5).id }]);
    await allow(true);
    await sync.run(retryRecordErrors);
    await cycle();
    expect(await there(person(5).sfdc_id)).toHaveLength(1);
    expect(await errors()).toEqual([]);
  });
});

describe('who a member is', () => {
  test('the membership of a converted lead is the contact’s, on both sides', async () => {
    await set(person(6).id, 'Registered');
    await cycle();
    await sync.admin.soap.convertLead({
      leadId: person(6).sfdc_id,
      convertedStatus: 'Closed - Converted',
      doNotCreateOpportunity: true,
    } as never);
    await set(person(6).id, 'Attended');
    await cycle();
    await cycle();
    const [now] = await sync.rows<{ sfdc_id: string }>(`select sfdc_id from person where id = ${person(6).id}`);
    expect(now?.sfdc_id).toMatch(/^003/);
    expect(await there(now?.sfdc_id ?? '')).toMatchObject([{ Status: 'Attended' }]);
    expect(await member(person(6).id)).toMatchObject({ status: 'Attended' });
    await cycle();
    await equal();
  });

  test('merged people have one membership, with the further status', async () => {
    await set(person(7).id, 'Invited');
    await set(person(8).id, 'Attended');
    await cycle();
    expect(
      await sync.admin.soap.merge({
        masterRecord: { type: 'Lead', Id: person(7).sfdc_id },
        recordToMergeIds: [person(8).sfdc_id],
      } as never),
    ).toMatchObject({ success: true });
    await cycle();
    await cycle();
    expect(await member(person(8).id)).toBeUndefined();
    expect(await member(person(7).id)).toMatchObject({ status: 'Attended' });
    expect(await there(person(7).sfdc_id)).toMatchObject([{ Status: 'Attended' }]);
    await cycle();
    await equal();
  });

  test('who is deleted in Salesforce stays a member here, and becomes one there again with a new record', async () => {
    await set(person(9).id, 'Registered');
    await cycle();
    await sync.admin.sobject('Lead').delete(person(9).sfdc_id);
    await cycle();
    expect(await member(person(9).id)).toMatchObject({ status: 'Registered' });
    await equal();
    await sync.run((client) =>
      client.query(
        `update person set sfdc_id = null, sfdc_type = null, sfdc_is_deleted = false where id = ${person(9).id}`,
      ),
    );
    await cycle();
    const [now] = await sync.rows<{ sfdc_id: string }>(`select sfdc_id from person where id = ${person(9).id}`);
    expect(await there(now?.sfdc_id ?? '')).toMatchObject([{ Status: 'Registered' }]);
  });
});

describe('member fields', () => {
  test('a mapped field takes part in both directions, its existing values included; a type that does not agree is refused', async () => {
    await set(person(10).id, 'Registered');
    await cycle();
    const field = (fullName: string, type: string, more = {}) =>
      sync.admin.metadata.create('CustomField', {
        fullName: `CampaignMember.${fullName}`,
        label: fullName,
        type,
        ...more,
      } as never);
    await field('Seats__c', 'Number', { precision: 4, scale: 0 });
    await field('Diet__c', 'Text', { length: 40 });
    const [before] = await there(person(10).sfdc_id);
    await sync.admin.sobject('CampaignMember').update({ Id: String(before?.Id), Seats__c: 3 });
    await sync.run((client) => createMemberField(client, { name: 'seats', type: 'integer' }));
    await sync.run((client) => createMemberField(client, { name: 'diet', type: 'string' }));
    const map = async (name: string, to: string | null) =>
      mapToSalesforce(sync.engine, await sync.subscription(), name, to);
    await expect(map('seats', 'Diet__c')).rejects.toMatchObject({ code: 'request/invalid' });
    await map('seats', 'Seats__c');
    await map('diet', 'Diet__c');
    await set(person(10).id, 'Registered', { diet: 'vegan' });
    await cycle();
    expect(await member(person(10).id)).toMatchObject({ values: { seats: '3', diet: 'vegan' } });
    expect(await there(person(10).sfdc_id)).toMatchObject([{ Seats__c: 3, Diet__c: 'vegan' }]);
    await sync.admin.sobject('CampaignMember').update({ Id: String(before?.Id), Diet__c: null });
    await set(person(10).id, 'Registered', { seats: 5 });
    await cycle();
    expect(await member(person(10).id)).toMatchObject({ values: { seats: '5', diet: null } });
    expect(await there(person(10).sfdc_id)).toMatchObject([{ Seats__c: 5, Diet__c: null }]);
    const log = await sync.rows(`
      select field, old_value, new_value, source from activity where person_id = ${person(10).id} and type_id = 123 order by id`);
    expect(log).toEqual([
      { field: 'diet', old_value: null, new_value: 'vegan', source: 'test' },
      { field: 'seats', old_value: null, new_value: '3', source: 'salesforce' },
      { field: 'seats', old_value: '3', new_value: '5', source: 'test' },
      { field: 'diet', old_value: 'vegan', new_value: null, source: 'salesforce' },
    ]);
    await cycle();
    await equal();
  });

  test('an edit of the person alone changes no membership', async () => {
    await sync.run((client) => editPeople(client, [{ id: person(1).id, values: { title: 'Only me' } }], 'test'));
    await cycle();
    await cycle();
    expect((await sync.steps()).some((s) => s.operation === 'Sync with program')).toBe(false);
  });
});
