import type { SyncOptionChanges } from '@lockstep/contract/flow.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPeople, editPeople } from '../people/write-people.ts';
import { changeOptions } from '../sync/options.ts';
import { startTestSync, type TestSync } from '../sync/testing/test-sync.ts';
import { convertPeople } from './convert-person.ts';
import { syncPeople } from './sync-person.ts';

/** What Salesforce refuses for one field, one owner or one duplicate loses nobody (SYN-14, SYN-15, field.md 22, 27, 28, 49). */

let sync: TestSync;
let colleague = '';

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 30 } });
  await sync.connect();
  const { rows } = await sync.org.pool.query(
    `select "Id" as id from org."User" where "IsActive" and "Username" not in ($1, $2) limit 1`,
    [sync.org.admin.username, sync.org.syncUser.username],
  );
  colleague = rows[0].id;
  await sync.org.pool.query(
    `update setup.field set describe = describe || '{"restrictedPicklist": true}' where object = 'Lead' and name = 'Rating'`,
  );
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

const made = async (values: Record<string, unknown>) =>
  (await sync.run((client) => createPeople(client, [values], 'test')))[0] as number;
const edit = (id: number, values: Record<string, unknown>) =>
  sync.run((client) => editPeople(client, [{ id, values }], 'test'));
const options = (changes: SyncOptionChanges) => sync.run((client) => changeOptions(client, changes));
const toSalesforce = async (id: number, more: object = {}) =>
  (await syncPeople(sync.engine, await sync.subscription(), { ids: [id], ...more }, 'test'))[0];
const record = async (id: number) => {
  const [row] = await sync.rows<{ sfdc_id: string }>(`select sfdc_id from person where id = ${id}`);
  return sync.admin.sobject('Lead').retrieve(row?.sfdc_id ?? '');
};
const waiting = (id: number) =>
  sync.rows(`select f.name from pending_change c join field f on f.id = c.field_id where person_id = ${id} order by 1`);
const errors = (id: number) =>
  sync.rows(`select code, fields from record_error where person_id = ${id} and resolved_at is null`);
const ownedBy = (ownerId: string | null) =>
  ownerId
    ? sync.org.pool.query(
        `insert into setup.assignment_rule (object, position, condition, owner_id) values ('Lead', 1, null, $1)`,
        [ownerId],
      )
    : sync.org.pool.query('delete from setup.assignment_rule');
const mails = async () => {
  const response = await fetch(new URL('/practice-org/mails', sync.org.url));
  return ((await response.json()) as { mails: { toId: string; recordId: string }[] }).mails;
};

test('a restricted picklist drops its one field, and the rest of the record is pushed and created', async () => {
  const id = await made({ lastName: 'Picklist', company: 'X', rating: 'Nonsense', title: 'Made' });
  expect(await toSalesforce(id)).toMatchObject({ outcome: 'created', code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' });
  expect(await record(id)).toMatchObject({ Title: 'Made', Rating: null });
  expect(await waiting(id)).toEqual([{ name: 'rating' }]);

  await edit(id, { title: 'Pushed', city: 'Ghent' });
  await sync.cycle();
  expect(await record(id)).toMatchObject({ Title: 'Pushed', City: 'Ghent', Rating: null });
  expect(await waiting(id)).toEqual([{ name: 'rating' }]);
  const refusal = { code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['Rating'] };
  expect(await errors(id)).toEqual([refusal]);
  await sync.cycle();
  expect(await sync.rows(`select rating from person where id = ${id}`)).toEqual([{ rating: 'Nonsense' }]);

  await edit(id, { rating: 'Hot' });
  await sync.cycle();
  expect(await record(id)).toMatchObject({ Rating: 'Hot' });
  expect([await errors(id), await waiting(id)]).toEqual([[], []]);
});

test('a state or country that is not on the list is dropped with what depends on it; the other changes arrive', async () => {
  await sync.org.context.settings.set('stateCountryPicklists', { Belgium: ['Antwerp'], France: [] });
  const id = await made({ lastName: 'Address', company: 'X', country: 'Belgium', state: 'Antwerp' });
  expect(await toSalesforce(id)).toMatchObject({ outcome: 'created', code: null });
  await edit(id, { country: 'Nowhere', state: 'Far', city: 'Ghent', title: 'T' });
  await sync.cycle();
  expect(await record(id)).toMatchObject({ Country: 'Belgium', State: 'Antwerp', City: 'Ghent', Title: 'T' });
  expect(await waiting(id)).toEqual([{ name: 'country' }, { name: 'state' }]);
  expect(await errors(id)).toMatchObject([{ code: 'FIELD_INTEGRITY_EXCEPTION' }]);
  await edit(id, { country: 'France', state: null });
  await sync.cycle();
  expect(await record(id)).toMatchObject({ Country: 'France', State: null });
  expect(await waiting(id)).toEqual([]);
  await sync.org.context.settings.set('stateCountryPicklists', null);
});

test('the owner of a new lead gets a mail only when that is switched on (SYN-15)', async () => {
  await ownedBy(colleague);
  const [quiet, told] = [
    await made({ lastName: 'Quiet', company: 'X' }),
    await made({ lastName: 'Told', company: 'X' }),
  ];
  expect(await toSalesforce(quiet)).toMatchObject({ outcome: 'created' });
  expect(await mails()).toEqual([]);
  await options({ notifyOwner: true });
  const result = await toSalesforce(told);
  expect(result).toMatchObject({ outcome: 'created' });
  expect(await mails()).toMatchObject([{ toId: colleague, recordId: result?.sfdcId }]);
  expect(await record(told)).toMatchObject({ LastName: 'Told', OwnerId: colleague });
  await options({ notifyOwner: false });
  await ownedBy(null);
});

test('an inactive owner is explained, and has a fallback', async () => {
  const lead = await made({ lastName: 'Of the colleague', company: 'X' });
  expect(await toSalesforce(lead, { owner: { kind: 'user', id: colleague } })).toMatchObject({ outcome: 'created' });
  await ownedBy(colleague);
  await sync.org.pool.query(`update org."User" set "IsActive" = false where "Id" = $1`, [colleague]);
  const id = await made({ lastName: 'Orphan', company: 'X' });
  expect(await toSalesforce(id)).toMatchObject({
    outcome: 'refused',
    code: 'INACTIVE_OWNER_OR_USER',
    message: expect.stringContaining('set a fallback owner in the sync options'),
  });
  const admin = String(sync.admin.userInfo?.id);
  await options({ fallbackOwnerId: admin });
  expect(await toSalesforce(id)).toMatchObject({ outcome: 'created', code: null });
  expect(await record(id)).toMatchObject({ OwnerId: admin });
  const [converted] = await convertPeople(sync.engine, await sync.subscription(), { ids: [lead] }, 'test');
  expect(converted).toMatchObject({ outcome: 'converted' });
  expect(await sync.admin.sobject('Contact').retrieve(converted?.sfdcId ?? '')).toMatchObject({ OwnerId: admin });
  await options({ fallbackOwnerId: null });
  await ownedBy(null);
});

test('a duplicate rule shows what it matched; the person is linked to that, or created all the same, as one chooses', async () => {
  await sync.org.pool.query(`
    insert into setup.duplicate_rule (object, name, field, match_object) values ('Lead', 'Same_Phone', 'Phone', 'Lead')`);
  const there = String(
    (await sync.admin.sobject('Lead').create({ LastName: 'There', Company: 'Match Ltd', Phone: '555-1234' })).id,
  );
  const [linked, another] = [
    await made({ lastName: 'Twin', company: 'X', phone: '555-1234' }),
    await made({ lastName: 'Other', company: 'X', phone: '555-1234' }),
  ];
  const match = { sfdcId: there, sfdcType: 'Lead', name: 'There', company: 'Match Ltd', personId: null };
  expect(await toSalesforce(linked)).toMatchObject({
    outcome: 'refused',
    code: 'DUPLICATES_DETECTED',
    matches: [match],
  });
  expect(await toSalesforce(linked, { linkTo: there })).toMatchObject({ outcome: 'linked', sfdcId: there });
  expect(await toSalesforce(another, { linkTo: there })).toMatchObject({
    outcome: 'refused',
    code: 'flow/match-taken',
  });
  expect(await toSalesforce(another, { onMatch: 'create' })).toMatchObject({ outcome: 'created' });
  await expect(toSalesforce(await made({}), { linkTo: '00Q000000000000AAA' })).resolves.toMatchObject({
    outcome: 'failed',
    code: 'request/not-found',
  });
  await sync.org.pool.query('delete from setup.duplicate_rule');
});
