import { expect, test } from 'vitest';
import { inWords } from './words.ts';

const dutch = {
  sentences: { 'There is no person {0} in {1}.': 'In {1} is geen persoon {0}.' },
  errors: { 'sf/unreachable': { meaning: 'Niet bereikbaar.', action: 'Kijk naar het netwerk.' } },
};

test('sentences are translated by themselves, errors by their code, and what somebody else said stays as it is', () => {
  const told = [
    { sentence: 'Not reachable.', values: [], key: 'sf/unreachable/meaning' },
    { sentence: 'There is no person {0} in {1}.', values: ['7', 'here {0}'] },
    { sentence: '{0}', values: ['ECONNREFUSED {0}'], key: 'original' },
  ];
  expect(inWords(dutch, told)).toEqual({
    text: 'Niet bereikbaar. In here {0} is geen persoon 7.',
    original: 'ECONNREFUSED {0}',
  });
  expect(inWords({ sentences: {}, errors: {} }, told).text).toBe('Not reachable. There is no person 7 in here {0}.');
});
