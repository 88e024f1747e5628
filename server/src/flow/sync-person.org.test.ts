import type { FlowResult, SyncPerson } from '@lockstep/contract/flow.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPeople, editPeople } from '../people/write-people.ts';
import { changeOptions } from '../sync/options.ts';
import { startTestSync, type TestSync } from '../sync/testing/test-sync.ts';
import { verify } from '../sync/verify/verify.ts';
import { syncPeople } from './sync-person.ts';

/** Sync Person to SFDC against the sample org, over HTTP. */

let sync: TestSync;

beforeAll(async () => {
  sync = await startTestSync();
  await sync.connect();
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());
afterEach(() => faults({}));

const faults = (plan: Record<string, unknown>) => sync.faults(plan);

const create = (...people: Record<string, unknown>[]) => sync.run((client) => createPeople(client, people, 'test'));
const one = async (values: Record<string, unknown>) => (await create(values))[0] ?? 0;
const edit = (id: number, values: Record<string, unknown>) =>
  sync.run((client) => editPeople(client, [{ id, values }], 'test'));
const act = async (ids: number[], more: Omit<SyncPerson, 'ids'> = {}): Promise<FlowResult[]> =>
  syncPeople(sync.engine, await sync.subscription(), { ids, ...more }, 'test');
const actOn = async (id: number, more: Omit<SyncPerson, 'ids'> = {}) => (await act([id], more))[0] as FlowResult;
const person = async (id: number) =>
  (await sync.rows<Record<string, unknown>>(`select * from person where id = ${id}`))[0] ?? {};
const lead = (id: unknown) => sync.admin.sobject('Lead').retrieve(String(id));
const leadsNamed = (lastName: string) => sync.admin.sobject('Lead').find({ LastName: lastName }, 'Id, Email').execute();
const contactOf = async (email: string) =>
  (
    await sync.rows<{ id: number; sfdc_id: string }>(
      `select * from person where email = '${email}' and sfdc_type = 'Contact'`,
    )
  )[0] as {
    id: number;
    sfdc_id: string;
  };
const syncUserId = async () => (await (await sync.engine.connect(await sync.subscription())).identity()).userId;
const adminId = async () => String(sync.admin.userInfo?.id);
const queueId = async () =>
  (await sync.rows<{ sfdc_id: string }>('select sfdc_id from sfdc_queue order by name limit 1'))[0]?.sfdc_id ?? '';
const log = async (id: number) =>
  (
    await sync.rows<{ type_id: number; detail: string }>(`select * from activity where person_id = ${id} order by id`)
  ).map((a) => `${a.type_id} ${a.detail}`);
const equal = async () =>
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });

test('a person that is not in Salesforce becomes a lead with all its values, and the cycle finds nothing to do', async () => {
  const id = await one({
    email: 'new@flow.example',
    firstName: 'Nora',
    lastName: 'New',
    company: "New & 'Sons' \\",
    numberOfEmployees: 12,
    unsubscribed: true,
    leadScore: 7,
  });
  const result = await actOn(id);
  expect(result).toMatchObject({ outcome: 'created', code: null, sfdcId: expect.stringMatching(/^00Q/) });
  expect(await lead(result.sfdcId)).toMatchObject({
    Email: 'new@flow.example',
    FirstName: 'Nora',
    LastName: 'New',
    Company: "New & 'Sons' \\",
    NumberOfEmployees: 12,
    HasOptedOutOfEmail: true,
    mkto71_Lead_Score__c: 7,
  });
  expect(await person(id)).toMatchObject({
    sfdc_id: result.sfdcId,
    sfdc_type: 'Lead',
    sfdc_owner_id: await syncUserId(),
  });
  expect(await log(id)).toContain('19 created');
  expect(await actOn(id)).toMatchObject({ outcome: 'unchanged', sfdcId: result.sfdcId });
  const before = await sync.rows('select count(*)::int as n from person');
  await sync.cycle();
  expect(await sync.rows('select count(*)::int as n from person')).toEqual(before);
  expect(await sync.rows('select from create_intent')).toEqual([]);
  await equal();
});

test('default last name and company fill what is missing, at the first creation only (SYN-15)', async () => {
  await sync.run((client) => changeOptions(client, { defaultLastName: 'Unknown', defaultCompany: 'Nowhere' }));
  const id = await one({ email: 'bare@flow.example' });
  const { sfdcId } = await actOn(id);
  expect(await lead(sfdcId)).toMatchObject({ LastName: 'Unknown', Company: 'Nowhere' });
  expect(await person(id)).toMatchObject({ last_name: 'Unknown', company: 'Nowhere' });
  expect(await sync.rows(`select from pending_change where person_id = ${id}`)).toEqual([]);
  await edit(id, { lastName: null });
  expect(await actOn(id)).toMatchObject({ outcome: 'refused', code: 'REQUIRED_FIELD_MISSING' });
  expect(await log(id)).toContainEqual(expect.stringMatching(/^1001 REQUIRED_FIELD_MISSING/));
  await edit(id, { lastName: 'Known' });
  expect(await actOn(id)).toMatchObject({ outcome: 'updated' });
});

test('a change is pushed at once; what was refused before is tried when asked for', async () => {
  const [first] = await sync.rows<{ id: number; sfdc_id: string }>(
    `select id, sfdc_id from person where email = 'bertha@fcof.net' and sfdc_type = 'Lead'`,
  );
  const { id = 0, sfdc_id = '' } = first ?? {};
  await edit(id, { title: 'At Once' });
  expect(await actOn(id)).toMatchObject({ outcome: 'updated', sfdcId: sfdc_id });
  expect(await lead(sfdc_id)).toMatchObject({ Title: 'At Once' });
  await sync.org.pool.query(`
    insert into setup.validation_rule (object, name, active, field, condition, message)
    values ('Lead', 'No_Title', true, 'Title', '{"field":"Title","op":"equals","value":"No"}', 'Not No.')`);
  await edit(id, { title: 'No' });
  expect(await actOn(id)).toMatchObject({
    outcome: 'refused',
    code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    message: 'Not No.',
  });
  await sync.org.pool.query(`delete from setup.validation_rule where name = 'No_Title'`);
  expect(await actOn(id)).toMatchObject({ outcome: 'updated' });
  expect(await sync.rows(`select from record_error where person_id = ${id} and resolved_at is null`)).toEqual([]);
});

test('a lead with the same address is linked: blanks are filled, of two values ours wins on a lead', async () => {
  const { id: sfdcId } = await sync.admin.sobject('Lead').create({
    LastName: 'There',
    Company: 'There Ltd',
    Email: 'Same.Lead@flow.example',
    City: 'Theretown',
  });
  const id = await one({ email: 'same.lead@flow.example', lastName: 'Here', phone: '123' });
  expect(await actOn(id, { onMatch: 'ask' })).toMatchObject({
    outcome: 'refused',
    code: 'flow/match-found',
    matches: [{ sfdcId, sfdcType: 'Lead', name: 'There', company: 'There Ltd', personId: null }],
  });
  expect(await actOn(id)).toMatchObject({ outcome: 'linked', sfdcId });
  expect(await person(id)).toMatchObject({
    sfdc_id: sfdcId,
    last_name: 'Here',
    company: 'There Ltd',
    city: 'Theretown',
  });
  expect(await lead(sfdcId)).toMatchObject({ LastName: 'Here', Phone: '123', City: 'Theretown' });
  expect(
    await sync.rows(`select here, there, outcome from conflict where person_id = ${id} order by here`),
  ).toContainEqual({
    here: 'Here',
    there: 'There',
    outcome: 'marketing-wins',
  });
  await sync.cycle();
  expect(await sync.rows(`select id from person where sfdc_id = '${sfdcId}'`)).toEqual([{ id }]);
  await equal();
});

test('a contact with the same address is linked: Salesforce wins, and an owner is not changed', async () => {
  const { id: sfdcId } = await sync.admin.sobject('Contact').create({ LastName: 'There', Email: 'c@flow.example' });
  const id = await one({ email: 'c@flow.example', lastName: 'Here', title: 'Filled' });
  const result = await actOn(id, { owner: { kind: 'user', id: await syncUserId() } });
  expect(result).toMatchObject({ outcome: 'linked', sfdcId });
  expect(result.message).toContain('keeps its owner');
  expect(await person(id)).toMatchObject({ sfdc_type: 'Contact', last_name: 'There', sfdc_owner_id: await adminId() });
  expect(await sync.admin.sobject('Contact').retrieve(String(sfdcId))).toMatchObject({
    LastName: 'There',
    Title: 'Filled',
  });
});

test('a match that is another person here is refused, by name; "create" makes another lead', async () => {
  const taken = await contactOf('rose@edge.com');
  const id = await one({ email: 'rose@edge.com', lastName: 'Twin' });
  const refused = await actOn(id);
  expect(refused).toMatchObject({ outcome: 'refused', code: 'flow/match-taken' });
  expect(refused.message).toContain(`person ${taken.id}`);
  expect(await actOn(id, { onMatch: 'create' })).toMatchObject({ outcome: 'created' });
  const twins = await create(
    { email: 'two@flow.example', lastName: 'A' },
    { email: 'two@flow.example', lastName: 'B' },
  );
  expect(await act(twins)).toMatchObject([{ outcome: 'created' }, { outcome: 'refused', code: 'flow/match-taken' }]);
});

test('owners: a user or a queue for a new lead, only a chosen one for an existing lead; never for a contact', async () => {
  const [user, queue] = [await adminId(), await queueId()];
  const [a, b] = (await create({ lastName: 'OwnA', company: 'X' }, { lastName: 'OwnB', company: 'X' })) as [
    number,
    number,
  ];
  await actOn(a, { owner: { kind: 'user', id: user } });
  await actOn(b, { owner: { kind: 'queue', id: queue } });
  expect([(await person(a)).sfdc_owner_id, (await person(b)).sfdc_owner_id]).toEqual([user, queue]);
  await edit(b, { title: 'Edited' });
  expect(await actOn(b)).toMatchObject({ outcome: 'updated' });
  expect(await lead((await person(b)).sfdc_id)).toMatchObject({ OwnerId: queue, Title: 'Edited' });
  expect(await actOn(b, { owner: { kind: 'user', id: user } })).toMatchObject({ outcome: 'updated' });
  expect(await lead((await person(b)).sfdc_id)).toMatchObject({ OwnerId: user });

  const contact = await contactOf('rose@edge.com');
  for (const owner of [
    { kind: 'user', id: user },
    { kind: 'queue', id: queue },
  ] as const) {
    const result = await actOn(contact.id, { owner });
    expect(result).toMatchObject({ outcome: 'refused', code: 'flow/contact-owner', sfdcId: contact.sfdc_id });
    expect(result.message).toContain('contact');
  }
  expect(await actOn(contact.id)).toMatchObject({ outcome: 'unchanged' });
  const asked = await actOn(contact.id, { owner: { kind: 'queue', id: queue }, allowLeadForContact: true });
  expect(asked).toMatchObject({ outcome: 'created', sfdcId: expect.stringMatching(/^00Q/) });
  expect(await lead(asked.sfdcId)).toMatchObject({ Email: 'rose@edge.com', OwnerId: queue });
  expect(await person(contact.id)).toMatchObject({ sfdc_id: contact.sfdc_id });
  await expect(actOn(a, { owner: { kind: 'user', id: '005000000000000AAA' } })).rejects.toMatchObject({
    code: 'request/not-found',
  });
});

test('a lead deleted in Salesforce: syncing its person makes a new lead (SYN-7)', async () => {
  const id = await one({ lastName: 'Phoenix', company: 'Ash' });
  const { sfdcId } = await actOn(id);
  await sync.admin.sobject('Lead').delete(String(sfdcId));
  await sync.cycle();
  await edit(id, { company: 'Fire' });
  const again = await actOn(id);
  expect(again).toMatchObject({ outcome: 'created' });
  expect(again.sfdcId).not.toBe(sfdcId);
  expect(await lead(again.sfdcId)).toMatchObject({ Company: 'Fire' });
  expect(await person(id)).toMatchObject({ sfdc_is_deleted: false, sfdc_id: again.sfdcId });
  await sync.cycle();
  expect(await person(id)).toMatchObject({ sfdc_is_deleted: false, sfdc_id: again.sfdcId });
});

test('one bad record of several is refused alone, with a record error that a success resolves', async () => {
  const ids = await create(
    { lastName: 'Good1', company: 'Several' },
    { lastName: 'Bad', company: 'Several', email: 'not an address' },
    { lastName: 'Good2', company: 'Several' },
  );
  const bad = ids[1] ?? 0;
  const results = await act([...ids, 999_999]);
  expect(results.map((r) => r.outcome)).toEqual(['created', 'refused', 'created', 'refused']);
  expect(results[1]).toMatchObject({ code: 'INVALID_EMAIL_ADDRESS', sfdcId: null });
  expect(results[3]).toMatchObject({ code: 'request/not-found' });
  await actOn(bad);
  const errors = () =>
    sync.rows(`select code, attempts from record_error where person_id = ${bad} and resolved_at is null`);
  expect(await errors()).toEqual([{ code: 'INVALID_EMAIL_ADDRESS', attempts: 2 }]);
  await edit(bad, { email: 'good@several.example' });
  expect(await actOn(bad)).toMatchObject({ outcome: 'created' });
  expect(await errors()).toEqual([]);
});

test('an answer that is lost: the lead is found and linked at once, and exists once', async () => {
  const id = await one({ lastName: 'Dropped', company: 'Lost Ltd' });
  await faults({ droppedConnection: { probability: 1, times: 1, path: '/services/data/v66.0/composite/sobjects' } });
  expect(await actOn(id)).toMatchObject({ outcome: 'created', message: expect.stringContaining('answer') });
  expect(await leadsNamed('Dropped')).toHaveLength(1);
  await sync.cycle();
  expect(await sync.rows(`select id from person where last_name = 'Dropped'`)).toEqual([{ id }]);
});

test('a lost answer and a lost search: the person is in doubt, and the next cycle links it, with an edit made meanwhile', async () => {
  const id = await one({ lastName: 'Doubt', company: 'Lost Ltd', title: 'Old' });
  await faults({
    droppedConnection: { probability: 1, times: 1, path: '/services/data/v66.0/composite/sobjects' },
    serverError: { probability: 1, path: '/services/data/v66.0/query', status: 503 },
  });
  expect(await actOn(id)).toMatchObject({ outcome: 'failed', code: 'sync/lead-in-doubt' });
  await edit(id, { title: 'New' });
  await faults({});
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await sync.rows(`select id from person where last_name = 'Doubt'`)).toEqual([{ id }]);
  const [found] = await leadsNamed('Doubt');
  expect(await person(id)).toMatchObject({ sfdc_id: found?.Id, title: 'New' });
  expect(await lead(found?.Id)).toMatchObject({ Title: 'New' });
  await equal();
});

test('a creation that never reached Salesforce may be repeated once it can not come any more', async () => {
  const id = await one({ lastName: 'Never', company: 'Lost Ltd' });
  await sync.rows(`
    insert into create_intent values (${id}, now(), null, 'Never', 'Lost Ltd', '{}')`);
  expect(await actOn(id)).toMatchObject({ outcome: 'failed', code: 'sync/lead-in-doubt' });
  await sync.rows(`update create_intent set started_at = now() - interval '2 minutes'`);
  expect(await actOn(id)).toMatchObject({ outcome: 'created' });
  expect(await leadsNamed('Never')).toHaveLength(1);
});

test('a lead on a page that may be one of ours holds the page back until that is known; then it is a new person', async () => {
  const id = await one({ lastName: 'Alike', company: 'Lost Ltd' });
  await sync.rows(
    `insert into create_intent values (${id}, now() - interval '2 seconds', null, 'Alike', 'lost ltd', '{}')`,
  );
  await sync.admin.sobject('Lead').create({ LastName: 'Alike', Company: 'Lost Ltd' });
  expect((await sync.cycle()).error).toMatchObject({ code: 'sync/lead-in-doubt' });
  expect((await sync.steps()).find((s) => s.object === 'Lead' && s.operation === 'Pull updates')).toMatchObject({
    status: 'Incomplete',
  });
  await sync.rows(`update create_intent set started_at = now() - interval '2 minutes'`);
  expect((await sync.cycle()).error).toBeNull();
  expect(await sync.rows(`select sfdc_type from person where last_name = 'Alike' order by id`)).toEqual([
    { sfdc_type: null },
    { sfdc_type: 'Lead' },
  ]);
});

test('people synced while cycles run: nobody twice, whoever is first (REL-3)', async () => {
  const ids = await create(
    ...Array.from({ length: 30 }, (_, n) => ({
      lastName: `Race${n}`,
      company: 'Race',
      email: `race${n}@flow.example`,
    })),
  );
  const cycles = (async () => {
    for (let n = 0; n < 3; n++) expect((await sync.cycle()).error).toBeNull();
  })();
  const actions = [0, 10, 20].map((at) => act(ids.slice(at, at + 10)));
  const twice = act(ids.slice(0, 10));
  const results = (await Promise.all([...actions, twice])).flat();
  await cycles;
  await sync.cycle();
  expect(results.filter((r) => r.outcome === 'created')).toHaveLength(30);
  expect(await sync.rows(`select count(*)::int as n from person where company = 'Race'`)).toEqual([{ n: 30 }]);
  expect(await sync.admin.sobject('Lead').count({ Company: 'Race' })).toBe(30);
  await equal();
});
