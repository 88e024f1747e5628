import { afterAll, beforeAll, expect, test } from 'vitest';
import { alterField, createField, deleteField } from '../../../../practice-org/src/metadata/custom-fields.ts';
import { editPeople } from '../../people/write-people.ts';
import { dismissNotification, listNotifications } from '../../subscription/notifications.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { verify } from '../verify/verify.ts';
import { findField } from './manage-fields.ts';
import { acceptRename, declineRename, listRenames } from './renames.ts';
import { listHeldFields, previewConversion, resolveTypeChange, undoConversion } from './type-changes.ts';

/** FLD-6, OPS-4: what becomes of fields that are renamed, change their type, or come and go. */

let sync: TestSync;
let lead: { id: number; sfdcId: string };

const values = (column: string) =>
  sync.rows<Record<string, string>>(`select ${column} as value from person where id = ${lead.id}`);
const inOrg = (changes: Record<string, unknown>) => sync.admin.sobject('Lead').update({ Id: lead.sfdcId, ...changes });
const told = async (kind: string) =>
  (await sync.run((client) => listNotifications(client))).filter((n) => n.kind === kind).map((n) => n.subject);
const make = (name: string, label: string, more: object = {}) =>
  createField(sync.org.context, 'Lead', { name, label, type: 'Text', ...more });
const alter = (name: string, changes: object) => alterField(sync.org.context, 'Lead', name, changes);
const equal = async () => expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
const cycle = async () => expect(await sync.cycle()).toMatchObject({ error: null });

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 0 } });
  await make('Region__c', 'Region');
  await make('Size__c', 'Size');
  await make('Colour__c', 'Colour', { type: 'Picklist', picklistValues: [{ value: 'Red' }, { value: 'Blue' }] });
  await sync.connect();
  await cycle();
  const [row] = await sync.rows<{ id: number; sfdc_id: string }>(
    `select id, sfdc_id from person where sfdc_type = 'Lead' order by id limit 1`,
  );
  lead = { id: row?.id ?? 0, sfdcId: row?.sfdc_id ?? '' };
});
afterAll(() => sync[Symbol.asyncDispose]());

test('an API rename is proposed, on the evidence of the durable id; until it is decided nothing is lost (FLD-6)', async () => {
  await inOrg({ Region__c: 'North' });
  await cycle();
  await sync.run((client) => editPeople(client, [{ id: lead.id, values: { Region__c: 'South' } }], 'test'));
  await alter('Region__c', { name: 'Area__c', label: 'Sales area' });
  await cycle();
  expect(await sync.run(listRenames)).toMatchObject([
    { object: 'Lead', oldField: 'Region__c', newField: 'Area__c', evidence: 'durable-id', field: 'Region__c' },
  ]);
  expect(await told('field-rename')).toEqual(['Lead.Region__c']);
  expect(await sync.rows(`select from field where name = 'Area__c'`)).toEqual([]);
  expect(await values('region__c')).toEqual([{ value: 'South' }]);
  await equal();

  await sync.run((client) => acceptRename(client, 'Lead.Area__c'));
  await cycle();
  expect(await told('field-rename')).toEqual([]);
  const { records } = await sync.admin.query(`SELECT Area__c FROM Lead WHERE Id = '${lead.sfdcId}'`);
  expect(records).toMatchObject([{ Area__c: 'South' }]);
  await inOrg({ Area__c: 'West' });
  await cycle();
  expect(await values('region__c')).toEqual([{ value: 'West' }]);
  await equal();
});

test('without a durable id, label and type suggest a rename; declined, it is a field of its own and is not proposed again', async () => {
  await inOrg({ Size__c: 'Large' });
  await cycle();
  await sync.rows(`update sfdc_field set durable_id = null where sf_field = 'Size__c'`);
  await deleteField(sync.org.context, 'Lead', 'Size__c');
  await make('Extent__c', 'Size');
  await cycle();
  expect(await sync.run(listRenames)).toMatchObject([{ newField: 'Extent__c', evidence: 'label' }]);
  await sync.run((client) => declineRename(client, 'Lead.Size__c'));
  await cycle();
  await cycle();
  expect(await sync.run(listRenames)).toEqual([]);
  expect(await sync.run((client) => findField(client, 'Extent__c'))).toMatchObject({ hidden: false });
  expect(await values('size__c')).toEqual([{ value: 'Large' }]);
  expect(await told('field-gone')).toEqual(['Lead.Size__c']);
  expect(await told('field-new')).toContain('Lead.Extent__c');
  await equal();
});

test('a changed type is held with its data; converting lists what does not fit (FLD-6)', async () => {
  await make('Rank__c', 'Rank');
  await cycle();
  const others = await sync.rows<{ sfdc_id: string }>(
    `select sfdc_id from person where sfdc_type = 'Lead' order by id offset 1 limit 2`,
  );
  await inOrg({ Rank__c: '7' });
  await sync.admin.sobject('Lead').update(others.map((o) => ({ Id: o.sfdc_id, Rank__c: 'high' })));
  await cycle();
  await alter('Rank__c', { type: 'Number', precision: 5, scale: 0 });
  await cycle();
  expect(await told('field-type')).toEqual(['Lead.Rank__c']);
  await inOrg({ Rank__c: 8 });
  await cycle();
  expect(await values('rank__c')).toEqual([{ value: '7' }]);
  expect(await sync.run((client) => previewConversion(client, 'Lead.Rank__c'))).toEqual({
    values: 3,
    misfits: 2,
    samples: [{ value: 'high', records: 2 }],
  });

  await sync.run((client) => resolveTypeChange(client, 'Lead.Rank__c', 'convert'));
  expect(await sync.run((client) => findField(client, 'Rank__c'))).toMatchObject({
    type: 'integer',
    column: 'rank__c_2',
  });
  expect(await values('rank__c_2')).toEqual([{ value: 7 }]);
  await cycle();
  expect(await values('rank__c_2')).toEqual([{ value: 8 }]);
  expect(await told('field-type')).toEqual([]);
  await equal();
});

test('a conversion can be taken back, and the field started empty instead (FLD-6)', async () => {
  await sync.run((client) => undoConversion(client, 'Rank__c'));
  await cycle();
  expect(await sync.run(listHeldFields)).toMatchObject([{ sfField: 'Rank__c', oldType: 'string', newType: 'integer' }]);
  expect(await values('rank__c')).toEqual([{ value: '7' }]);
  await sync.run((client) => resolveTypeChange(client, 'Lead.Rank__c', 'start-empty'));
  await cycle();
  expect(await values('rank__c_3')).toEqual([{ value: 8 }]);
  await equal();
});

test('a field that is shared by Lead and Contact, and changed on one of them, starts as a field of its own', async () => {
  for (const object of ['Lead', 'Contact'])
    await createField(sync.org.context, object, { name: 'Both__c', label: 'Both', type: 'Text' });
  await cycle();
  const { name } = await sync.run((client) => findField(client, 'Both__c'));
  expect(name).toBe('Both__c');
  await alter('Both__c', { type: 'Date' });
  await cycle();
  await expect(sync.run((client) => resolveTypeChange(client, 'Lead.Both__c', 'convert'))).rejects.toThrow(
    /shares the marketing field Both__c/,
  );
  await sync.run((client) => resolveTypeChange(client, 'Lead.Both__c', 'start-empty'));
  await inOrg({ Both__c: '2026-02-28' });
  await cycle();
  expect(await values('both__c_lead::text')).toEqual([{ value: '2026-02-28' }]);
  await equal();
});

test('a hidden field stops, keeps its data, and comes back with what changed meanwhile (FLD-6)', async () => {
  await make('Note__c', 'Note');
  await cycle();
  await inOrg({ Note__c: 'before' });
  await cycle();
  const permission = `(select "ProfileId" from org."User" where "Username" = 'sync.user@practice.example'), 'Lead', 'Note__c'`;
  await sync.org.pool.query(`insert into setup.field_permission values (${permission}, false, false)`);
  await cycle();
  expect(await told('field-gone')).toContain('Lead.Note__c');
  await inOrg({ Note__c: 'meanwhile' });
  await cycle();
  expect(await values('note__c')).toEqual([{ value: 'before' }]);
  await sync.org.pool.query(`delete from setup.field_permission where field = 'Note__c'`);
  await cycle();
  expect(await values('note__c')).toEqual([{ value: 'meanwhile' }]);
  expect(await told('field-gone')).not.toContain('Lead.Note__c');
  await equal();
});

test('values that are added to a picklist or removed from it are told, once each (FLD-6)', async () => {
  expect(await told('picklist')).toEqual([]);
  await alter('Colour__c', { picklistValues: [{ value: 'Red' }, { value: 'Green' }] });
  await cycle();
  await cycle();
  const [notice] = (await sync.run((client) => listNotifications(client))).filter((n) => n.kind === 'picklist');
  expect(notice).toMatchObject({
    subject: 'Lead.Colour__c',
    message: 'The values of Lead.Colour__c have changed. New: “Green”. Removed: “Blue”.',
    told: {
      message: [{ sentence: 'The values of {0} have changed.' }, { values: ['“Green”'] }, { values: ['“Blue”'] }],
    },
    times: 1,
  });
  expect((await sync.run((client) => findField(client, 'Colour__c'))).picklist?.common).toEqual(['Red', 'Green']);

  await sync.run((client) => dismissNotification(client, notice?.id ?? 0));
  expect(await told('picklist')).toEqual([]);
  await alter('Colour__c', { picklistValues: [{ value: 'Red' }] });
  await cycle();
  expect(await told('picklist')).toEqual(['Lead.Colour__c']);
});

test('where Lead and Contact differ, the common values are offered (FLD-6)', async () => {
  const { picklist } = await sync.run((client) => findField(client, 'leadSource'));
  expect(Object.keys(picklist?.byField ?? {}).sort()).toEqual(['Contact.LeadSource', 'Lead.LeadSource']);
  await alterField(sync.org.context, 'Contact', 'LeadSource', {
    picklistValues: [{ value: 'Web' }, { value: 'Fair' }],
  });
  await cycle();
  expect((await sync.run((client) => findField(client, 'leadSource'))).picklist?.common).toEqual(['Web']);
});

test('a field that may not be edited any more: an edit that waited is given up, and both values are on record (SYN-14)', async () => {
  await make('Closed__c', 'Closed');
  await cycle();
  await inOrg({ Closed__c: 'there' });
  await cycle();
  await sync.run((client) => editPeople(client, [{ id: lead.id, values: { Closed__c: 'here' } }], 'test'));
  const profile = `(select "ProfileId" from org."User" where "Username" = 'sync.user@practice.example')`;
  await sync.org.pool.query(`insert into setup.field_permission values (${profile}, 'Lead', 'Closed__c', true, false)`);
  await cycle();
  expect(await values('closed__c')).toEqual([{ value: 'there' }]);
  expect(
    await sync.rows(`select here, there, outcome from conflict where person_id = ${lead.id} and here = 'here'`),
  ).toEqual([{ here: 'here', there: 'there', outcome: 'salesforce-wins' }]);
  expect(await sync.rows(`select from pending_change where person_id = ${lead.id}`)).toEqual([]);
  await equal();
});
