import { expect, test } from 'vitest';
import { compileFormula } from './compile-formula.ts';
import type { ValueType } from './functions.ts';

const types: Record<string, ValueType> = { Name: 'text', Amount: 'number', Open: 'boolean', Due: 'date' };

function compile(formula: string, result: ValueType, blankAsZero = false): string {
  const resolve = (path: string[]) => ({
    sql: `t."${path.join('.')}"`,
    type: types[path.at(-1) as string] as ValueType,
  });
  return compileFormula(formula, resolve, { result, blankAsZero });
}

test('operators bind as in Salesforce, from the left', () => {
  expect(compile('1 + 2 * Amount - 3', 'number')).toBe(
    '(((1::numeric + (2::numeric * t."Amount")) - 3::numeric))::numeric',
  );
  expect(compile('Amount / 2', 'number', true)).toContain('(coalesce(t."Amount", 0) / nullif(2::numeric, 0))');
});

test('text is quoted, whatever it holds', () => {
  expect(compile(`"it's; drop" & Name`, 'text')).toContain(`'it''s; drop'::text`);
  expect(compile('"a\\"b"', 'text')).toContain(`'a"b'`);
});

test.each([
  ['1 +', 'number'],
  ['FLY(1)', 'number'],
  ['constructor(1)', 'number'],
  ['IF(Open, 1)', 'number'],
  ['IF(Open, 1, "x")', 'number'],
  ['Name * 2', 'number'],
  ['Name', 'number'],
  ['Name; drop table x', 'text'],
  ['IF(Amount, 1, 2)', 'number'],
] as const)('refuses %s', (formula, result) => {
  expect(() => compile(formula, result)).toThrow(expect.objectContaining({ name: 'FormulaError' }));
});

test('dates take days', () => {
  expect(compile('Due + 7', 'date')).toBe('((t."Due" + (7::numeric)::int))::date');
  expect(compile('TODAY() - Due', 'number')).toContain('(setup.now()::date - t."Due")::numeric');
});
