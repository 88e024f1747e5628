import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCampaignMembers, listCampaigns, listCompanies, listOpportunities } from '../people/read-records.ts';
import { readRelated } from '../people/read-related.ts';
import { startTestSync, type TestSync } from './testing/test-sync.ts';
import { verify } from './verify/verify.ts';

/** Opportunities, roles, campaigns, statuses, members, tasks and events against the sample org (SYN-1, ACT). */

let sync: TestSync;
const ids = { contact: '', lead: '', opportunity: '', campaign: '' };

beforeAll(async () => {
  sync = await startTestSync();
  await sync.connect();
  const first = async (object: string, where: string) => {
    const { records } = await sync.admin.query(`SELECT Id FROM ${object} WHERE ${where} ORDER BY Id LIMIT 1`);
    return String(records[0]?.Id);
  };
  ids.contact = await first('Contact', `Email = 'rose@edge.com'`);
  ids.lead = await first('Lead', `Email = 'bertha@fcof.net'`);
  ids.opportunity = await first('Opportunity', `Amount > 0`);
  ids.campaign = await first('Campaign', `Id != null`);
});
afterAll(() => sync[Symbol.asyncDispose]());

const step = async (object: string, operation: string) =>
  (await sync.steps()).find((s) => s.object === object && s.operation === operation);
const create = async (object: string, values: Record<string, unknown>): Promise<string> => {
  const result = await sync.admin.sobject(object).create(values);
  return String(result.id);
};
const row = async (table: string, sfdcId: string) =>
  (await sync.rows<Record<string, unknown>>(`select * from ${table} where sfdc_id = '${sfdcId}'`))[0];
/** The log of a person beyond the arrival of the person itself. */
const log = async (sfdcId: string) =>
  (
    await sync.rows<{ entry: string }>(
      `select a.type_id || ' ' || coalesce(a.field, '-') || ': ' || coalesce(a.old_value, '-') || ' → ' || coalesce(a.new_value, '-') as entry
         from activity a join person p on p.id = a.person_id
        where p.sfdc_id = '${sfdcId}' and a.type_id not in (12, 13, 23) order by a.id`,
    )
  ).map((r) => r.entry);
const healthy = { error: null };
const same = async () => verify(sync.engine, await sync.subscription());

test('a first cycle brings every object and writes nothing into the log of anybody whom none concerns', async () => {
  expect(await sync.cycle()).toMatchObject(healthy);
  expect(await step('Opportunity', 'Pull updates')).toMatchObject({ status: 'Succeeded', counts: { new: 31 } });
  expect(await step('Campaign', 'Pull updates')).toMatchObject({ counts: { new: 4 } });
  expect(await step('CampaignMemberStatus', 'Pull updates')).toMatchObject({ counts: { new: 12 } });
  for (const object of ['OpportunityContactRole', 'CampaignMember', 'Task', 'Event'])
    expect(await step(object, 'Pull updates')).toMatchObject({ status: 'Succeeded', counts: { new: 0, failed: 0 } });
  const there = await sync.admin.sobject('Opportunity').retrieve(ids.opportunity);
  expect(await row('opportunity', ids.opportunity)).toMatchObject({
    name: there.Name,
    stage: there.StageName,
    amount: String(there.Amount),
    close_date: there.CloseDate,
    sfdc_account_id: there.AccountId,
    is_won: there.IsWon,
    sfdc_is_deleted: false,
  });
  expect(await sync.rows('select from activity where type_id > 23 and type_id < 1000')).toEqual([]);
  expect(await same()).toMatchObject({ equal: true, compared: 102, samples: [] });
});

test('every visible custom field of Opportunity takes part, with its type (FLD-5)', async () => {
  const { rows } = await sync.org.pool.query(`select "Id" from org."Opportunity" limit 1`);
  expect(rows).toHaveLength(1);
  const fields = await sync.rows<{ name: string; type: string; read_only: boolean }>(
    `select name, type, read_only from field where entity = 'opportunity' and not standard`,
  );
  expect(fields.map((f) => f.name)).toEqual(
    expect.arrayContaining(['DeliveryInstallationStatus__c', 'OrderNumber__c']),
  );
  expect(fields.every((f) => f.read_only)).toBe(true);
});

describe('what concerns a person is in the person’s log (ACT)', () => {
  test('a contact role: added, changed, and with the opportunity’s changes, removed and brought back', async () => {
    const name = String((await row('opportunity', ids.opportunity))?.name);
    const role = await create('OpportunityContactRole', {
      OpportunityId: ids.opportunity,
      ContactId: ids.contact,
      Role: 'Evaluator',
    });
    expect(await sync.cycle()).toMatchObject(healthy);
    expect(await row('opportunity_role', role)).toMatchObject({ role: 'Evaluator', sfdc_contact_id: ids.contact });
    expect(await log(ids.contact)).toEqual([`34 -: - → ${name}`]);

    await sync.admin.sobject('OpportunityContactRole').update({ Id: role, Role: 'Decision Maker' });
    await sync.admin.sobject('Opportunity').update({ Id: ids.opportunity, NextStep: 'Not synced', Amount: 4711.5 });
    await sync.cycle();
    expect(await step('Opportunity', 'Pull updates')).toMatchObject({ counts: { updated: 1 } });
    const entries = await log(ids.contact);
    expect(entries).toContain('36 Role: Evaluator → Decision Maker');
    expect(entries.filter((e) => e.startsWith('36 amount: ') && e.endsWith(' → 4711.5'))).toHaveLength(1);

    await sync.admin.sobject('OpportunityContactRole').delete(role);
    await sync.cycle();
    expect(await step('OpportunityContactRole', 'Pull deletes')).toMatchObject({ counts: { deleted: 1 } });
    expect(await row('opportunity_role', role)).toMatchObject({ sfdc_is_deleted: true });
    expect((await log(ids.contact)).at(-1)).toBe(`35 -: ${name} → -`);

    await undelete('OpportunityContactRole', role);
    await sync.cycle();
    expect(await row('opportunity_role', role)).toMatchObject({ sfdc_is_deleted: false });
    expect((await log(ids.contact)).at(-1)).toBe(`34 -: - → ${name}`);
  });

  test('a campaign member: added, status changed, removed; also a lead', async () => {
    const name = String((await row('campaign', ids.campaign))?.name);
    const statuses = await sync.rows<{ label: string }>(
      `select label from campaign_status where sfdc_campaign_id = '${ids.campaign}' order by sort_order`,
    );
    const [before, after] = [statuses[0]?.label, statuses[1]?.label];
    const member = await create('CampaignMember', { CampaignId: ids.campaign, LeadId: ids.lead, Status: before });
    await sync.cycle();
    await sync.admin.sobject('CampaignMember').update({ Id: member, Status: after });
    await sync.cycle();
    expect(await row('campaign_member', member)).toMatchObject({ status: after, sfdc_lead_id: ids.lead });
    await sync.admin.sobject('CampaignMember').delete(member);
    await sync.cycle();
    expect(await log(ids.lead)).toEqual([
      `42 ${name}: - → ${before}`,
      `44 ${name}: ${before} → ${after}`,
      `43 ${name}: ${after} → -`,
    ]);
  });

  test('tasks and events: logged and updated; one without a person is stored too', async () => {
    const logged = (await log(ids.lead)).length;
    const task = await create('Task', { WhoId: ids.lead, Subject: 'Call', Status: 'Not Started', Priority: 'Normal' });
    const event = await create('Event', {
      WhoId: ids.lead,
      Subject: 'Visit',
      DurationInMinutes: 60,
      ActivityDateTime: '2026-02-03T09:00:00.000Z',
    });
    const alone = await create('Task', { Subject: 'Nobody', Status: 'Not Started', Priority: 'Normal' });
    await sync.cycle();
    expect(await row('sfdc_activity', event)).toMatchObject({ kind: 'Event', subject: 'Visit' });
    expect(await row('sfdc_activity', alone)).toMatchObject({ kind: 'Task', sfdc_who_id: null });
    await sync.admin.sobject('Task').update({ Id: task, Status: 'Completed' });
    await sync.cycle();
    expect(await row('sfdc_activity', task)).toMatchObject({ status: 'Completed', is_closed: true });
    expect((await log(ids.lead)).slice(logged).sort()).toEqual([
      '26 Event: - → Visit',
      '26 Task: - → Call',
      '30 IsClosed: false → true',
      '30 Status: Not Started → Completed',
    ]);
  });

  test('verify finds both sides equal after all of it, and names a row that was changed behind its back', async () => {
    expect(await same()).toMatchObject({ equal: true, samples: [] });
    await sync.rows(`update campaign_member set status = 'Forged' where sfdc_is_deleted is not true`);
    await sync.rows(`update sfdc_activity set subject = 'Forged' where subject = 'Nobody'`);
    // The task was made in the second of the last pull: a second later, nobody could take it for a change still to come.
    await sync.rows(`update sync_cursor set covered_until = covered_until + interval '2 seconds'`);
    expect(await same()).toMatchObject({
      differences: 1,
      byReason: { defect: 1 },
      samples: [{ object: 'Task', kind: 'value', field: 'Subject', here: 'Forged', there: 'Nobody' }],
    });
    await sync.rows(`update sfdc_activity set subject = 'Nobody' where subject = 'Forged'`);
    await sync.rows(`update sync_cursor set covered_until = covered_until - interval '2 seconds'`);
  });
});

test('a person shows opportunities, campaigns and activities; lists are searched and paged', async () => {
  const member = await create('CampaignMember', { CampaignId: ids.campaign, ContactId: ids.contact });
  await sync.cycle();
  const idOf = async (sfdcId: string) => Number((await row('person', sfdcId))?.id);
  const contact = await idOf(ids.contact);
  const lead = await idOf(ids.lead);
  const ofContact = await sync.run((client) => readRelated(client, contact));
  expect(ofContact.opportunities).toMatchObject([
    { sfdcId: ids.opportunity, role: 'Decision Maker', amount: '4711.5' },
  ]);
  expect(ofContact.campaigns).toMatchObject([{ sfdcId: ids.campaign, hasResponded: false }]);
  const ofLead = await sync.run((client) => readRelated(client, lead));
  expect(ofLead.campaigns).toEqual([]); // Removed above.
  expect(ofLead.salesforceActivities.map((a) => `${a.kind} ${a.subject} ${a.isClosed}`).sort()).toEqual([
    'Event Visit null',
    'Task Call true',
  ]);

  const campaigns = await sync.run((client) => listCampaigns(client, {}));
  const campaign = campaigns.campaigns.find((c) => c.sfdcId === ids.campaign);
  expect(campaign).toMatchObject({ members: 1, responded: 0 });
  expect(campaign?.statuses.length).toBeGreaterThan(1);
  expect(await sync.run((client) => listCampaignMembers(client, campaign?.id ?? 0, {}))).toMatchObject({
    members: [{ sfdcId: member, personId: contact, email: 'rose@edge.com' }],
    next: null,
  });

  const seen: (string | null)[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page = await sync.run((client) => listOpportunities(client, { after: after ?? 0, limit: 7 }));
    seen.push(...page.opportunities.map((o) => o.sfdcId));
    after = page.next;
  }
  expect(new Set(seen).size).toBe(31);
  expect(await sync.run((client) => listCompanies(client, { search: 'EDGE c' }))).toMatchObject({
    companies: [{ people: 2, values: { name: 'Edge Communications' } }],
  });
  expect(await sync.run((client) => listCompanies(client, { search: '%' }))).toMatchObject({ companies: [] });
});

test('a child whose parent has not come is stored, and linked when the parent comes (SYN-1)', async () => {
  const lead = await create('Lead', { LastName: 'Late', Company: 'Late Ltd.' });
  const member = await create('CampaignMember', { CampaignId: ids.campaign, LeadId: lead });
  const visible = (object: string, readable: boolean) =>
    sync.org.pool.query(
      readable
        ? `delete from setup.field_permission where object = '${object}' and field = 'Email'`
        : `insert into setup.field_permission (profile_id, object, field, readable, editable)
           select "Id", '${object}', 'Email', false, false from org."Profile" where "Name" = 'Marketing Sync'`,
    );
  await visible('Lead', false); // A required field: leads can't be pulled (FLD-8).
  expect((await sync.cycle()).error?.code).toBe('sf/no-access');
  expect(await row('campaign_member', member)).toMatchObject({ sfdc_lead_id: lead });
  expect(await row('person', lead)).toBeUndefined();
  await visible('Lead', true);
  expect(await sync.cycle()).toMatchObject(healthy);
  const linked = `select p.last_name from campaign_member m join person p on p.sfdc_id = m.sfdc_lead_id where m.sfdc_id = '${member}'`;
  expect(await sync.rows(linked)).toEqual([{ last_name: 'Late' }]);
  const name = String((await row('campaign', ids.campaign))?.name);
  expect(await log(lead)).toEqual([expect.stringContaining(`42 ${name}: - → `)]);
});

test('an object that the sync user can’t see is left out with a message, and the others go on', async () => {
  const permission = `object = 'Campaign' and profile_id = (select "Id" from org."Profile" where "Name" = 'Marketing Sync')`;
  await sync.org.pool.query(`
    insert into setup.object_permission
    select "Id", 'Campaign', false, false, false, false from org."Profile" where "Name" = 'Marketing Sync'`);
  const task = await create('Task', { Subject: 'Meanwhile', Status: 'Not Started', Priority: 'Normal' });
  expect(await sync.cycle()).toMatchObject(healthy);
  expect(await row('sfdc_activity', task)).toMatchObject({ subject: 'Meanwhile' });
  expect(await step('Campaign', 'Pull updates')).toMatchObject({
    status: 'Succeeded',
    message: expect.stringContaining('Read access to the object Campaign'),
  });
  await sync.org.pool.query(`delete from setup.object_permission where ${permission}`);
});

test('campaign sync switched off reads no campaign object (SYN-15)', async () => {
  await sync.rows(`update sync_state set options = options || '{"campaignSync": false}'`);
  await sync.cycle();
  expect(await step('CampaignMember', 'Pull updates')).toBeUndefined();
  expect(await step('Task', 'Pull updates')).toBeDefined();
  await sync.rows(`update sync_state set options = options - 'campaignSync'`);
});

test('a cycle with nothing to do costs at most ten calls: with the overlap read again, and five without', async () => {
  expect((await sync.cycle()).apiCalls).toBeLessThanOrEqual(10);
  Object.assign(sync.engine.settings, { overlapSeconds: 0 });
  await pause(1_000); // Stamps count in seconds: the changes of this second are read once more.
  await sync.cycle();
  expect((await sync.cycle()).apiCalls).toBeLessThanOrEqual(5);
});

test('many changes go by Bulk in pages, each object beside the others', async () => {
  Object.assign(sync.engine.settings, { bulkThresholdRows: 5, bulkPageRows: 4, overlapSeconds: 0 });
  const found = await sync.admin.sobject('Opportunity').find({}, 'Id').limit(14);
  const [opportunities, tasks] = [found.map(({ Id }) => String(Id)), Array.from({ length: 9 }, (_, n) => `Bulk ${n}`)];
  await sync.admin.sobject('Opportunity').update(opportunities.map((Id) => ({ Id, Name: `Bulk ${Id}` })));
  await sync.admin
    .sobject('Task')
    .create(tasks.map((Subject) => ({ Subject, WhoId: ids.lead, Status: 'Not Started', Priority: 'Normal' })));
  expect(await sync.cycle()).toMatchObject(healthy);
  expect(await step('Opportunity', 'Pull updates')).toMatchObject({ counts: { updated: 14 } });
  expect(await sync.rows(`select from sfdc_activity where subject like 'Bulk %'`)).toHaveLength(9);
  expect((await log(ids.lead)).filter((entry) => entry.startsWith('26 Task: - → Bulk'))).toHaveLength(9);
  expect(await sync.rows('select from sync_cursor where job is not null')).toEqual([]);
  expect(await same()).toMatchObject({ equal: true, samples: [] });
});

const undelete = (object: string, id: string) =>
  sync.org.pool.query(
    `update org."${object}" set "IsDeleted" = false, deleted_with = null, "SystemModstamp" = now() where "Id" = $1`,
    [id],
  );
