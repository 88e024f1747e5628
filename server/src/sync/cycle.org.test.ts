import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LockstepError } from '../errors.ts';
import { editPeople } from '../people/write-people.ts';
import type { ResultPage } from '../salesforce/salesforce.ts';
import { startTestSync, type TestSync } from './testing/test-sync.ts';
import { verify } from './verify/verify.ts';

/**
 * The whole cycle against the sample org, over HTTP: 22 leads, 20 contacts, 13 accounts; and 47 records of other objects
 * (objects.org.test.ts).
 */

let sync: TestSync;

beforeAll(async () => {
  sync = await startTestSync();
  await sync.connect();
});
afterAll(() => sync[Symbol.asyncDispose]());

const step = async (object: string, operation: string) =>
  (await sync.steps()).find((s) => s.object === object && s.operation === operation);
const people = (where: string) => sync.rows<Record<string, unknown>>(`select * from person where ${where} order by id`);
const leadOf = async (email: string) =>
  (await people(`email = '${email}' and sfdc_type = 'Lead'`))[0] as { id: number; sfdc_id: string };
const contactOf = async (email: string) =>
  (await people(`email = '${email}' and sfdc_type = 'Contact'`))[0] as { id: number; sfdc_id: string };
const edit = (id: number, values: Record<string, unknown>) =>
  sync.run((client) => editPeople(client, [{ id, values }], 'test'));
const healthy = { error: null };

test('the first cycle brings everything, with its counts, and verify finds no difference (SYN-1, SYN-17, SYN-18)', async () => {
  expect(await sync.cycle()).toMatchObject(healthy);
  expect(await step('Lead', 'Pull updates')).toMatchObject({
    status: 'Succeeded',
    counts: { new: 22, skipped: 0, failed: 0 },
  });
  expect(await step('Contact', 'Pull updates')).toMatchObject({ counts: { new: 20 } });
  expect(await step('Account', 'Pull updates')).toMatchObject({ counts: { new: 13 } });
  expect((await sync.rows('select from sfdc_queue')).length).toBeGreaterThan(0);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({
    equal: true,
    compared: 102,
    differences: 0,
    samples: [],
  });
});

test('a second cycle with nothing changed writes nothing to people and costs a handful of calls (PER-2)', async () => {
  const before = await sync.rows(
    'select xmin::text, ctid::text from person union all select xmin::text, ctid::text from company order by 1, 2',
  );
  const { error, apiCalls } = await sync.cycle();
  expect(error).toBeNull();
  expect(apiCalls).toBeLessThanOrEqual(10);
  for (const { counts, status } of await sync.steps()) {
    expect(status).toBe('Succeeded');
    expect(counts).toMatchObject({ new: 0, updated: 0, deleted: 0, failed: 0 });
  }
  expect(
    await sync.rows(
      'select xmin::text, ctid::text from person union all select xmin::text, ctid::text from company order by 1, 2',
    ),
  ).toEqual(before);
});

test('a change in Salesforce arrives; a change here reaches Salesforce, and comes back as skipped (SYN-4, SYN-6)', async () => {
  const lead = await leadOf('bertha@fcof.net');
  await sync.admin.sobject('Lead').update({ Id: lead.sfdc_id, Title: 'Chief of Everything' });
  await sync.cycle();
  expect((await people(`id = ${lead.id}`))[0]).toMatchObject({ title: 'Chief of Everything' });

  await edit(lead.id, { phone: '(555) 000-1111', rating: null, numberOfEmployees: 42, unsubscribed: true });
  await sync.cycle();
  expect(await step('Lead', 'Push updates')).toMatchObject({ status: 'Succeeded', counts: { updated: 1, failed: 0 } });
  expect(await sync.admin.sobject('Lead').retrieve(lead.sfdc_id)).toMatchObject({
    Phone: '(555) 000-1111',
    Rating: null,
    NumberOfEmployees: 42,
    HasOptedOutOfEmail: true,
    Title: 'Chief of Everything',
  });
  expect(await sync.rows('select from pending_change')).toEqual([]);
  const log = await sync.rows(`select count(*)::int as n from activity where person_id = ${lead.id}`);
  await sync.cycle();
  expect(await step('Lead', 'Pull updates')).toMatchObject({ counts: { updated: 0 } });
  expect(await step('Lead', 'Push updates')).toMatchObject({ counts: { updated: 0 } });
  expect(await sync.rows(`select count(*)::int as n from activity where person_id = ${lead.id}`)).toEqual(log);
});

test('changed on both sides: the marketing database wins on a lead, Salesforce on a contact (SYN-5)', async () => {
  const [lead, contact] = [await leadOf('bertha@fcof.net'), await contactOf('rose@edge.com')];
  await edit(lead.id, { city: 'Here' });
  await edit(contact.id, { city: 'Here' });
  await sync.admin.sobject('Lead').update({ Id: lead.sfdc_id, City: 'There', State: 'TX' });
  await sync.admin.sobject('Contact').update({ Id: contact.sfdc_id, MailingCity: 'There', MailingState: 'NV' });
  await sync.cycle();
  expect((await people(`id = ${lead.id}`))[0]).toMatchObject({ city: 'Here', state: 'TX' });
  expect((await people(`id = ${contact.id}`))[0]).toMatchObject({ city: 'There', state: 'NV' });
  expect(await sync.admin.sobject('Lead').retrieve(lead.sfdc_id)).toMatchObject({ City: 'Here', State: 'TX' });
  expect(await sync.admin.sobject('Contact').retrieve(contact.sfdc_id)).toMatchObject({ MailingCity: 'There' });
  const conflicts = await sync.rows(`select person_id, here, there, outcome from conflict order by id`);
  expect(conflicts).toEqual([
    { person_id: lead.id, here: 'Here', there: 'There', outcome: 'marketing-wins' },
    { person_id: contact.id, here: 'Here', there: 'There', outcome: 'salesforce-wins' },
  ]);
});

describe('records that Salesforce refuses (SYN-14)', () => {
  test('a required field and a wrong value are one error row each, in the log of the person, and stop nothing else', async () => {
    const [refused, wrong, fine] = [
      await leadOf('bertha@fcof.net'),
      await leadOf('bblair@abankingco.com'),
      await contactOf('rose@edge.com'),
    ];
    await edit(refused.id, { lastName: null });
    await edit(wrong.id, { email: 'not an address' });
    await edit(fine.id, { title: 'Fine' });
    expect(await sync.cycle()).toMatchObject(healthy);
    expect(await sync.admin.sobject('Contact').retrieve(fine.sfdc_id)).toMatchObject({ Title: 'Fine' });
    const errors = () =>
      sync.rows(
        `select person_id, code, class, fields, attempts from record_error where resolved_at is null order by code`,
      );
    expect(await errors()).toEqual([
      { person_id: wrong.id, code: 'INVALID_EMAIL_ADDRESS', class: 'wait-for-change', fields: ['Email'], attempts: 1 },
      {
        person_id: refused.id,
        code: 'REQUIRED_FIELD_MISSING',
        class: 'wait-for-change',
        fields: ['LastName'],
        attempts: 1,
      },
    ]);
    expect(
      await sync.rows(`select detail from activity where type_id = 1001 and person_id = ${refused.id}`),
    ).toHaveLength(1);

    await sync.cycle();
    expect(await errors()).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
    const report = await verify(sync.engine, await sync.subscription());
    expect(report).toMatchObject({ equal: false, differences: 2, byReason: { refused: 2 } });

    await edit(refused.id, { lastName: 'Boxer' });
    await edit(wrong.id, { email: 'betty@abankingco.com' });
    await sync.cycle();
    expect(await errors()).toEqual([]);
    expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
  });
});

test('a lead deleted in Salesforce is flagged and kept (SYN-7)', async () => {
  const lead = await leadOf('bertha@fcof.net');
  await sync.admin.sobject('Lead').delete(lead.sfdc_id);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ byReason: { 'not-pulled-yet': 1 } });
  await sync.cycle();
  expect(await step('Lead', 'Pull deletes')).toMatchObject({ counts: { deleted: 1 } });
  expect((await people(`id = ${lead.id}`))[0]).toMatchObject({ sfdc_is_deleted: true });
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, compared: 101 });
});

test('an account change is on all its people; an owner change is logged (SYN-11, ACT)', async () => {
  const account = (
    await sync.rows<{ sfdc_id: string }>(`select sfdc_id from company where name = 'Edge Communications'`)
  )[0];
  await sync.admin.sobject('Account').update({ Id: account?.sfdc_id ?? '', Industry: 'Energy' });
  await sync.cycle();
  const logged = await sync.rows<{ people: number }>(
    `select count(distinct person_id)::int as people from activity where detail = 'company' and new_value = 'Energy'`,
  );
  const people = await sync.rows<{ people: number }>(
    `select count(*)::int as people from person where sfdc_account_id = '${account?.sfdc_id}'`,
  );
  expect(logged).toEqual(people);
  expect(people[0]?.people).toBeGreaterThan(0);
});

test('large windows go by Bulk in pages, and mass changes are pushed by a Bulk job', async () => {
  Object.assign(sync.engine.settings, { bulkThresholdRows: 5, bulkPageRows: 4, overlapSeconds: 0 });
  const leads = await sync.admin.sobject('Lead').find({}, 'Id').limit(12);
  await sync.admin.sobject('Lead').update(leads.map(({ Id }) => ({ Id: String(Id), Website: 'www.bulk.example' })));
  await sync.cycle();
  expect(await people(`website = 'www.bulk.example'`)).toHaveLength(12);
  expect(await sync.rows('select from sync_cursor where job is not null')).toEqual([]);
});

test.each([
  ['refused', async () => Promise.reject(new LockstepError('sf/request-limit', 'refused at once'))],
  ['cut off', async (page: ResultPage) => ({ ...page, body: Readable.from(cutOff(page.body)) })],
])(
  'a page that is %s while the one before is being stored fails the step, and the next cycle goes on there (SYN-3)',
  async (how, spoil) => {
    const healthyEngine = sync.engine.connect;
    const salesforce = await healthyEngine(await sync.subscription());
    let pages = 0;
    const spoiling = new Proxy(salesforce, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'readQueryResults' || pages++ !== 1) return value.bind(target);
        return async (...page: Parameters<typeof salesforce.readQueryResults>) =>
          spoil(await salesforce.readQueryResults(...page));
      },
    });
    const website = `www.${how.replace(' ', '-')}.example`;
    const leads = await sync.admin.sobject('Lead').find({}, 'Id').limit(12);
    await sync.admin.sobject('Lead').update(leads.map(({ Id }) => ({ Id: String(Id), Website: website })));

    Object.assign(sync.engine, { connect: async () => spoiling });
    expect((await sync.cycle()).error).toMatchObject({ entry: { decision: 'retry-later' } });
    Object.assign(sync.engine, { connect: healthyEngine });
    expect(await sync.rows(`select job->'rows' as rows from sync_cursor where job is not null`)).toEqual([{ rows: 4 }]);
    expect(await people(`website = '${website}'`)).toHaveLength(4);
    await sync.cycle();
    expect(await people(`website = '${website}'`)).toHaveLength(12);
  },
);

/** The beginning of a page, and then the connection is lost. */
async function* cutOff(body: AsyncIterable<Buffer>) {
  for await (const chunk of body) {
    yield chunk.subarray(0, chunk.length / 2);
    throw new LockstepError('sf/incomplete-answer', 'cut off');
  }
}
