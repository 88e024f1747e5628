import { expect, test } from 'vitest';
import { identifier, literal } from './quoting.ts';

test('a name is quoted whole, part by part', () => {
  expect(identifier('crm_1', 'person')).toBe('"crm_1"."person"');
  expect(identifier('a"; drop table x; --')).toBe('"a""; drop table x; --"');
  expect(identifier('a.b')).toBe('"a.b"');
});

test('names that PostgreSQL would change are refused', () => {
  expect(() => identifier('x'.repeat(64))).toThrow('63 bytes');
  expect(() => identifier('é'.repeat(32))).toThrow('63 bytes');
  expect(() => identifier('')).toThrow('empty');
  expect(() => identifier('a\0b')).toThrow('U+0000');
});

test('a literal survives quotes and backslashes', () => {
  expect(literal("it's")).toBe("'it''s'");
  expect(literal("a\\'b")).toBe("E'a\\\\''b'");
  expect(() => literal('\0')).toThrow('U+0000');
});
