import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChosenPolicies, ConflictPolicy, LoadPlan } from '../../mapping/load-plan.ts';
import type { MappedObject } from '../../mapping/standard-fields.ts';
import { editPeople } from '../../people/write-people.ts';
import { copyIn } from '../../postgres/copy.ts';
import { type Counts, noCounts } from '../step.ts';
import { makeTestSubscription, type TestSubscription } from '../testing/test-subscription.ts';
import { companyLoader, deletedLoader, peopleLoader } from './page-loaders.ts';
import { pagesAsCsv } from './salesforce-csv.ts';

/** The merge of one page, on PostgreSQL, with pages as Salesforce would send them. */

let here: TestSubscription;

beforeAll(async () => {
  here = await makeTestSubscription();
});
afterAll(() => here[Symbol.asyncDispose]());

let serial = 0;
const newId = (prefix: string) => `${prefix}5e00000${String(++serial).padStart(5, '0')}AAA`.slice(0, 18);

type Row = Record<string, unknown>;

async function pull(
  object: MappedObject,
  rows: Row[],
  stamp = '2026-01-01T00:00:00.000+0000',
  policies?: ChosenPolicies,
): Promise<Counts> {
  const plan: LoadPlan = here.plan(object, policies);
  const loader = plan.target === 'person' ? peopleLoader(plan) : companyLoader(plan);
  return here.run(async (client) => {
    await client.query(loader.createStaging);
    const records = rows.map((row) => ({ SystemModstamp: stamp, IsDeleted: false, ...row }));
    async function* pages() {
      yield { totalSize: records.length, records };
    }
    const read = await copyIn(client, loader.copyIn, pagesAsCsv(pages(), loader.fields));
    const counts = await loader.merge(client, read);
    if (loader.tolerant) await client.query(loader.tolerant.resolve);
    return { ...noCounts, ...counts };
  });
}

const personOf = async (sfdcId: string) =>
  (await here.rows<Row>(`select * from person where sfdc_id = '${sfdcId}'`))[0] as Row;
const edit = async (sfdcId: string, values: Row) => {
  const person = await personOf(sfdcId);
  const { changed } = await here.run((client) => editPeople(client, [{ id: Number(person.id), values }], 'test'));
  return changed;
};
const pendingOf = (sfdcId: string) =>
  here.rows<Row>(`
    select f.name as field, c.base, c.sent from pending_change c join field f on f.id = c.field_id
      join person p on p.id = c.person_id where p.sfdc_id = '${sfdcId}' order by 1`);

describe('pull of people', () => {
  test('a page from before a merge made here does not bring the loser back; its undeletion does (SYN-8)', async () => {
    const [winner, loser] = [newId('00Q'), newId('00Q')];
    await pull('Lead', [{ Id: winner, LastName: 'Winner', Company: 'X' }]);
    await here.rows(`
      insert into person_merge (person_id, loser_id, loser_sfdc_id, winner_values, loser_values, source, loser_gone_at)
      select id, 0, '${loser}', '{}', '{}', 'test', '2026-02-01T00:00:00Z' from person where sfdc_id = '${winner}'`);
    const row = { Id: loser, LastName: 'Loser', Company: 'X' };
    expect(await pull('Lead', [row], '2026-01-31T23:59:59.000+0000')).toMatchObject({ new: 0 });
    expect(await pull('Lead', [row], '2026-02-01T00:00:01.000+0000')).toMatchObject({ new: 1 });
  });

  test('a new lead becomes a person with a New Person activity; read again it is skipped and writes nothing (SYN-3)', async () => {
    const id = newId('00Q');
    const lead = {
      Id: id,
      LastName: 'Bair',
      Company: 'He said "hi",\nand left',
      Email: 'b@x.example',
      AnnualRevenue: 900750000.5,
      OwnerId: '0055e0000000001AAA',
    };
    expect(await pull('Lead', [lead])).toMatchObject({ new: 1, updated: 0, skipped: 0 });
    expect(await personOf(id)).toMatchObject({
      sfdc_type: 'Lead',
      last_name: 'Bair',
      company: 'He said "hi",\nand left',
      annual_revenue: '900750000.5',
      sfdc_owner_id: '0055e0000000001AAA',
      sfdc_is_deleted: false,
    });
    const before = await here.rows('select xmin, ctid from person order by id');
    expect(await pull('Lead', [lead])).toMatchObject({ new: 0, updated: 0, skipped: 1 });
    expect(await here.rows('select xmin, ctid from person order by id')).toEqual(before);
    expect(
      await here.rows(`select type_id from activity a join person p on p.id = a.person_id where p.sfdc_id = '${id}'`),
    ).toEqual([{ type_id: 12 }]);
  });

  test('a changed value is stored with its old and new value in the log (ACT)', async () => {
    const id = newId('003');
    await pull('Contact', [{ Id: id, LastName: 'Gonzalez', Title: 'SVP', Birthdate: '1970-01-12' }]);
    expect(
      await pull('Contact', [{ Id: id, LastName: 'Gonzalez', Title: null, Birthdate: '1970-01-13' }]),
    ).toMatchObject({ updated: 1 });
    const log = await here.rows(`
      select field, old_value, new_value, source from activity a join person p on p.id = a.person_id
       where p.sfdc_id = '${id}' and type_id = 13 order by field`);
    expect(log).toEqual([
      { field: 'dateOfBirth', old_value: '1970-01-12', new_value: '1970-01-13', source: 'salesforce' },
      { field: 'title', old_value: 'SVP', new_value: null, source: 'salesforce' },
    ]);
  });

  test('a deleted record keeps its person, flagged; undeleted, the flag goes (SYN-7)', async () => {
    const id = newId('00Q');
    await pull('Lead', [{ Id: id, LastName: 'Gone', Company: 'X' }]);
    const loader = deletedLoader('person');
    const flag = () =>
      here.run(async (client) => {
        await client.query(loader.createStaging);
        const rows = await copyIn(
          client,
          loader.copyIn,
          Readable.from(`"Id","SystemModstamp","MasterRecordId"\n"${id}","",""\n"00Q5e00000unknown0","",""\n`),
        );
        return loader.merge(client, rows);
      });
    expect(await flag()).toEqual({ deleted: 1, skipped: 1 });
    expect((await personOf(id)).sfdc_is_deleted).toBe(true);
    expect(await flag()).toEqual({ deleted: 0, skipped: 2 });
    await pull('Lead', [{ Id: id, LastName: 'Gone', Company: 'X', IsDeleted: false }]);
    expect((await personOf(id)).sfdc_is_deleted).toBe(false);
  });
});

describe('three-way merge, per field (SYN-5, SYN-6)', () => {
  const cases: [
    object: 'Lead' | 'Contact',
    there: string,
    expected: { title: string; pending: Row[]; conflicts: Row[] },
  ][] = [
    ['Lead', 'Base', { title: 'Ours', pending: [{ field: 'title', base: 'Base', sent: null }], conflicts: [] }],
    ['Contact', 'Base', { title: 'Ours', pending: [{ field: 'title', base: 'Base', sent: null }], conflicts: [] }],
    ['Lead', 'Ours', { title: 'Ours', pending: [], conflicts: [] }],
    ['Contact', 'Ours', { title: 'Ours', pending: [], conflicts: [] }],
    [
      'Lead',
      'Theirs',
      {
        title: 'Ours',
        pending: [{ field: 'title', base: 'Theirs', sent: null }],
        conflicts: [{ base: 'Base', here: 'Ours', there: 'Theirs', outcome: 'marketing-wins' }],
      },
    ],
    [
      'Contact',
      'Theirs',
      {
        title: 'Theirs',
        pending: [],
        conflicts: [{ base: 'Base', here: 'Ours', there: 'Theirs', outcome: 'salesforce-wins' }],
      },
    ],
  ];
  test.each(cases)('%s, Base here and there; Ours here, %s there', async (object, there, expected) => {
    const id = newId(object === 'Lead' ? '00Q' : '003');
    const record = { Id: id, LastName: 'Merge', Company: 'X', Phone: '1' };
    await pull(object, [{ ...record, Title: 'Base' }]);
    expect(await edit(id, { title: 'Ours' })).toBe(1);
    await pull(object, [{ ...record, Title: there, Phone: '2' }]);
    const person = await personOf(id);
    expect(person).toMatchObject({ title: expected.title, phone: '2' });
    expect(await pendingOf(id)).toEqual(expected.pending);
    expect(await here.rows(`select base, here, there, outcome from conflict where person_id = ${person.id}`)).toEqual(
      expected.conflicts,
    );
  });

  test('a write of ours whose answer was lost is no change of Salesforce: the newer edit survives, on a contact too', async () => {
    const id = newId('003');
    await pull('Contact', [{ Id: id, LastName: 'Lost', Title: 'Base' }]);
    await edit(id, { title: 'First' });
    await here.rows(
      `update pending_change set sent = 'First', sent_version = version where person_id = ${(await personOf(id)).id}`,
    );
    await edit(id, { title: 'Second' });
    await pull('Contact', [{ Id: id, LastName: 'Lost', Title: 'First' }]);
    expect((await personOf(id)).title).toBe('Second');
    expect(await pendingOf(id)).toEqual([{ field: 'title', base: 'First', sent: null }]);
    expect(await here.rows(`select from conflict where person_id = ${(await personOf(id)).id}`)).toEqual([]);
  });

  const policies: [
    policy: ConflictPolicy,
    values: [base: number, here: number, there: number | null],
    expected: Row,
  ][] = [
    ['add-differences', [10, 15, 12], { value: 17, pending: [{ base: '12' }], outcome: 'added' }],
    ['salesforce-unless-blank', [10, 15, 12], { value: 12, pending: [], outcome: 'salesforce-wins' }],
    ['salesforce-unless-blank', [10, 15, null], { value: 15, pending: [{ base: null }], outcome: 'marketing-wins' }],
    ['newest', [10, 15, 12], { value: 15, pending: [{ base: '12' }], outcome: 'marketing-wins' }],
  ];
  test.each(policies)('policy %s: base, here and there are %j', async (policy, [base, ours, theirs], expected) => {
    const id = newId('003');
    const policed = new Map([['Lead.NumberOfEmployees', policy]]);
    await pull('Lead', [{ Id: id, LastName: 'Policy', Company: 'X', NumberOfEmployees: base }], undefined, policed);
    await edit(id, { numberOfEmployees: ours });
    await pull('Lead', [{ Id: id, LastName: 'Policy', Company: 'X', NumberOfEmployees: theirs }], undefined, policed);
    const person = await personOf(id);
    expect(person.number_of_employees).toBe(expected.value);
    expect(await pendingOf(id)).toMatchObject(expected.pending as Row[]);
    expect(await here.rows(`select outcome from conflict where person_id = ${person.id}`)).toEqual([
      { outcome: expected.outcome },
    ]);
  });

  test('the base is the last agreed value, however often a value is edited here', async () => {
    const id = newId('00Q');
    await pull('Lead', [{ Id: id, LastName: 'Often', Company: 'X', NumberOfEmployees: 10 }]);
    await edit(id, { numberOfEmployees: 11 });
    await edit(id, { numberOfEmployees: '12' });
    expect(await pendingOf(id)).toEqual([{ field: 'numberOfEmployees', base: '10', sent: null }]);
    expect(await edit(id, { numberOfEmployees: 12 })).toBe(0);
  });
});

describe('accounts (SYN-11)', () => {
  test('an account change reaches all its people, each with an activity; a read with the same stamp leaves edits alone', async () => {
    const account = newId('001');
    const contacts = [newId('003'), newId('003'), newId('003')];
    await pull('Account', [{ Id: account, Name: 'Edge', Industry: 'Electronics' }]);
    await pull(
      'Contact',
      contacts.map((Id) => ({ Id, LastName: 'Edge', AccountId: account })),
    );
    expect(
      await pull('Account', [{ Id: account, Name: 'Edge', Industry: 'Energy' }], '2026-01-02T00:00:00.000+0000'),
    ).toMatchObject({ updated: 1 });
    const logged = await here.rows(
      `select field, old_value, new_value from activity where detail = 'company' and field = 'industry'`,
    );
    expect(logged).toEqual(contacts.map(() => ({ field: 'industry', old_value: 'Electronics', new_value: 'Energy' })));

    await edit(contacts[0] ?? '', { industry: 'Edited' });
    expect(
      await pull('Account', [{ Id: account, Name: 'Edge', Industry: 'Energy' }], '2026-01-02T00:00:00.000+0000'),
    ).toMatchObject({ updated: 0, skipped: 1 });
    expect(await here.rows(`select industry from company where sfdc_id = '${account}'`)).toEqual([
      { industry: 'Edited' },
    ]);
    await pull('Account', [{ Id: account, Name: 'Edge!', Industry: 'Energy' }], '2026-01-03T00:00:00.000+0000');
    expect(await here.rows(`select name, industry from company where sfdc_id = '${account}'`)).toEqual([
      { name: 'Edge!', industry: 'Energy' },
    ]);
    expect(await here.rows('select from company_edit')).toEqual([]);
  });

  test('an account that changed twice within a second is taken over twice (SYN-3)', async () => {
    const account = newId('001');
    const stamp = '2026-01-02T00:00:00.000+0000';
    await pull('Account', [{ Id: account, Name: 'First', Industry: 'Energy' }], stamp);
    expect(await pull('Account', [{ Id: account, Name: 'Second', Industry: 'Energy' }], stamp)).toMatchObject({
      updated: 1,
    });
    expect(await here.rows(`select name from company where sfdc_id = '${account}'`)).toEqual([{ name: 'Second' }]);
    expect(await pull('Account', [{ Id: account, Name: 'Second', Industry: 'Energy' }], stamp)).toMatchObject({
      updated: 0,
      skipped: 1,
    });
  });
});

test('a value that does not fit its column is one record error; the other rows of the page are stored (FLD-5)', async () => {
  const plan = here.plan('Contact');
  const loader = peopleLoader(plan);
  const [good, bad] = [newId('003'), newId('003')];
  const header = loader.fields.map((f) => `"${f}"`).join(',');
  const line = (values: Row) => loader.fields.map((f) => `"${values[f] ?? ''}"`).join(',');
  const stamp = '2026-01-01T00:00:00.000Z';
  const csv = [
    header,
    line({ Id: good, SystemModstamp: stamp, LastName: 'Good', IsDeleted: 'false' }),
    line({ Id: bad, SystemModstamp: stamp, LastName: 'Bad', IsDeleted: 'false', Birthdate: '12/31/1970x' }),
  ].join('\n');
  const counts = await here.run(async (client) => {
    await client.query(loader.createStaging);
    await client.query(loader.tolerant?.createStaging ?? '');
    const rows = await copyIn(client, loader.tolerant?.copyIn ?? '', Readable.from(`${csv}\n`));
    const failed = (await loader.tolerant?.split(client)) ?? 0;
    return { failed, ...(await loader.merge(client, rows - failed)) };
  });
  expect(counts).toMatchObject({ failed: 1, new: 1 });
  expect(
    await here.rows(`select sfdc_id, code, fields, message from record_error where direction = 'to-marketing'`),
  ).toEqual([
    {
      sfdc_id: bad,
      code: 'VALUE_DOES_NOT_FIT',
      fields: ['Birthdate'],
      message: "The value '12/31/1970x' of Birthdate is no date.",
    },
  ]);
  expect(await personOf(good)).toMatchObject({ last_name: 'Good' });
  await pull('Contact', [{ Id: bad, LastName: 'Bad', Birthdate: '1970-12-31' }]);
  expect(await here.rows(`select from record_error where direction = 'to-marketing' and resolved_at is null`)).toEqual(
    [],
  );
});
