import { expect, test } from 'vitest';
import { conditionProblem, soqlText } from './soql.ts';

test.each([
  ["O'Hara", "'O\\'Hara'"],
  ["x\\' OR Name != '", "'x\\\\\\' OR Name != \\''"],
  ['two\nlines', "'two\\nlines'"],
])('%j can not leave its literal (SEC-3)', (text, literal) => {
  expect(soqlText(text)).toBe(literal);
});

test.each([
  ["Name = 'a' AND (City = 'b' OR City LIKE 'c)%')", null],
  ["Name = 'it\\'s (fine'", null],
  ["Name = 'a') OR (Name != 'b'", 'A parenthesis is closed that was not opened.'],
  ["(Name = 'a'", 'A parenthesis is not closed.'],
  ["Name = 'a\\'", "A text is not closed: put it between single quotes, and write \\' for a quote in it."],
  [' ', 'It is empty.'],
])('%j stays between its parentheses, or is refused (SEC-3)', (condition, problem) => {
  expect(conditionProblem(condition)?.sentence ?? null).toBe(problem);
});
