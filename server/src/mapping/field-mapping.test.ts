import { expect, test } from 'vitest';
import { LockstepError } from '../errors.ts';
import type { FieldDescribe } from '../salesforce/salesforce.ts';
import {
  breakMapping,
  combineFields,
  type FieldMapping,
  listFields,
  mapFields,
  unmappedCustomFields,
} from './field-mapping.ts';

const field = (name: string, change: Partial<FieldDescribe> = {}): FieldDescribe => ({
  name,
  label: name.replace(/__c$/, ''),
  type: 'string',
  length: 80,
  precision: 0,
  scale: 0,
  digits: 0,
  custom: name.endsWith('__c'),
  calculated: false,
  createable: true,
  updateable: true,
  nillable: true,
  defaultedOnCreate: false,
  restrictedPicklist: false,
  externalId: false,
  referenceTo: [],
  relationshipName: null,
  compoundFieldName: null,
  picklistValues: [],
  ...change,
});

const map = (lead: FieldDescribe[], contact: FieldDescribe[], untick: string[] = []) =>
  mapFields(
    new Map([
      ['Lead', lead],
      ['Contact', contact],
    ]),
    new Set(untick),
  );
const target = (mappings: FieldMapping[], key: string) =>
  mappings.find((m) => `${m.object}.${m.sfField}` === key)?.field;
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof LockstepError) return `${error.code}: ${error.detail}`;
    throw error;
  }
  return 'accepted';
};

test('standard fields lead where FLD-1 and FLD-2 say, other standard fields do not sync', () => {
  const mappings = map([field('Company'), field('Jigsaw')], [field('MailingCity'), field('OtherCity')]);
  expect(mappings.map((m) => [m.object, m.sfField, m.field, m.origin])).toEqual([
    ['Lead', 'Company', 'company', 'standard'],
    ['Contact', 'MailingCity', 'city', 'standard'],
  ]);
});

test('custom fields of a like name are combined, by API name first, then by label; types must agree (SET-8)', () => {
  const mappings = map(
    [field('Level__c'), field('Tier__c', { label: 'Service tier' }), field('Since__c', { type: 'date' })],
    [field('LEVEL__c'), field('T__c', { label: 'Service-Tier' }), field('Since__c', { type: 'datetime' })],
  );
  expect(target(mappings, 'Contact.LEVEL__c')).toBe('Level__c');
  expect(target(mappings, 'Contact.T__c')).toBe('Tier__c');
  expect(target(mappings, 'Contact.Since__c')).toBe('Since__c_contact');
  expect(unmappedCustomFields(mappings).map((m) => `${m.object}.${m.sfField}`)).toEqual([
    'Lead.Since__c',
    'Contact.Since__c',
  ]);
});

test('an unticked field stays in the document and does not take part', () => {
  const mappings = map([field('A__c')], [field('A__c')], ['Lead.A__c']);
  expect(mappings.map((m) => [m.object, m.chosen, m.origin])).toEqual([
    ['Lead', false, 'own'],
    ['Contact', true, 'own'],
  ]);
});

test('dragging one field onto another combines them, breaking separates them again', () => {
  const start = map([field('A__c')], [field('B__c')]);
  const combined = combineFields(start, 'Contact.B__c', 'Lead.A__c');
  expect(target(combined, 'Contact.B__c')).toBe('A__c');
  expect(unmappedCustomFields(combined)).toEqual([]);
  const broken = breakMapping(combined, 'Lead.A__c');
  expect([target(broken, 'Lead.A__c'), target(broken, 'Contact.B__c')]).toEqual(['A__c', 'B__c_contact']);
});

test('what does not fit is refused with the reason', () => {
  const mappings = map(
    [field('A__c'), field('N__c', { type: 'int' }), field('Email', { type: 'email' })],
    [field('A__c'), field('B__c'), field('C__c')],
  );
  expect(refusal(() => combineFields(mappings, 'Contact.B__c', 'Lead.N__c'))).toMatch(
    /mapping-refused: .*string values.*integer values: types must agree/,
  );
  expect(refusal(() => combineFields(mappings, 'Contact.B__c', 'Lead.Email'))).toMatch(/standard mappings are fixed/);
  expect(refusal(() => combineFields(mappings, 'Contact.B__c', 'Lead.A__c'))).toMatch(
    /already combined with Contact.A__c/,
  );
  expect(refusal(() => combineFields(mappings, 'Contact.B__c', 'Contact.C__c'))).toMatch(
    /Both fields belong to Contact/,
  );
  expect(refusal(() => combineFields(mappings, 'Contact.Nope__c', 'Lead.A__c'))).toMatch(/request\/not-found/);
  expect(refusal(() => breakMapping(mappings, 'Contact.B__c'))).toMatch(/not combined/);
});

test('the field list tells what takes part and why (SET-6)', () => {
  const list = listFields('Lead', [
    field('Email', { type: 'email' }),
    field('Jigsaw'),
    field('F__c', { calculated: true }),
    field('Address', { type: 'address' }),
  ]);
  expect(list.map((f) => [f.sfField, f.takesPart, f.reason])).toEqual([
    ['Email', true, 'Standard mapping.'],
    ['Jigsaw', false, 'Standard field without a marketing field: not synced.'],
    ['F__c', true, 'Custom formula field: read only.'],
    ['Address', false, 'A field of type address has no value of its own to sync.'],
  ]);
});
