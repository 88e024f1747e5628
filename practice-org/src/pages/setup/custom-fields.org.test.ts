import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator } from '../../identity/default-people.ts';
import { startTestOrg, type TestOrg } from '../../test-org.ts';
import { TestBrowser } from '../test-browser.ts';

let running: TestOrg;
let browser: TestBrowser;

beforeAll(async () => {
  running = await startTestOrg();
  browser = await new TestBrowser(running.org.url).follow('/');
  await browser.submit('/practice-org/login', { username: administrator.username, password: administrator.password });
});
afterAll(() => running[Symbol.asyncDispose]());

const page = '/practice-org/setup/fields?object=Lead';
const fieldsOf = async (object: string) =>
  (await running.org.context.metadata.current()).objects.get(object)?.fields.map(({ name }) => name) ?? [];

test('a field is added and refused when it can not be', async () => {
  await browser.open(page);
  await browser.submit('/practice-org/setup/custom-fields', {
    name: 'Color__c',
    type: 'Picklist',
    values: 'Red; Blue',
  });
  expect(browser.location).toContain('/practice-org/setup/fields?object=Lead');
  expect(await fieldsOf('lead')).toContain('Color__c');
  await browser.follow(browser.location);
  expect(browser.page).toContain('Color__c');
  await browser.submit('/practice-org/setup/custom-fields', { name: 'Color', type: 'Text' });
  expect([browser.status, browser.page]).toEqual([400, expect.stringContaining('not a valid custom field name')]);
});

test('an object is added', async () => {
  await browser.open(page);
  await browser.submit('/practice-org/setup/custom-fields/object', { name: 'Seat__c', label: 'Seat' });
  expect(await fieldsOf('seat__c')).toContain('Name');
});

test('a field is renamed and deleted', async () => {
  await browser.open('/practice-org/setup/fields?object=Campaign');
  await browser.submit('/practice-org/setup/custom-fields', { name: 'Old__c', type: 'Text' });
  await browser.open('/practice-org/setup/fields?object=Campaign');
  await browser.submit('/practice-org/setup/custom-fields/change', { field: 'Old__c', name: 'New__c', label: 'New' });
  expect(await fieldsOf('campaign')).not.toContain('Old__c');
  await browser.open('/practice-org/setup/fields?object=Campaign');
  await browser.submit('/practice-org/setup/custom-fields/delete', { field: 'New__c' });
  expect(await fieldsOf('campaign')).not.toContain('New__c');
});

test('a record type is added, gets the values of a picklist, and is made inactive', async () => {
  const page = '/practice-org/setup/fields?object=Account';
  const path = '/practice-org/setup/record-types';
  const found = async () => (await running.org.context.metadata.current()).objects.get('account')?.recordTypes[0];
  await browser.open(page);
  await browser.submit(path, { name: 'Key_Account' });
  await browser.open(page);
  await browser.submit(`${path}/picklist`, { name: 'Key_Account', picklist: 'Rating', values: 'Hot; Warm' });
  await browser.open(page);
  await browser.submit(`${path}/switch`, { name: 'Key_Account', active: 'false' });
  expect(await found()).toMatchObject({ developerName: 'Key_Account', name: 'Key Account', active: false });
  expect((await found())?.picklists.get('Rating')).toMatchObject({ values: ['Hot', 'Warm'] });
  await browser.open(page);
  await browser.submit(`${path}/picklist`, { name: 'Key_Account', picklist: 'Rating', values: 'Boiling' });
  expect([browser.status, browser.page]).toEqual([400, expect.stringContaining('Boiling')]);
});
