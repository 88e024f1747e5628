import type { Connection } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn, startTestApi, type TestApi } from '../test-api.ts';
import { alterField, createField, deleteField } from './custom-fields.ts';

let api: TestApi;
let admin: Connection;
beforeAll(async () => {
  api = await startTestApi();
  admin = await logIn(api.org, api.org.admin);
});
afterAll(() => api[Symbol.asyncDispose]());

const values = (...names: string[]) => names.map((value) => ({ value }));

/** As the documentation decodes `validFor`. */
async function valid(field: string): Promise<Record<string, string[]>> {
  const { fields } = await api.connection.sobject('Lead').describe();
  const described = fields.find(({ name }) => name === field);
  const controller = fields.find(({ name }) => name === described?.controllerName);
  const controlling =
    controller?.type === 'boolean' ? ['false', 'true'] : (controller?.picklistValues ?? []).map(({ value }) => value);
  return Object.fromEntries(
    (described?.picklistValues ?? []).map(({ value, validFor }) => {
      const bits = Buffer.from(validFor ?? '', 'base64');
      return [value, controlling.filter((_, n) => ((bits[n >> 3] ?? 0) & (0x80 >> (n % 8))) !== 0)];
    }),
  );
}

test('a dependent picklist is made by the Metadata API, described with its bitmaps, and read back', async () => {
  await createField(api.org.context, 'Lead', {
    name: 'Land__c',
    label: 'Land',
    type: 'Picklist',
    picklistValues: values('Italy', 'Japan', 'Norway'),
  });
  const valueSet = {
    controllingField: 'Land__c',
    restricted: true,
    valueSetDefinition: {
      sorted: false,
      value: ['Rome', 'Osaka', 'Both'].map((name) => ({ fullName: name, label: name, default: false })),
    },
    valueSettings: [
      { controllingFieldValue: ['Italy'], valueName: 'Rome' },
      { controllingFieldValue: ['Japan'], valueName: 'Osaka' },
      { controllingFieldValue: ['Italy', 'Norway'], valueName: 'Both' },
    ],
  };
  const field = { fullName: 'Lead.Town__c', label: 'Town', type: 'Picklist', valueSet };
  expect(await admin.metadata.create('CustomField', field as never)).toMatchObject({ success: true });
  const { fields } = await api.connection.sobject('Lead').describe();
  expect(fields.find(({ name }) => name === 'Town__c')).toMatchObject({
    controllerName: 'Land__c',
    dependentPicklist: true,
    picklistValues: [{ validFor: 'gAAA' }, { validFor: 'QAAA' }, { validFor: 'oAAA' }],
  });
  expect(await valid('Town__c')).toEqual({ Rome: ['Italy'], Osaka: ['Japan'], Both: ['Italy', 'Norway'] });
  const read = (await admin.metadata.read('CustomField', 'Lead.Town__c')) as unknown as { valueSet: object };
  expect(read.valueSet).toMatchObject({ controllingField: 'Land__c' });
});

test('the value set is enforced; the dependency is not, as in any API of Salesforce', async () => {
  const lead = { LastName: 'L', Company: 'C', Land__c: 'Japan' };
  await expect(api.connection.sobject('Lead').create({ ...lead, Town__c: 'Oslo' })).rejects.toMatchObject({
    errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  });
  expect(await api.connection.sobject('Lead').create({ ...lead, Town__c: 'Rome' })).toMatchObject({ success: true });
});

test('bitmaps follow the controlling field: other values, another order, another name; it is not deleted', async () => {
  await alterField(api.org.context, 'Lead', 'Land__c', {
    name: 'Nation__c',
    picklistValues: values('Chile', 'Norway', 'Japan', 'Italy'),
  });
  expect(await valid('Town__c')).toEqual({ Rome: ['Italy'], Osaka: ['Japan'], Both: ['Norway', 'Italy'] });
  await alterField(api.org.context, 'Lead', 'Town__c', { label: 'City' });
  expect(await valid('Town__c')).toMatchObject({ Rome: ['Italy'] });
  await expect(deleteField(api.org.context, 'Lead', 'Nation__c')).rejects.toMatchObject({
    errorCode: 'DEPENDENCY_EXISTS',
  });
});

test('a checkbox may control a picklist', async () => {
  await createField(api.org.context, 'Lead', {
    name: 'Tier__c',
    label: 'Tier',
    type: 'Picklist',
    controllingField: 'DoNotCall',
    picklistValues: [{ value: 'Quiet', controllingFieldValues: ['checked'] }, { value: 'Loud' }],
  });
  expect(await valid('Tier__c')).toEqual({ Quiet: ['true'], Loud: [] });
});
