import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('cells are quoted, and a cell that a spreadsheet would run is text (SEC-3)', () => {
  expect(
    csvOf(
      ['name', 'n'],
      [
        ['a "b", c', -1],
        ['=1+1', null],
      ],
    ),
  ).toBe('"name","n"\r\n"a ""b"", c","-1"\r\n"\'=1+1",""\r\n');
});
