import { expect, test } from 'vitest';
import { columnTypeOf, marketingTypeOf, typesAgree } from './field-type.ts';

/** FLD-5: every type that describe() can name (Object Reference, "Field Types") has a defined place. */
test.each([
  ['id', 'reference', 'text'],
  ['reference', 'reference', 'text'],
  ['string', 'string', 'text'],
  ['encryptedstring', 'string', 'text'],
  ['picklist', 'string', 'text'],
  ['multipicklist', 'string', 'text'],
  ['combobox', 'string', 'text'],
  ['textarea', 'text', 'text'],
  ['email', 'email', 'text'],
  ['phone', 'phone', 'text'],
  ['url', 'url', 'text'],
  ['boolean', 'boolean', 'boolean'],
  ['int', 'integer', 'bigint'],
  ['double', 'float', 'numeric'],
  ['currency', 'currency', 'numeric'],
  ['percent', 'percent', 'numeric'],
  ['date', 'date', 'date'],
  ['datetime', 'datetime', 'timestamptz'],
  ['time', 'time', 'time'],
] as const)('%s is %s, stored as %s', (type, marketing, column) => {
  const found = marketingTypeOf({ type, precision: 18, scale: 2 });
  expect(found).toBe(marketing);
  expect(columnTypeOf(marketing)).toBe(column);
});

test.each(['address', 'location', 'base64', 'anyType', 'complexvalue', 'somethingNew'])('%s does not sync', (type) => {
  expect(marketingTypeOf({ type, precision: 0, scale: 0 })).toBeNull();
});

test('a Number without decimals is an integer', () => {
  expect(marketingTypeOf({ type: 'double', precision: 10, scale: 0 })).toBe('integer');
});

test('types agree when their values are stored alike', () => {
  expect(typesAgree('string', 'text')).toBe(true);
  expect(typesAgree('currency', 'float')).toBe(true);
  expect(typesAgree('date', 'datetime')).toBe(false);
  expect(typesAgree('string', 'integer')).toBe(false);
});
