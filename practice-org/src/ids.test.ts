import { expect, test } from 'vitest';
import { checkCharacters, looksLikeId, toId18 } from './ids.ts';

test('the check characters are those of recorded ids', () => {
  expect(checkCharacters('a00B000000FSkcv')).toBe('IAD');
  expect(checkCharacters('01gB000003OCxSP')).toBe('IA1');
  expect(checkCharacters('750ak000009BWKL')).toBe('AA4');
});

test('15 characters become 18, 18 stay, and lost capitals are restored', () => {
  expect(toId18('a00B000000FSkcv')).toBe('a00B000000FSkcvIAD');
  expect(toId18('a00B000000FSkcvIAD')).toBe('a00B000000FSkcvIAD');
  expect(toId18('A00B000000FSKCVIAD')).toBe('a00B000000FSkcvIAD');
});

test('what can not be an id is none', () => {
  expect(toId18('a00B000000FSjVUIB1X')).toBeUndefined();
  expect(toId18('nonsense')).toBeUndefined();
  expect(looksLikeId('12345678901234')).toBe(false);
});
