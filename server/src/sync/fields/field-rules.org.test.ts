import { afterAll, beforeAll, expect, test } from 'vitest';
import { createField } from '../../../../practice-org/src/metadata/custom-fields.ts';
import { createPeople, editPeople } from '../../people/write-people.ts';
import { listNotifications } from '../../subscription/notifications.ts';
import { setPolicy } from '../conflict-policies.ts';
import { changeOptions } from '../options.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { verify } from '../verify/verify.ts';
import { changeField } from './manage-fields.ts';

/** FLD-7, FLD-9: formulas that move by themselves, blocked sources, blanks, durable opt-out. */

let sync: TestSync;

const edit = (id: number, values: Record<string, unknown>, source = 'api') =>
  sync.run((client) => editPeople(client, [{ id, values }], source));
const value = async (id: number, column: string) =>
  (await sync.rows<{ v: unknown }>(`select ${column} as v from person where id = ${id}`))[0]?.v;
const inOrg = async (object: 'Lead' | 'Contact', id: string, field: string) =>
  (await sync.admin.sobject(object).retrieve(id))[field];
const people = (object: 'Lead' | 'Contact', more = '') =>
  sync.rows<{ id: number; sfdc_id: string; email: string; sfdc_account_id: string }>(
    `select * from person where sfdc_type = '${object}' and email is not null ${more} order by id`,
  );
const pick = async (object: 'Lead' | 'Contact', n: number) => {
  const found = (await people(object))[n];
  return {
    id: found?.id ?? 0,
    sfdcId: found?.sfdc_id ?? '',
    email: found?.email ?? '',
    account: found?.sfdc_account_id,
  };
};
const cycle = async () => expect(await sync.cycle()).toMatchObject({ error: null });
const operations = async () => (await sync.steps()).map((s) => `${s.object} ${s.operation}: ${s.counts.updated}`);
const refreshIsDue = () =>
  sync.rows(
    `update sync_cursor set covered_until = covered_until - interval '7 hours' where operation = 'Refresh formulas'`,
  );
const reasons = async () => (await verify(sync.engine, await sync.subscription())).byReason;
const equal = async () => expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
const change = (name: string, changes: Parameters<typeof changeField>[2]) =>
  sync.run((client) => changeField(client, name, changes));

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 0 }, dailyApiRequests: 3000 });
  await createField(sync.org.context, 'Contact', {
    name: 'AccountIndustry__c',
    label: 'Account industry',
    type: 'Text',
    formula: 'TEXT(Account.Industry)',
  });
  await sync.connect();
  await cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

test('an org without changes is not swept before its time, and an idle cycle stays cheap (FLD-7, PER-2)', async () => {
  const { apiCalls, error } = await sync.cycle();
  expect(error).toBeNull();
  expect(apiCalls).toBeLessThanOrEqual(10);
  expect((await operations()).join()).not.toContain('Refresh formulas');
});

test('a formula over the parent is refreshed when the parent changes and the record does not (FLD-7)', async () => {
  const contact = await pick('Contact', 0);
  await sync.admin.sobject('Account').update({ Id: contact.account ?? '', Industry: 'Shipping' });
  await cycle();
  expect(await value(contact.id, 'accountindustry__c_contact')).not.toBe('Shipping');
  expect(await reasons()).toEqual({ 'not-refreshed-yet': expect.any(Number) });

  await sync.rows(`update lockstep.subscription set started_at = started_at - interval '7 hours'`);
  await cycle();
  expect(await value(contact.id, 'accountindustry__c_contact')).toBe('Shipping');
  expect((await operations()).filter((o) => o.includes('Refresh formulas'))).toEqual([
    expect.stringMatching(/^Contact Refresh formulas: [1-9]/),
  ]);
  const logged = await sync.rows(
    `select new_value from activity where person_id = ${contact.id} and field = 'AccountIndustry__c_contact'`,
  );
  expect(logged).toEqual([{ new_value: 'Shipping' }]);
  await equal();

  const { apiCalls } = await sync.cycle();
  expect(apiCalls).toBeLessThanOrEqual(10);
  expect((await operations()).join()).not.toContain('Refresh formulas');
});

test('a field that is marked as volatile is read again too, an edit under way stays; 0 hours switch the sweep off', async () => {
  const [changed, edited] = [await pick('Lead', 0), await pick('Lead', 1)];
  await change('title', { volatile: true });
  await cycle(); // The first sweep of leads.
  await sync.org.pool.query(
    `update org."Lead" set "Title" = 'Drifted' where "Id" in ('${changed.sfdcId}', '${edited.sfdcId}')`,
  );
  await edit(edited.id, { title: 'Ours' });
  await refreshIsDue();
  await sync.run((client) => changeOptions(client, { formulaRefreshHours: 0 }));
  await cycle();
  expect(await value(changed.id, 'title')).not.toBe('Drifted');
  await sync.run((client) => changeOptions(client, { formulaRefreshHours: 6 }));
  await cycle();
  expect(await value(changed.id, 'title')).toBe('Drifted');
  expect(await value(edited.id, 'title')).toBe('Ours');
  await cycle();
  await equal();
});

test('Salesforce blocked as a source fills an empty field and leaves a value; verify says why they differ (FLD-9)', async () => {
  const [full, empty] = [await pick('Lead', 2), await pick('Lead', 3)];
  await edit(full.id, { fax: '111' });
  await edit(empty.id, { fax: null });
  await cycle();
  // On a contact Salesforce wins conflicts: with the block, a value changed on both sides would be stuck (row 34).
  await expect(change('fax', { blocked: ['salesforce'] })).rejects.toThrow(
    /Contact\.Fax.*salesforce-wins.*marketing-wins first/s,
  );
  await sync.run((client) => setPolicy(client, 'Contact.Fax', 'marketing-wins'));
  await change('fax', { blocked: ['salesforce'] });
  await expect(sync.run((client) => setPolicy(client, 'Contact.Fax', null))).rejects.toThrow(/would be stuck/);
  await expect(sync.run((client) => setPolicy(client, 'Lead', 'newest'))).rejects.toThrow(/would be stuck/);

  await sync.admin.sobject('Lead').update([
    { Id: full.sfdcId, Fax: '222' },
    { Id: empty.sfdcId, Fax: '333' },
  ]);
  await cycle();
  expect([await value(full.id, 'fax'), await value(empty.id, 'fax')]).toEqual(['111', '333']);
  expect(await reasons()).toEqual({ blocked: 1 });
  await edit(full.id, { fax: '444' });
  await cycle();
  expect(await inOrg('Lead', full.sfdcId, 'Fax')).toBe('444');
  await equal();
});

test('changed on both sides, a field that Salesforce may not change ends with our value on both', async () => {
  const lead = await pick('Lead', 2);
  await edit(lead.id, { fax: '555' });
  await sync.admin.sobject('Lead').update({ Id: lead.sfdcId, Fax: '666' });
  await cycle();
  expect([await value(lead.id, 'fax'), await inOrg('Lead', lead.sfdcId, 'Fax')]).toEqual(['555', '555']);
  await equal();
});

test('other blocked sources fill an empty field once and leave a value; the others go on (FLD-9)', async () => {
  const lead = await pick('Lead', 4);
  await edit(lead.id, { rating: null });
  await change('rating', { blocked: ['form', 'import'] });
  await edit(lead.id, { rating: 'Hot' }, 'form');
  expect(await edit(lead.id, { rating: 'Cold', city: 'Oslo' }, 'import')).toEqual({
    changed: 1,
    ignored: [{ personId: lead.id, field: 'rating', blockedSource: 'import', kept: 'Hot' }],
  });
  expect(await edit(lead.id, { rating: 'Hot' }, 'import')).toEqual({ changed: 0, ignored: [] });
  expect([await value(lead.id, 'rating'), await value(lead.id, 'city')]).toEqual(['Hot', 'Oslo']);
  await edit(lead.id, { rating: 'Warm' }, 'api');
  expect(await value(lead.id, 'rating')).toBe('Warm');
  await cycle();
  await equal();
});

test('blanks: explicit by default, never pushed, never pulled (row 37)', async () => {
  const lead = await pick('Lead', 5);
  await sync.admin
    .sobject('Lead')
    .update({ Id: lead.sfdcId, Phone: '1', MobilePhone: '2', Website: 'https://x.example' });
  await cycle();
  await change('mobilePhone', { blanks: 'never-push' });
  await change('website', { blanks: 'never-pull' });
  await edit(lead.id, { phone: '', mobilePhone: '' });
  await sync.admin.sobject('Lead').update({ Id: lead.sfdcId, Website: null });
  await cycle();
  expect(await inOrg('Lead', lead.sfdcId, 'Phone')).toBeNull();
  expect(await inOrg('Lead', lead.sfdcId, 'MobilePhone')).toBe('2');
  expect(await value(lead.id, 'website')).toBe('https://x.example');
  expect(await reasons()).toEqual({ 'blank-kept': 1 });
  expect(await value(lead.id, 'mobile_phone')).toBe('2');
  await edit(lead.id, { website: 'https://y.example' });
  await cycle();
  expect(await inOrg('Lead', lead.sfdcId, 'Website')).toBe('https://y.example');
  await equal();
});

const unsubscribed = (ids: number[]) =>
  sync.rows<{ unsubscribed: boolean | null }>(`select unsubscribed from person where id in (${ids}) order by id`);

test('an opt-out is for the address: everybody who has it or gets it is unsubscribed, on both sides (FLD-9)', async () => {
  const [one, other] = [await pick('Lead', 6), await pick('Lead', 7)];
  await edit(other.id, { email: one.email.toUpperCase() });
  await edit(one.id, { unsubscribed: true });
  expect(await unsubscribed([one.id, other.id])).toEqual([{ unsubscribed: true }, { unsubscribed: true }]);
  const [made = 0] = await sync.run((client) => createPeople(client, [{ email: one.email, lastName: 'New' }], 'form'));
  expect(await unsubscribed([made])).toEqual([{ unsubscribed: true }]);
  const { id: late = '' } = await sync.admin
    .sobject('Lead')
    .create({ LastName: 'Late', Company: 'C', Email: one.email });
  await cycle();
  for (const id of [one.sfdcId, other.sfdcId, late])
    expect(await inOrg('Lead', id ?? '', 'HasOptedOutOfEmail')).toBe(true);
  await cycle();
  await equal();
});

test('older data does not undo it; unticking it in Salesforce does, for everybody with the address (FLD-9)', async () => {
  const one = await pick('Lead', 6);
  // A version from before the opt-out, such as a record that comes late: same stamp as long ago, the box unticked.
  await sync.org.pool.query(`
    update org."Lead" set "HasOptedOutOfEmail" = false, "SystemModstamp" = now() - interval '1 day' where "Id" = '${one.sfdcId}'`);
  await sync.rows(
    `update sync_cursor set covered_until = now() - interval '2 days' where object = 'Lead' and operation like 'Pull%'`,
  );
  await cycle();
  expect(await unsubscribed([one.id])).toEqual([{ unsubscribed: true }]);
  expect(await inOrg('Lead', one.sfdcId, 'HasOptedOutOfEmail')).toBe(true);

  await sync.rows(`update opt_out set decided_at = decided_at - interval '1 hour'`);
  await sync.admin.sobject('Lead').update({ Id: one.sfdcId, HasOptedOutOfEmail: false });
  await cycle();
  const all = await sync.rows(`select distinct unsubscribed from person where lower(email) = lower('${one.email}')`);
  expect(all).toEqual([{ unsubscribed: false }]);
  await cycle();
  await equal();
});

test('what needs attention is told once per cause, and is over when the cause is gone (OPS-4)', async () => {
  const open = async () =>
    (await sync.run((client) => listNotifications(client)))
      .filter((n) => ['credentials', 'permission', 'api-limit', 'sync-failed'].includes(n.kind))
      .map((n) => `${n.kind} ${n.subject} ${n.times}`);
  expect(await open()).toEqual([]);
  await sync.org.pool.query(`
    insert into setup.field_permission select "ProfileId", 'Lead', 'Company', false, false
      from org."User" where "Username" = 'sync.user@practice.example'`);
  await sync.cycle();
  await sync.cycle();
  expect(await open()).toEqual(['permission Lead 2']);
  const [told] = await sync.run((client) => listNotifications(client));
  expect(told?.action).toContain('field-level security; in Professional Edition, the page layout): Company.');
  await sync.org.pool.query(`delete from setup.field_permission`);
  await sync.run((client) => changeOptions(client, { apiBudgetPercent: 1 }));
  await sync.cycle();
  expect(await open()).toEqual([expect.stringContaining('api-limit sync/api-budget')]);
  await sync.run((client) => changeOptions(client, { apiBudgetPercent: 80 }));
  await cycle();
  expect(await open()).toEqual([]);
});
