import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createField } from '../../../../practice-org/src/metadata/custom-fields.ts';
import type { FieldDefinition } from '../../../../practice-org/src/schema/custom-field-describe.ts';
import { canonicalText } from '../../mapping/canonical.ts';
import { listFields } from '../../mapping/field-mapping.ts';
import { columnTypeOf, type MarketingType } from '../../mapping/field-type.ts';
import { editPeople } from '../../people/write-people.ts';
import type { FieldDescribe } from '../../salesforce/salesforce.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { verify } from '../verify/verify.ts';

/** FLD-5: each row of docs/field-types.md, with a value taken from the practice org to here, changed here, and back. */

interface Row {
  /** The type that describe() names. */
  sfType: string;
  type: MarketingType;
  /** How the org is asked for such a field; its name is made of the type. */
  definition?: Partial<FieldDefinition> & Pick<FieldDefinition, 'type'>;
  /** A standard field instead. */
  standard?: { sfField: string; field: string };
  /** As the org has it, as it is here, as it is written here, and as the org has it then. */
  there: unknown;
  here: string;
  written: string;
  back: unknown;
  /** What a misfit in an edit is refused with; undefined where every text fits. */
  refused?: [given: string, why: RegExp];
}

const values = [{ value: 'Red' }, { value: 'Blue' }, { value: 'Green' }];
const custom = (type: FieldDefinition['type'], more: Partial<FieldDefinition> = {}) => ({ type, ...more });

const rows: Row[] = [
  {
    sfType: 'string',
    type: 'string',
    definition: custom('Text'),
    there: '007',
    here: '007',
    written: '0042',
    back: '0042',
  },
  {
    sfType: 'textarea',
    type: 'text',
    definition: custom('TextArea'),
    there: 'a\nb',
    here: 'a\nb',
    written: 'c\nd',
    back: 'c\nd',
  },
  {
    sfType: 'textarea',
    type: 'text',
    definition: custom('LongTextArea', { length: 5000 }),
    there: 'x'.repeat(4000),
    here: 'x'.repeat(4000),
    written: 'y'.repeat(4000),
    back: 'y'.repeat(4000),
  },
  {
    sfType: 'textarea',
    type: 'text',
    definition: custom('Html'),
    there: '<b>a</b>',
    here: '<b>a</b>',
    written: '<i>b</i>',
    back: '<i>b</i>',
  },
  {
    sfType: 'encryptedstring',
    type: 'string',
    definition: custom('EncryptedText'),
    there: 'abc',
    here: 'abc',
    written: 'def',
    back: 'def',
  },
  {
    sfType: 'picklist',
    type: 'string',
    definition: custom('Picklist', { picklistValues: values }),
    there: 'Red',
    here: 'Red',
    written: 'Blue',
    back: 'Blue',
  },
  {
    sfType: 'multipicklist',
    type: 'string',
    definition: custom('MultiselectPicklist', { picklistValues: values }),
    there: 'Red;Green',
    here: 'Red;Green',
    written: 'Red;Blue',
    back: 'Red;Blue',
  },
  {
    sfType: 'email',
    type: 'email',
    definition: custom('Email'),
    there: 'a@b.example',
    here: 'a@b.example',
    written: 'c@d.example',
    back: 'c@d.example',
  },
  {
    sfType: 'phone',
    type: 'phone',
    definition: custom('Phone'),
    there: '+31 6',
    here: '+31 6',
    written: '0031',
    back: '0031',
  },
  {
    sfType: 'url',
    type: 'url',
    definition: custom('Url'),
    there: 'https://a.example',
    here: 'https://a.example',
    written: 'https://b.example',
    back: 'https://b.example',
  },
  {
    sfType: 'boolean',
    type: 'boolean',
    definition: custom('Checkbox'),
    there: true,
    here: 'true',
    written: 'false',
    back: false,
    refused: ['maybe', /true or false/],
  },
  {
    sfType: 'double',
    type: 'float',
    definition: custom('Number', { precision: 18, scale: 4 }),
    there: 1234567890.0625,
    here: '1234567890.0625',
    written: '0.0625',
    back: 0.0625,
    refused: ['many', /a number/],
  },
  {
    sfType: 'double',
    type: 'integer',
    definition: custom('Number', { precision: 10, scale: 0 }),
    there: 42,
    here: '42',
    written: '-7',
    back: -7,
    refused: ['4.5', /whole number/],
  },
  {
    sfType: 'int',
    type: 'integer',
    standard: { sfField: 'NumberOfEmployees', field: 'numberOfEmployees' },
    there: 12,
    here: '12',
    written: '13',
    back: 13,
    refused: ['1e3', /whole number/],
  },
  {
    sfType: 'currency',
    type: 'currency',
    definition: custom('Currency', { precision: 18, scale: 2 }),
    there: 99.5,
    here: '99.5',
    written: '100.25',
    back: 100.25,
    refused: ['€ 5', /a number/],
  },
  {
    sfType: 'percent',
    type: 'percent',
    definition: custom('Percent', { precision: 5, scale: 1 }),
    there: 12.5,
    here: '12.5',
    written: '13',
    back: 13,
    refused: ['12%', /a number/],
  },
  {
    sfType: 'date',
    type: 'date',
    definition: custom('Date'),
    there: '2026-02-28',
    here: '2026-02-28',
    written: '2024-02-29',
    back: '2024-02-29',
    refused: ['2026-02-30', /a date/],
  },
  {
    sfType: 'datetime',
    type: 'datetime',
    definition: custom('DateTime'),
    there: '2026-02-28T23:30:00.000+0000',
    here: '2026-02-28T23:30:00.000Z',
    written: '2026-03-01T01:15:00+02:00',
    back: '2026-02-28T23:15:00.000+0000',
    refused: ['2026-03-01 10:00', /with zone/],
  },
  {
    sfType: 'time',
    type: 'time',
    definition: custom('Time'),
    there: '10:30:00.000Z',
    here: '10:30:00.000Z',
    written: '09:05:00',
    back: '09:05:00.000Z',
    refused: ['25:00:00', /a time/],
  },
];

const nameOf = ({ definition }: Row, index: number) => (definition ? `T${index}_${definition.type}__c` : '');
const fieldOf = (row: Row, index: number) => row.standard?.field ?? nameOf(row, index);
const sfFieldOf = (row: Row, index: number) => row.standard?.sfField ?? nameOf(row, index);

let sync: TestSync;
let lead: { id: number; sfdcId: string };
let account: string;
const inOrg = (changes: object) => sync.admin.sobject('Lead').update({ Id: lead.sfdcId, ...changes });
const fromOrg = () => sync.admin.sobject('Lead').retrieve(lead.sfdcId);
const edit = (changes: Record<string, unknown>) =>
  sync.run((client) => editPeople(client, [{ id: lead.id, values: changes }], 'api'));
const cycle = async () => expect(await sync.cycle()).toMatchObject({ error: null });
const canonical = async (column: string, type: MarketingType) => {
  const [row] = await sync.rows<{ v: string }>(
    `select ${canonicalText(column, columnTypeOf(type))} as v from person where id = ${lead.id}`,
  );
  return row?.v;
};
const described = async (name: string) =>
  (await sync.admin.sobject('Lead').describe()).fields.find((f) => f.name === name) as unknown as FieldDescribe;

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 0 } });
  for (const [index, row] of rows.entries()) {
    if (!row.definition) continue;
    const name = nameOf(row, index);
    await createField(sync.org.context, 'Lead', { name, label: name, ...row.definition });
  }
  const more: FieldDefinition[] = [
    { name: 'Partner__c', label: 'Partner', type: 'Lookup', referenceTo: 'Account' },
    { name: 'Place__c', label: 'Place', type: 'Location' },
    { name: 'Double__c', label: 'Double', type: 'Number', scale: 0, formula: 'NumberOfEmployees * 2' },
    { name: 'Serial__c', label: 'Serial', type: 'AutoNumber', displayFormat: 'L-{0000}' },
  ];
  for (const definition of more) await createField(sync.org.context, 'Lead', definition);
  await sync.connect();
  await cycle();
  const [row] = await sync.rows<{ id: number; sfdc_id: string }>(
    `select id, sfdc_id from person where sfdc_type = 'Lead' order by id limit 1`,
  );
  lead = { id: row?.id ?? 0, sfdcId: row?.sfdc_id ?? '' };
  account = (await sync.rows<{ sfdc_id: string }>('select sfdc_id from company order by id limit 1'))[0]?.sfdc_id ?? '';

  // All values travel together: what each test looks at is its own field.
  await inOrg(Object.fromEntries(rows.map((r, index) => [sfFieldOf(r, index), r.there])));
  await cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

describe('to here', () => {
  test.each(
    rows.map((row, index) => [`${row.sfType} (${row.definition?.type ?? row.standard?.sfField})`, row, index] as const),
  )('%s', async (_title, row, index) => {
    expect(await described(sfFieldOf(row, index))).toMatchObject({ type: row.sfType });
    const [field] = await sync.rows<{ type: string; column_name: string }>(
      `select type, column_name from field where entity = 'person' and name = '${fieldOf(row, index)}'`,
    );
    expect(field?.type).toBe(row.type);
    expect(await canonical(field?.column_name ?? '', row.type)).toBe(row.here);
  });
});

test('and back: every value that is written here is what the org holds then', async () => {
  await edit(Object.fromEntries(rows.map((r, index) => [fieldOf(r, index), r.written])));
  await cycle();
  const there = await fromOrg();
  for (const [index, row] of rows.entries())
    expect([fieldOf(row, index), there[sfFieldOf(row, index)]]).toEqual([fieldOf(row, index), row.back]);
  await cycle();
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
});

test.each(rows.flatMap((row, index) => (row.refused ? [[row.sfType, row, index] as const] : [])))(
  'an edit that is no %s is refused, and says what is wanted',
  async (_type, row, index) => {
    const [given, why] = row.refused ?? ['', /./];
    await expect(edit({ [fieldOf(row, index)]: given })).rejects.toThrow(why);
  },
);

test('reference: a look-up syncs the id, both ways (FLD-7)', async () => {
  await inOrg({ Partner__c: account });
  await cycle();
  expect(await canonical('partner__c', 'reference')).toBe(account);
  await edit({ Partner__c: null });
  await cycle();
  expect((await fromOrg()).Partner__c).toBeNull();
});

test('location: its parts are numbers of their own; the whole has no value to sync', async () => {
  await inOrg({ Place__Latitude__s: 52.1, Place__Longitude__s: 4.3 });
  await cycle();
  expect(await canonical('place__latitude__s', 'float')).toBe('52.1');
  const [place] = listFields('Lead', [await described('Place__c')]);
  expect(place).toMatchObject({ type: null, takesPart: false, reason: expect.stringContaining('no value of its own') });
});

test('formula and auto-number: read only here, with the type of their result', async () => {
  await inOrg({ NumberOfEmployees: 21 });
  await cycle();
  expect(await canonical('double__c', 'integer')).toBe('42');
  expect(await canonical('serial__c', 'string')).toMatch(/^L-\d{4}$/);
  await expect(edit({ Double__c: '1' })).rejects.toThrow(/can't be edited here/);
});

test.each(['address', 'base64', 'anyType', 'complexvalue'])(
  '%s: refused with the reason, and never in a plan',
  async (type) => {
    const whole = { ...(await described('Company')), name: 'Whole__c', custom: true, type };
    expect(listFields('Lead', [whole])).toMatchObject([
      { type: null, takesPart: false, reason: expect.stringContaining(type) },
    ]);
  },
);

test.each([
  ['combobox', 'string'],
  ['id', 'reference'],
  ['long', 'integer'],
])('%s, which no custom field has, is stored as %s', async (sfType, type) => {
  const field = { ...(await described('Company')), custom: true, type: sfType };
  expect(listFields('Lead', [field])).toMatchObject([{ type }]);
});

test('a value that does not fit its column is an error of that record, and names the field; nothing is changed silently', async () => {
  const index = rows.findIndex((r) => r.type === 'integer' && r.definition);
  const field = fieldOf(rows[index] as Row, index);
  const before = await canonical(field.toLowerCase(), 'integer');
  await sync.org.pool.query(`
    update org."Lead" set "${field}" = 1e30, "SystemModstamp" = now() + interval '1 second' where "Id" = '${lead.sfdcId}'`);
  await cycle();
  expect(await canonical(field.toLowerCase(), 'integer')).toBe(before);
  expect(await sync.rows(`select sfdc_id, fields from record_error where resolved_at is null`)).toEqual([
    { sfdc_id: lead.sfdcId, fields: [field] },
  ]);
});
