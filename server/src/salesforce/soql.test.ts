import { expect, test } from 'vitest';
import { soqlText } from './soql.ts';

test.each([
  ["O'Hara", "'O\\'Hara'"],
  ["x\\' OR Name != '", "'x\\\\\\' OR Name != \\''"],
  ['two\nlines', "'two\\nlines'"],
])('%j can not leave its literal (SEC-3)', (text, literal) => {
  expect(soqlText(text)).toBe(literal);
});
