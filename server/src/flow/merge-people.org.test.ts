import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { tablesOfPeople } from '../people/tables-of-people.ts';
import { createPeople, editPeople } from '../people/write-people.ts';
import { recordIntent } from '../sync/identity/merge-intent.ts';
import { mergeInSalesforce, openTarget } from '../sync/identity/merge-records.ts';
import { startTestSync, type TestSync } from '../sync/testing/test-sync.ts';
import { verify } from '../sync/verify/verify.ts';
import { mergePeople } from './merge-people.ts';

/** People who are merged here are merged in Salesforce (SYN-8). */

let sync: TestSync;
let account = '';

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 30 } });
  await sync.connect();
  account = String((await sync.admin.sobject('Account').create({ Name: 'Merge Ltd' })).id);
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());
afterEach(() => faults({}));

const faults = (plan: Record<string, unknown>) => sync.faults(plan);

interface Somebody {
  id: number;
  sfdcId: string;
}
type Values = Record<string, unknown>;

/** Records made in Salesforce and pulled, in order. */
async function there(...records: [type: 'Lead' | 'Contact', values: Values][]): Promise<Somebody[]> {
  const made: string[] = [];
  for (const [type, values] of records) {
    const parent = type === 'Lead' ? { Company: 'Merge Ltd' } : { AccountId: account };
    made.push(String((await sync.admin.sobject(type).create({ ...parent, ...values })).id));
  }
  await sync.cycle();
  return Promise.all(made.map(async (sfdcId) => ({ sfdcId, id: Number((await person(`sfdc_id = '${sfdcId}'`))?.id) })));
}
const here = async (values: Values) =>
  (await sync.run((client) => createPeople(client, [values], 'test')))[0] as number;
const person = async (where: string) => (await sync.rows<Values>(`select * from person where ${where}`))[0];
const merge = async (winner: number, losers: number[], keep: Record<string, number> = {}) =>
  mergePeople(sync.engine, await sync.subscription(), { winnerId: winner, loserIds: losers, keep }, 'test');
const read = (type: string, id: string) => sync.admin.sobject(type).retrieve(id);
const bin = async (type: string, id: string) =>
  (await sync.admin.query(`SELECT IsDeleted, MasterRecordId FROM ${type} WHERE Id = '${id}'`, { scanAll: true }))
    .records[0];
const settled = async () => {
  for (const _ of [1, 2]) expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });
};
const score = 'mkto71_Lead_Score__c';

test('four leads become one, two losers a call: the winner keeps its score and values, blanks are filled, a chosen value is kept', async () => {
  const [winner, first, second, third] = (await there(
    ['Lead', { LastName: 'Winner', [score]: 10, Phone: '(555) 1' }],
    ['Lead', { LastName: 'First', [score]: 20, City: 'Ghent', Phone: '(555) 2' }],
    ['Lead', { LastName: 'Second', [score]: 30, City: 'Bruges', Title: 'Chief' }],
    ['Lead', { LastName: 'Third', Email: 'third@merge.example' }],
  )) as [Somebody, Somebody, Somebody, Somebody];
  const campaign = String((await sync.admin.sobject('Campaign').create({ Name: 'United' })).id);
  await sync.admin.sobject('CampaignMember').create({ CampaignId: campaign, LeadId: third.sfdcId });
  await sync.run((client) => editPeople(client, [{ id: second.id, values: { fax: '(555) 9' } }], 'test'));

  const losers = [first.id, second.id, third.id];
  expect(await merge(winner.id, losers, { phone: first.id })).toMatchObject(
    losers.map((id) => ({ personId: id, outcome: 'merged', sfdcId: winner.sfdcId, becamePersonId: winner.id })),
  );
  expect(await person(`id = ${winner.id}`)).toMatchObject({
    last_name: 'Winner',
    lead_score: 10,
    city: 'Ghent',
    title: 'Chief',
    phone: '(555) 2',
    fax: '(555) 9',
    email: 'third@merge.example',
  });
  expect(await read('Lead', winner.sfdcId)).toMatchObject({
    [score]: 10,
    Title: 'Chief',
    Phone: '(555) 2',
    Fax: '(555) 9',
  });
  for (const { sfdcId } of [first, second, third])
    expect(await bin('Lead', sfdcId)).toMatchObject({ IsDeleted: true, MasterRecordId: winner.sfdcId });
  expect(await sync.rows(`select from person where id in (${losers})`)).toEqual([]);
  expect(await sync.rows(`select from activity where person_id = ${winner.id} and type_id = 12`)).toHaveLength(4);
  expect(await sync.rows(`select from activity where person_id = ${winner.id} and type_id = 32`)).toHaveLength(3);
  expect(
    await sync.rows(`select loser_id, loser_values ->> 'city' as city, winner_values ->> 'city' as before, source
                       from person_merge where person_id = ${winner.id} order by id limit 1`),
  ).toEqual([{ loser_id: first.id, city: 'Ghent', before: null, source: 'test' }]);
  await settled();
  expect(await person(`id = ${winner.id}`)).toMatchObject({ lead_score: 10 });
  expect(
    await sync.rows(
      `select from campaign_member where sfdc_campaign_id = '${campaign}' and sfdc_lead_id = '${winner.sfdcId}'`,
    ),
  ).toHaveLength(1);
  expect(await sync.rows('select from merge_intent')).toEqual([]);
});

test('a loser that is undeleted in Salesforce is a person of its own again', async () => {
  const [winner, loser] = (await there(
    ['Contact', { LastName: 'Stays', Email: 'stays@merge.example' }],
    ['Contact', { LastName: 'Returns', Email: 'returns@merge.example' }],
  )) as [Somebody, Somebody];
  expect(await merge(winner.id, [loser.id])).toMatchObject([{ outcome: 'merged' }]);
  await settled();
  expect(await sync.admin.soap.undelete([loser.sfdcId])).toMatchObject([{ success: true }]);
  await settled();
  expect(await person(`sfdc_id = '${loser.sfdcId}'`)).toMatchObject({ last_name: 'Returns', sfdc_is_deleted: false });
  expect(await person(`id = ${winner.id}`)).toMatchObject({ last_name: 'Stays', email: 'stays@merge.example' });
});

test('a lead becomes part of a contact: converted into its account, no new record is made', async () => {
  const accounts = await sync.admin.sobject('Account').count();
  const [contact, lead] = (await there(
    ['Contact', { LastName: 'Contact', [score]: 5 }],
    ['Lead', { LastName: 'Lead', Title: 'From the lead', [score]: 7 }],
  )) as [Somebody, Somebody];
  expect(await merge(contact.id, [lead.id])).toMatchObject([{ outcome: 'merged', sfdcId: contact.sfdcId }]);
  expect(await read('Lead', lead.sfdcId)).toMatchObject({ IsConverted: true, ConvertedContactId: contact.sfdcId });
  expect(await person(`id = ${contact.id}`)).toMatchObject({
    last_name: 'Contact',
    title: 'From the lead',
    lead_score: 5,
  });
  await settled();
  expect(await sync.admin.sobject('Account').count()).toBe(accounts);
  expect(await read('Contact', contact.sfdcId)).toMatchObject({ Title: 'From the lead', [score]: 5 });
});

test('a contact becomes part of a lead: the contact outlives it in Salesforce, the lead keeps id, values and history here', async () => {
  const [winner, contact, other] = (await there(
    ['Lead', { LastName: 'Lead wins', Title: 'Of the lead', [score]: 7, City: 'Ghent' }],
    ['Contact', { LastName: 'Contact', Title: 'Of the contact', Phone: '(555) 3', [score]: 5 }],
    ['Contact', { LastName: 'Third', Email: 'third@contact.example' }],
  )) as [Somebody, Somebody, Somebody];
  expect(await merge(winner.id, [contact.id, other.id])).toMatchObject([
    { outcome: 'merged', sfdcId: contact.sfdcId, becamePersonId: winner.id },
    { outcome: 'merged', sfdcId: contact.sfdcId, becamePersonId: winner.id },
  ]);
  expect(await person(`id = ${winner.id}`)).toMatchObject({
    sfdc_id: contact.sfdcId,
    sfdc_type: 'Contact',
    sfdc_account_id: account,
    last_name: 'Lead wins',
    title: 'Of the lead',
    phone: '(555) 3',
    email: 'third@contact.example',
    lead_score: 7,
  });
  expect(await read('Lead', winner.sfdcId)).toMatchObject({ IsConverted: true, ConvertedContactId: contact.sfdcId });
  expect(await bin('Contact', other.sfdcId)).toMatchObject({ IsDeleted: true, MasterRecordId: contact.sfdcId });
  await settled();
  expect(await read('Contact', contact.sfdcId)).toMatchObject({
    LastName: 'Lead wins',
    Title: 'Of the lead',
    MailingCity: 'Ghent',
    Phone: '(555) 3',
    [score]: 7,
  });
});

test('people who are not in Salesforce are merged here alone; a winner that is not there takes the record of a loser', async () => {
  const [lead] = (await there(['Lead', { LastName: 'There', Title: 'Kept', City: 'Ghent' }])) as [Somebody];
  const [winner, second] = [await here({ lastName: 'Here', title: 'Mine' }), await here({ mobilePhone: '(555) 7' })];
  const calls = (await sync.engine.connect(await sync.subscription())).calls;
  expect(await merge(winner, [lead.id, second])).toMatchObject([{ outcome: 'merged' }, { outcome: 'merged' }]);
  expect((await sync.engine.connect(await sync.subscription())).calls).toBe(calls);
  expect(await person(`id = ${winner}`)).toMatchObject({ sfdc_id: lead.sfdcId, title: 'Mine', city: 'Ghent' });
  await settled();
  expect(await read('Lead', lead.sfdcId)).toMatchObject({ LastName: 'Here', Title: 'Mine', MobilePhone: '(555) 7' });
});

test('nothing is merged here that Salesforce refuses, and one that is refused does not keep the others', async () => {
  const [winner, good, bad] = (await there(
    ['Lead', { LastName: 'Asks' }],
    ['Lead', { LastName: 'Good' }],
    ['Lead', { LastName: 'Bad' }],
  )) as [Somebody, Somebody, Somebody];
  await sync.admin.sobject('Lead').destroy(bad.sfdcId);
  expect(await merge(winner.id, [good.id, bad.id])).toMatchObject([
    { personId: good.id, outcome: 'merged' },
    { personId: bad.id, outcome: 'refused', code: 'ENTITY_IS_DELETED' },
  ]);
  expect(await person(`id = ${bad.id}`)).toMatchObject({ last_name: 'Bad' });
  expect(await sync.rows('select from merge_intent')).toEqual([]);
  const privately = String((await sync.admin.sobject('Contact').create({ LastName: 'Private' })).id);
  await sync.cycle();
  const contact = Number((await person(`sfdc_id = '${privately}'`))?.id);
  await expect(merge(winner.id, [contact])).rejects.toMatchObject({ code: 'flow/contact-without-account' });
  await expect(merge(winner.id, [winner.id])).rejects.toMatchObject({ code: 'request/invalid' });
  await expect(merge(winner.id, [999_999])).rejects.toMatchObject({ code: 'request/not-found' });
  for (const keep of [{ nothing: winner.id }, { sfdcType: winner.id }, { title: 999_999 }])
    await expect(merge(winner.id, [contact], keep as never)).rejects.toMatchObject({ code: 'request/invalid' });
});

test('an answer that is lost: the losers themselves say whether they were merged', async () => {
  const [winner, loser] = (await there(
    ['Contact', { LastName: 'Lost answer', [score]: 1 }],
    ['Contact', { LastName: 'Loser', [score]: 1 }],
  )) as [Somebody, Somebody];
  await faults({ droppedConnection: { probability: 1, times: 1, path: '/services/Soap' } });
  expect(await merge(winner.id, [loser.id])).toMatchObject([{ outcome: 'merged' }]);
  await settled();
  expect(await person(`id = ${winner.id}`)).toMatchObject({ lead_score: 1 });
});

test('what the winner got in Salesforce since the last pull is kept as well; who lost a merge to a loser there follows', async () => {
  const [winner, loser, earlier] = (await there(
    ['Lead', { LastName: 'Unread', Title: 'Old', City: 'Ghent' }],
    ['Contact', { LastName: 'Survivor', Title: 'Other' }],
    ['Contact', { LastName: 'Lost before', Phone: '(555) 77' }],
  )) as [Somebody, Somebody, Somebody];
  await sync.admin.sobject('Lead').update({ Id: winner.sfdcId, Title: 'New' });
  const request = { masterRecord: { type: 'Contact', Id: loser.sfdcId }, recordToMergeIds: [earlier.sfdcId] };
  await sync.admin.soap.merge(request as never);
  expect(await merge(winner.id, [loser.id])).toMatchObject([{ outcome: 'merged' }]);
  await settled();
  expect(await read('Contact', loser.sfdcId)).toMatchObject({ LastName: 'Unread', Title: 'New', MailingCity: 'Ghent' });
  expect(
    await sync.rows(`select title, phone from person where id in (${winner.id}, ${loser.id}, ${earlier.id})`),
  ).toEqual([{ title: 'New', phone: '(555) 77' }]);
});

test('killed between the merge there and ours: the next cycle ends it by our rules, and the score is not summed', async () => {
  const [winner, contact] = (await there(
    ['Lead', { LastName: 'Killed', [score]: 3 }],
    ['Contact', { LastName: 'Half merged', [score]: 4 }],
  )) as [Somebody, Somebody];
  const [one, two] = (await there(
    ['Lead', { LastName: 'Killed too', [score]: 3 }],
    ['Lead', { LastName: 'Half merged too', [score]: 4 }],
  )) as [Somebody, Somebody];
  const salesforce = await sync.engine.connect(await sync.subscription());
  for (const [first, type, second] of [
    [winner, 'Contact', contact],
    [one, 'Lead', two],
  ] as const) {
    const records = [
      { personId: first.id, sfdcId: first.sfdcId, sfdcType: 'Lead' as const, personAccountId: null },
      { personId: second.id, sfdcId: second.sfdcId, sfdcType: type, personAccountId: null },
    ];
    const survivorId = type === 'Contact' ? second.id : first.id;
    const intent = { winnerId: first.id, loserIds: [second.id], survivorId, records, keep: {}, source: 'test' };
    const startedAt = new Date().toISOString();
    await sync.run((client) => recordIntent(client, { ...intent, startedAt }));
    const target = await openTarget(salesforce, intent);
    expect(target && (await mergeInSalesforce(salesforce, intent, target))).toMatchObject({ failure: null });
  }
  await settled();
  expect(await person(`id = ${winner.id}`)).toMatchObject({
    sfdc_id: contact.sfdcId,
    last_name: 'Killed',
    lead_score: 3,
  });
  expect(await person(`id = ${one.id}`)).toMatchObject({ sfdc_id: one.sfdcId, lead_score: 3 });
  expect(await sync.rows(`select from person where id in (${contact.id}, ${two.id})`)).toEqual([]);
  expect(await sync.rows('select from merge_intent')).toEqual([]);
});

test('whatever belongs to people is united, and of what may be there once the winner has its own', async () => {
  await sync.run((client) =>
    client.query(
      `create table membership (program_id int, person_id bigint, status text, unique (program_id, person_id))`,
    ),
  );
  const [winner, first, second] = [await here({ lastName: 'W' }), await here({}), await here({})];
  await sync.run((client) =>
    client.query(
      `insert into membership values (1, $1, 'winner'), (1, $2, 'gone'), (2, $2, 'first'), (2, $3, 'gone'), (3, $3, 'second')`,
      [winner, first, second],
    ),
  );
  await merge(winner, [first, second]);
  expect(await sync.rows('select program_id, person_id, status from membership order by 1')).toEqual([
    { program_id: 1, person_id: winner, status: 'winner' },
    { program_id: 2, person_id: winner, status: 'first' },
    { program_id: 3, person_id: winner, status: 'second' },
  ]);
  expect((await sync.run(tablesOfPeople)).map((t) => t.name)).toEqual(
    expect.arrayContaining(['activity', 'conflict', 'membership', 'pending_change', 'person_merge', 'record_error']),
  );
  await sync.run((client) => client.query('drop table membership'));
});
