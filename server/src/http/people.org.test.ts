import type { PeoplePage, PersonView as Person } from '@lockstep/contract/people.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAppWithOrg } from './testing/app-with-org.ts';
import { refusal } from './testing/refusal.ts';

/** People over HTTP: those of the sample org, and three who are not in Salesforce. */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const { org, admin, connect, cycle } = stack.use(await startAppWithOrg());
const { pool } = org;
const send = admin.send.bind(admin);
const get = (path: string) => send('GET', path);
const post = (path: string, body?: object) => send('POST', path, body);
const healthy = async () => expect((await cycle()).error).toBeNull();

beforeAll(async () => {
  await connect();
  await post('/admin/people', {
    people: [
      { email: 'Bertha@FCOF.net', lastName: "O'Boxer" },
      { lastName: 'Without an address' },
      { email: "o'hara\\@example.com", lastName: 'Without an org' },
    ],
  });
  await healthy();
});

const people = async (query: string) => (await get(`/admin/people?${query}`)).body.people;
const emails = async (query: string) => (await people(query)).map((p: { values: { email: string } }) => p.values.email);

test('are read page by page, each once', async () => {
  const seen: number[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: PeoplePage = (await get(`/admin/people?limit=10&after=${after}`)).body;
    seen.push(...page.people.map((p) => p.id));
    expect(page.people.length).toBeLessThanOrEqual(10);
    after = page.next;
  }
  expect(seen).toHaveLength(45);
  expect(new Set(seen).size).toBe(45);
  expect(await get('/admin/people?limit=301')).toMatchObject(refusal(400, 'request/invalid', /limit/));
});

test('are sorted by what there is an index for, page by page, those without the value last', async () => {
  const inOrder = async (query: string, field: string) => {
    const seen: (string | null)[] = [];
    let after: number | null = null;
    do {
      const page: PeoplePage = (await get(`/admin/people?limit=7&${query}${after ? `&after=${after}` : ''}`)).body;
      seen.push(...page.people.map(({ values }) => values[field]?.toLowerCase() ?? null));
      after = page.next;
    } while (after !== null);
    return seen;
  };
  for (const field of ['email', 'lastName']) {
    const filled = (await people(`limit=300&filter=${field}:filled:`)).map((p: Person) =>
      p.values[field]?.toLowerCase(),
    );
    const blank = Array.from({ length: 45 - filled.length }, () => null);
    expect(await inOrder(`sort=${field}`, field)).toEqual([...filled.toSorted(), ...blank]);
    expect(await inOrder(`sort=${field}&descending=true`, field)).toEqual([...filled.toSorted().reverse(), ...blank]);
  }
  expect(await inOrder('sort=email&sfdcType=none', 'email')).toEqual(['bertha@fcof.net', "o'hara\\@example.com", null]);
  const newest = (await people('sort=added&descending=true&limit=2')).map((p: Person) => p.id);
  expect(newest[0]).toBeGreaterThan(newest[1]);
  expect(await get('/admin/people?sort=email&after=999999')).toMatchObject(refusal(400, 'request/invalid', /999999/));
  expect(await get('/admin/people?sort=title')).toMatchObject(refusal(400, 'request/invalid', /sort/));
});

test('are found by type, the start of a name or address, and any field', async () => {
  expect(await people('sfdcType=Lead')).toHaveLength(22);
  expect(await people('sfdcType=none')).toHaveLength(3);
  expect(await emails('search=BERTHA')).toEqual(['Bertha@FCOF.net', 'bertha@fcof.net']);
  expect(await people('search=%25')).toEqual([]);
  expect(await emails('field=email&value=BERTHA@fcof.net&sfdcType=Lead')).toEqual(['bertha@fcof.net']);
  expect(await emails('field=lastName&value=Boxer')).toEqual(['bertha@fcof.net']);
  expect(await emails('filter=lastName:starts:box&filter=email:is:BERTHA@fcof.net')).toEqual(['bertha@fcof.net']);
  expect(await people('filter=email:empty:&filter=email:filled:')).toEqual([]);
  expect(await get('/admin/people?filter=title:like:x')).toMatchObject(refusal(400, 'request/invalid', /filter/));
  const [named] = (await get('/admin/people?filter=lastName:is:Boxer&fields=lastName')).body.people;
  expect(named.values).toMatchObject({ lastName: 'Boxer' });
  expect(named.values).not.toHaveProperty('email');
  expect(await get('/admin/people?field=nothing&value=1')).toMatchObject(refusal(400, 'request/invalid', /nothing/));
  expect(await get('/admin/people?field=annualRevenue&value=much')).toMatchObject(
    refusal(400, 'request/invalid', /annualRevenue.*a number/),
  );
});

const boxer = async () => (await people('field=lastName&value=Boxer'))[0];
const edit = (id: number, values: object) => send('PATCH', '/admin/people', { people: [{ id, values }] });

test('have companies, opportunities and campaigns, each in a list of its own', async () => {
  expect((await get('/admin/companies?search=edge')).body.companies).toMatchObject([
    { values: { name: 'Edge Communications' }, people: 2 },
  ]);
  expect((await get('/admin/opportunities?limit=300')).body.opportunities).toHaveLength(31);
  const { campaigns } = (await get('/admin/campaigns')).body;
  expect(campaigns).toHaveLength(4);
  expect((await get(`/admin/campaigns?search=${campaigns[1].sfdcId}`)).body.campaigns).toEqual([campaigns[1]]);
  expect((await get(`/admin/campaigns/${campaigns[0].id}/members`)).body).toEqual({ members: [], next: null });
  expect((await get('/admin/campaigns/999/members')).status).toBe(404);
  const [person] = (await get('/admin/people?limit=1')).body.people;
  expect((await get(`/admin/people/${person.id}`)).body).toMatchObject({
    opportunities: [],
    campaigns: [],
    salesforceActivities: [],
  });
});

test('are edited; what changed is on its way to Salesforce and in the log', async () => {
  const { id } = await boxer();
  expect((await edit(id, { title: 'Captain', phone: '(555) 111-2222' })).body).toEqual({ changed: 1, ignored: [] });
  expect((await edit(id, { title: 'Captain' })).body).toEqual({ changed: 0, ignored: [] });
  const detail = (await get(`/admin/people/${id}`)).body;
  const log = (await get(`/admin/people/${id}/activities?type=Change Data Value&field=title&limit=1`)).body;
  expect(log).toMatchObject({ activities: [{ field: 'title', newValue: 'Captain', source: 'api' }], next: null });
  expect(await get(`/admin/people/${id}/activities?type=Dancing`)).toMatchObject(
    refusal(400, 'request/invalid', /Dancing/),
  );
  expect(detail.person.values).toMatchObject({ title: 'Captain', phone: '(555) 111-2222' });
  expect(detail.pending.map((p: { field: string }) => p.field)).toEqual(['phone', 'title']);
  expect(detail.activities.map((a: { type: string }) => a.type)).toEqual([
    'Change Data Value',
    'Change Data Value',
    'New Person',
  ]);
  expect(detail.activities).toContainEqual(
    expect.objectContaining({ field: 'title', newValue: 'Captain', source: 'api' }),
  );
  await healthy();
  expect((await get(`/admin/people/${id}`)).body.pending).toEqual([]);
  expect((await pool.query(`select "Title" from org."Lead" where "Email" = 'bertha@fcof.net'`)).rows).toEqual([
    { Title: 'Captain' },
  ]);
});

test('are created, and stay out of Salesforce (SYN-4)', async () => {
  const made = await post('/admin/people', { people: [{ email: 'new@example.com', unsubscribed: true }] });
  const [id] = made.body.ids;
  await healthy();
  expect((await get(`/admin/people/${id}`)).body).toMatchObject({
    person: { sfdcId: null, sfdcType: null, values: { email: 'new@example.com', unsubscribed: 'true' } },
    activities: [{ type: 'New Person', source: 'api' }],
    pending: [],
  });
  expect((await pool.query(`select from org."Lead" where "Email" = 'new@example.com'`)).rowCount).toBe(0);
});

test('a wrong value is refused with the name of its field, and nothing of the request is kept', async () => {
  const { id } = await boxer();
  for (const [values, detail] of [
    [{ shoeSize: 42 }, /shoeSize/],
    [{ numberOfEmployees: 'many' }, /numberOfEmployees.*whole number/],
    [{ annualRevenue: { amount: 1 } }, /annualRevenue.*a number/],
    [{ unsubscribed: 'perhaps' }, /unsubscribed.*true or false/],
    [{ sfdcIsDeleted: true }, /sfdcIsDeleted.*can't be edited/],
    [{ salesOwnerEmail: 'x@example.com' }, /salesOwnerEmail/],
  ] as const) {
    const mixed = await edit(id, { title: 'Never', ...values });
    expect(mixed, JSON.stringify(values)).toMatchObject(refusal(400, 'request/invalid', detail));
    expect(await post('/admin/people', { people: [{ title: 'Never', ...values }] })).toMatchObject(
      refusal(400, 'request/invalid', detail),
    );
  }
  expect((await boxer()).values.title).toBe('Captain');
  expect(await people('field=title&value=Never')).toEqual([]);
  expect(await edit(999_999, { title: 'Nobody' })).toMatchObject(refusal(404, 'request/not-found', /999999/));
  expect(await get('/admin/people/999999')).toMatchObject(refusal(404, 'request/not-found'));
});
