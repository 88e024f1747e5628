import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPeople } from '../../people/write-people.ts';
import { listMembers, removeMembers, setMembers } from '../../programs/members.ts';
import { changeProgram, createProgram, getProgram } from '../../programs/programs.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { verify } from '../verify/verify.ts';
import { compareWithCampaign, linkProgram, unlinkProgram } from './link-program.ts';

/** Programs and their Salesforce campaigns, against the sample org over HTTP (PRG, SYN-2, SYN-4). */

let sync: TestSync;
let people: { id: number; sfdc_id: string; sfdc_type: string }[] = [];

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 30 } });
  await sync.connect();
  expect(await sync.cycle()).toMatchObject({ error: null });
  people = await sync.rows(`select id, sfdc_id, sfdc_type from person order by sfdc_type desc, id`);
});
afterAll(() => sync[Symbol.asyncDispose]());

const cycle = async () => expect(await sync.cycle()).toMatchObject({ error: null });
const person = (at: number) => people[at] as (typeof people)[number];
const make = (name: string, channel = 'Webinar', more = {}) =>
  sync.run((client) => createProgram(client, { name, channel, ...more }));
const link = async (id: number, input = {}) => linkProgram(sync.engine, await sync.subscription(), id, input);
const set = (program: number, personId: number, status?: string) =>
  sync.run((client) => setMembers(client, program, [{ personId, ...(status ? { status } : {}) }], 'test'));
const here = async (program: number) =>
  (await sync.run((client) => listMembers(client, program, {}))).members.map((m) => [m.personId, m.status]);
const there = async (campaign: string) => {
  const { records } = await sync.admin.query(
    `SELECT Id, LeadId, ContactId, Status FROM CampaignMember WHERE CampaignId = '${campaign}' ORDER BY CreatedDate, Id`,
  );
  return records.map((r) => ({ id: String(r.Id), who: String(r.ContactId ?? r.LeadId), status: r.Status }));
};
const equal = async () =>
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });
const step = async (operation: string) => (await sync.steps()).find((s) => s.operation === operation);
const linked = async (name: string, channel?: string, more = {}) => {
  const { id } = await make(name, channel, more);
  const { campaign } = await link(id);
  return { id, campaign: String(campaign?.sfdcId) };
};

describe('linking', () => {
  test('a new campaign gets name, type, cost and exactly the statuses of the channel; members follow in the next cycle', async () => {
    const costs = [
      { month: '2026-01', cost: 100 },
      { month: '2026-02', cost: 50.5 },
    ];
    const { id } = await make('New campaign', 'Webinar', { costs });
    await set(id, person(0).id, 'Registered');
    const { campaign } = await link(id);
    const sfdcId = String(campaign?.sfdcId);
    expect(campaign).toMatchObject({ state: 'taking up members' });
    expect(await sync.admin.sobject('Campaign').retrieve(sfdcId)).toMatchObject({
      Name: 'New campaign',
      Type: 'Webinar',
      ActualCost: 150.5,
    });
    const { records } = await sync.admin.query(
      `SELECT Label, HasResponded, IsDefault FROM CampaignMemberStatus WHERE CampaignId = '${sfdcId}' ORDER BY SortOrder`,
    );
    expect(records.map((r) => [r.Label, r.HasResponded, r.IsDefault])).toEqual([
      ['Invited', false, true],
      ['Registered', false, false],
      ['No Show', false, false],
      ['Attended', true, false],
      ['Attended On Demand', true, false],
    ]);
    await cycle();
    expect(await step('Init link with program')).toMatchObject({ status: 'Succeeded', counts: { new: 1 } });
    expect(await there(sfdcId)).toMatchObject([{ who: person(0).sfdc_id, status: 'Registered' }]);
    expect(await sync.run((client) => getProgram(client, id))).toMatchObject({ campaign: { state: 'in step' } });
    await cycle();
    await equal();
    await cycle();
    expect(await step('Sync with program')).toBeUndefined();
  });

  test('an existing campaign with other statuses is refused, and says which; those it lacks can be created', async () => {
    const campaign = await sync.admin.sobject('Campaign').create({ Name: 'Existing' });
    const campaignId = String(campaign.id);
    const { id } = await make('For an existing one', 'Direct Mail');
    const compared = await compareWithCampaign(sync.engine, await sync.subscription(), id, campaignId);
    expect(compared).toMatchObject({
      matches: false,
      statuses: [
        { status: 'Sent', problem: null },
        { status: 'Returned', problem: 'missing in the campaign' },
        { status: 'Responded', problem: null },
      ],
    });
    await expect(link(id, { campaignId })).rejects.toMatchObject({
      code: 'program/statuses-differ',
      detail: 'Returned is missing in the campaign.',
    });
    await link(id, { campaignId, createMissingStatuses: true });
    const other = await make('Another', 'Direct Mail');
    await expect(link(other.id, { campaignId })).rejects.toMatchObject({ code: 'program/linked' });
    const trade = await make('Trade', 'Trade Show');
    const second = await sync.admin.sobject('Campaign').create({ Name: 'Second' });
    await expect(link(trade.id, { campaignId: second.id, createMissingStatuses: true })).rejects.toMatchObject({
      detail: expect.stringContaining('Sent is missing in the program'),
    });
  });

  test('a label of the campaign can stand for a status of the program', async () => {
    const campaign = await sync.admin.sobject('Campaign').create({ Name: 'With labels' });
    const campaignId = String(campaign.id);
    const { id } = await make('With labels', 'Content');
    await link(id, { campaignId, labels: { Member: 'Sent', Downloaded: 'Responded' } });
    await set(id, person(1).id, 'Downloaded');
    await cycle();
    expect(await there(campaignId)).toMatchObject([{ who: person(1).sfdc_id, status: 'Responded' }]);
    await sync.admin.sobject('CampaignMember').update({ Id: (await there(campaignId))[0]?.id ?? '', Status: 'Sent' });
    await cycle();
    expect(await here(id)).toEqual([[person(1).id, 'Member']]);
    await equal();
  });

  test('members of both sides are united; with different statuses the further one stands, and the conflict is on record', async () => {
    const campaign = await sync.admin.sobject('Campaign').create({ Name: 'United' });
    const CampaignId = String(campaign.id);
    const { id } = await make('United', 'Email');
    const labels = { Opened: 'Opened' };
    await sync.admin.sobject('CampaignMemberStatus').create({ CampaignId, Label: 'Opened', SortOrder: 3 });
    await sync.admin
      .sobject('CampaignMemberStatus')
      .create({ CampaignId, Label: 'Clicked', SortOrder: 4, HasResponded: true });
    const [responded] = (
      await sync.admin.query(
        `SELECT Id FROM CampaignMemberStatus WHERE CampaignId = '${CampaignId}' AND Label = 'Responded'`,
      )
    ).records;
    await sync.admin.sobject('CampaignMemberStatus').delete(String(responded?.Id));
    const who = (at: number) =>
      person(at).sfdc_type === 'Lead' ? { LeadId: person(at).sfdc_id } : { ContactId: person(at).sfdc_id };
    await sync.admin.sobject('CampaignMember').create([
      { CampaignId, ...who(0), Status: 'Sent' },
      { CampaignId, ...who(1), Status: 'Opened' },
      { CampaignId, ...who(30), Status: 'Clicked' },
    ]);
    await set(id, person(1).id, 'Clicked');
    await set(id, person(30).id, 'Opened');
    await set(id, person(2).id);
    await link(id, { campaignId: CampaignId, labels });
    await cycle();
    const all = [
      [person(0).id, 'Sent'],
      [person(1).id, 'Clicked'],
      [person(2).id, 'Sent'],
      [person(30).id, 'Clicked'],
    ];
    expect(await here(id)).toEqual(all.sort((a, b) => Number(a[0]) - Number(b[0])));
    expect((await there(CampaignId)).map((m) => m.status).sort()).toEqual(['Clicked', 'Clicked', 'Sent', 'Sent']);
    expect(
      await sync.rows(
        `select person_id, base, here, there, outcome from conflict where program_id = ${id} order by id`,
      ),
    ).toEqual([
      { person_id: person(1).id, base: null, here: 'Clicked', there: 'Opened', outcome: 'marketing-wins' },
      { person_id: person(30).id, base: null, here: 'Opened', there: 'Clicked', outcome: 'salesforce-wins' },
    ]);
    await cycle();
    await equal();
  });
});

describe('a linked program', () => {
  test('what is added, changed or removed on one side is so on the other', async () => {
    const { id, campaign } = await linked('Both ways');
    await set(id, person(3).id, 'Invited');
    await cycle();
    const [member] = await there(campaign);
    await set(id, person(3).id, 'Attended');
    await sync.admin
      .sobject('CampaignMember')
      .create({ CampaignId: campaign, LeadId: person(4).sfdc_id, Status: 'Registered' });
    await cycle();
    expect(await sync.admin.sobject('CampaignMember').retrieve(String(member?.id))).toMatchObject({
      Status: 'Attended',
      HasResponded: true,
    });
    expect(await here(id)).toEqual([
      [person(3).id, 'Attended'],
      [person(4).id, 'Registered'],
    ]);
    await sync.admin.sobject('CampaignMember').delete(String(member?.id));
    await sync.run((client) => removeMembers(client, id, [person(4).id], 'test'));
    await cycle();
    expect(await here(id)).toEqual([]);
    expect(await there(campaign)).toEqual([]);
    const log = await sync.rows<{ type_id: number; old_value: string; new_value: string; source: string }>(
      `select type_id, old_value, new_value, source from activity
        where person_id = ${person(3).id} and (detail = '${campaign}' or detail = '${id}') order by id`,
    );
    expect(log).toEqual([
      { type_id: 104, old_value: 'Not in Program', new_value: 'Invited', source: 'test' },
      { type_id: 42, old_value: null, new_value: 'Invited', source: 'program' },
      { type_id: 104, old_value: 'Invited', new_value: 'Attended', source: 'test' },
      { type_id: 44, old_value: 'Invited', new_value: 'Attended', source: 'program' },
      { type_id: 43, old_value: 'Attended', new_value: null, source: 'salesforce' },
      { type_id: 104, old_value: 'Attended', new_value: 'Not in Program', source: 'salesforce' },
    ]);
    await cycle();
    await equal();
  });

  test('changed on both sides: the further step wins; removed on one and changed on the other: it is gone', async () => {
    const { id, campaign } = await linked('Conflicts');
    for (const at of [5, 6, 7]) await set(id, person(at).id, 'Invited');
    await cycle();
    const members = new Map((await there(campaign)).map((m) => [m.who, m.id]));
    const change = (at: number, Status: string) =>
      sync.admin.sobject('CampaignMember').update({ Id: String(members.get(person(at).sfdc_id)), Status });
    await change(5, 'Attended');
    await set(id, person(5).id, 'Registered');
    await change(6, 'Registered');
    await set(id, person(6).id, 'Attended');
    await set(id, person(7).id, 'Attended');
    await sync.admin.sobject('CampaignMember').delete(String(members.get(person(7).sfdc_id)));
    await cycle();
    expect(await here(id)).toEqual([
      [person(5).id, 'Attended'],
      [person(6).id, 'Attended'],
    ]);
    expect((await there(campaign)).map((m) => m.status)).toEqual(['Attended', 'Attended']);
    await cycle();
    await equal();
  });

  test('members that are not in Salesforce become leads there, and are tied to a record with their e-mail address (SYN-4)', async () => {
    const { id, campaign } = await linked('New people');
    const ids = await sync.run((client) =>
      createPeople(
        client,
        [{ lastName: 'Fresh', company: 'F', email: 'fresh@member.example' }, { email: 'bertha@fcof.net' }],
        'test',
      ),
    );
    for (const personId of ids) await set(id, personId, 'Registered');
    await cycle();
    const [fresh] = await sync.rows<{ sfdc_id: string }>(`select sfdc_id from person where id = ${ids[0]}`);
    expect(fresh?.sfdc_id).toMatch(/^00Q/);
    expect(await there(campaign)).toMatchObject([{ who: fresh?.sfdc_id, status: 'Registered' }]);
    // The lead with the other address belongs to a person here already.
    const [error] = await sync.rows(`
      select code, class, person_id from record_error where program_id = ${id} and resolved_at is null`);
    expect(error).toMatchObject({ code: 'flow/match-taken', class: 'needs-operator', person_id: ids[1] });
    await cycle();
    // It is not asked for again before something changes.
    expect(await step('Sync with program')).toMatchObject({ counts: { new: 0, failed: 0 } });
    expect(await verify(sync.engine, await sync.subscription())).toMatchObject({
      byReason: { refused: 1 },
      differences: 1,
    });
    await sync.run((client) => removeMembers(client, id, [ids[1] ?? 0], 'test'));
    await cycle();
    await equal();
  });

  test('channel and period costs go to the campaign when they change, and never come back (SYN-2)', async () => {
    const { id, campaign } = await linked('Costs');
    await cycle();
    await sync.admin.sobject('Campaign').update({ Id: campaign, Type: 'Other', ActualCost: 7 });
    await cycle();
    expect(await sync.admin.sobject('Campaign').retrieve(campaign)).toMatchObject({ Type: 'Other', ActualCost: 7 });
    await sync.run((client) => changeProgram(client, id, { costs: [{ month: '2026-03', cost: 20 }] }));
    await cycle();
    expect(await sync.admin.sobject('Campaign').retrieve(campaign)).toMatchObject({ Type: 'Webinar', ActualCost: 20 });
    expect(await sync.run((client) => getProgram(client, id))).toMatchObject({ channel: 'Webinar' });
  });

  test('a campaign that is deleted in Salesforce takes no member from its program; unlinked, both go their own ways', async () => {
    const { id, campaign } = await linked('Deleted');
    await set(id, person(8).id);
    await cycle();
    await sync.admin.sobject('Campaign').delete(campaign);
    await cycle();
    expect(await here(id)).toEqual([[person(8).id, 'Invited']]);
    expect(await sync.run((client) => getProgram(client, id))).toMatchObject({
      campaign: { state: 'deleted in Salesforce' },
    });
    await sync.run((client) => unlinkProgram(client, id));
    await cycle();
    await equal();
  });
});
