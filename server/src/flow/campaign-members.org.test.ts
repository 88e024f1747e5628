import type { FlowResult } from '@lockstep/contract/flow.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPeople } from '../people/write-people.ts';
import { changeOptions } from '../sync/options.ts';
import { startTestSync, type TestSync } from '../sync/testing/test-sync.ts';
import { verify } from '../sync/verify/verify.ts';
import { addToCampaign, changeCampaignStatus, removeFromCampaign } from './campaign-members.ts';

/** Add to, Change Status in and Remove from SFDC Campaign, against the sample org over HTTP (FLW). */

let sync: TestSync;
let campaignId = '';
let people: { id: number; sfdc_id: string }[] = [];

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 30 } });
  await sync.connect();
  campaignId = String((await sync.admin.sobject('Campaign').create({ Name: 'Flow' })).id);
  expect(await sync.cycle()).toMatchObject({ error: null });
  people = await sync.rows(`select id, sfdc_id from person order by sfdc_type, id`);
});
afterAll(() => sync[Symbol.asyncDispose]());
afterEach(() => faults({}));

const faults = (plan: Record<string, unknown>) => sync.faults(plan);
const person = (at: number) => people[at] as (typeof people)[number];
const add = async (ids: number[], status?: string): Promise<FlowResult[]> =>
  addToCampaign(sync.engine, await sync.subscription(), { ids, campaignId, ...(status ? { status } : {}) }, 'test');
const change = async (ids: number[], status: string): Promise<FlowResult[]> =>
  changeCampaignStatus(sync.engine, await sync.subscription(), { ids, campaignId, status }, 'test');
const remove = async (ids: number[]): Promise<FlowResult[]> =>
  removeFromCampaign(sync.engine, await sync.subscription(), { ids, campaignId }, 'test');
const there = async (who: string) =>
  (
    await sync.admin.query(
      `SELECT Id, Status FROM CampaignMember WHERE CampaignId = '${campaignId}' AND (LeadId = '${who}' OR ContactId = '${who}')`,
    )
  ).records.map((r) => r.Status);
const log = (id: number) =>
  sync.rows(
    `select type_id, old_value, new_value, source from activity where person_id = ${id} and type_id between 42 and 44 order by id`,
  );

test('Add: with a status or the default; who is a member stays as is; who is not in Salesforce is synced first', async () => {
  const [newcomer] = await sync.run((client) => createPeople(client, [{ lastName: 'New', company: 'N' }], 'test'));
  expect(await add([person(0).id, newcomer ?? 0, 999_999], 'Responded')).toMatchObject([
    { outcome: 'created', sfdcId: person(0).sfdc_id, memberId: expect.stringMatching(/^00v/) },
    { outcome: 'created', sfdcId: expect.stringMatching(/^00Q/) },
    { outcome: 'refused', code: 'request/not-found' },
  ]);
  expect(await add([person(0).id, person(1).id])).toMatchObject([
    { outcome: 'unchanged', message: 'Is a member with the status Responded.' },
    { outcome: 'created' },
  ]);
  expect(await there(person(0).sfdc_id)).toEqual(['Responded']);
  expect(await there(person(1).sfdc_id)).toEqual(['Sent']);
  expect(await log(person(1).id)).toEqual([{ type_id: 42, old_value: null, new_value: 'Sent', source: 'test' }]);
});

test('Add: who became a member in Salesforce since the last pull, or whose answer is lost, is not made twice', async () => {
  const Id = person(2).sfdc_id;
  await sync.admin
    .sobject('CampaignMember')
    .create({ CampaignId: campaignId, [Id.startsWith('003') ? 'ContactId' : 'LeadId']: Id, Status: 'Responded' });
  expect(await add([person(2).id])).toMatchObject([{ outcome: 'unchanged' }]);
  await faults({ droppedConnection: { probability: 1, times: 1, path: '/services/data/v66.0/composite/sobjects' } });
  expect(await add([person(3).id])).toMatchObject([{ outcome: 'created' }]);
  expect(await there(person(3).sfdc_id)).toEqual(['Sent']);
});

test('Change Status: adds who is not a member; the same status again changes nothing', async () => {
  expect(await change([person(0).id, person(2).id, person(4).id], 'Sent')).toMatchObject([
    { outcome: 'updated' },
    { outcome: 'updated' },
    { outcome: 'created' },
  ]);
  expect(await change([person(0).id], 'Sent')).toMatchObject([{ outcome: 'unchanged' }]);
  expect(await there(person(0).sfdc_id)).toEqual(['Sent']);
  expect((await log(person(0).id)).at(-1)).toEqual({
    type_id: 44,
    old_value: 'Responded',
    new_value: 'Sent',
    source: 'test',
  });
  await expect(change([person(0).id], 'Nonsense')).rejects.toMatchObject({
    code: 'request/invalid',
    detail: 'The campaign has no status Nonsense; it has Sent, Responded.',
  });
});

test('Remove: who is not a member is skipped; the next cycle finds nothing to do', async () => {
  expect(await remove([person(0).id, person(9).id])).toMatchObject([
    { outcome: 'deleted' },
    { outcome: 'unchanged', message: 'Is not a member.' },
  ]);
  expect(await there(person(0).sfdc_id)).toEqual([]);
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await log(person(0).id)).toHaveLength(3);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });
});

test('a refusal is an error of the person; without campaign sync nothing is done (SYN-14, SYN-15)', async () => {
  await sync.org.pool.query(`
    insert into setup.validation_rule (object, name, active, field, condition, message)
    values ('CampaignMember', 'None', true, null, '{"field": "Status", "op": "equals", "value": "Responded"}', 'No.')`);
  expect(await add([person(5).id, person(6).id], 'Responded')).toMatchObject([
    { outcome: 'refused', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' },
    { outcome: 'refused' },
  ]);
  expect(
    await sync.rows(`select from record_error where resolved_at is null and object = 'CampaignMember'`),
  ).toHaveLength(2);
  await sync.run((client) => changeOptions(client, { campaignSync: false }));
  await expect(add([person(5).id])).rejects.toMatchObject({ code: 'setup/wrong-order' });
});
