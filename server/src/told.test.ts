import { expect, test } from 'vitest';
import { original, say, textOf, told } from './told.ts';

test('a sentence and its values are apart, and together they are the text', () => {
  const sentence = told`There is no field "${'Region {0}'}" of ${2} objects.`;
  expect(sentence).toEqual({ sentence: 'There is no field "{0}" of {1} objects.', values: ['Region {0}', '2'] });
  expect(textOf([sentence, told`Nothing.`])).toBe('There is no field "Region {0}" of 2 objects. Nothing.');
});

test('words of somebody else are marked, and nothing is made of an empty text', () => {
  expect(say(told`Refused.`, ...original('ROW_LOCK {0}'))).toEqual({
    message: 'Refused. ROW_LOCK {0}',
    told: [
      { sentence: 'Refused.', values: [] },
      { sentence: '{0}', values: ['ROW_LOCK {0}'], key: 'original' },
    ],
  });
  expect(original('')).toEqual([]);
});
