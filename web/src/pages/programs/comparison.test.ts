import { expect, test } from 'vitest';
import { type ComparedStatus, countOf, withLabels } from './comparison.ts';

const ours = (status: string, success: boolean): ComparedStatus => ({
  status,
  label: status,
  success,
  hasResponded: null,
  problem: 'missing in the campaign',
});
const theirs = (label: string, hasResponded: boolean): ComparedStatus => ({
  status: null,
  label,
  success: null,
  hasResponded,
  problem: 'missing in the program',
});
const compared = [ours('Invited', false), ours('Attended', true), theirs('Sent', false), theirs('Responded', true)];

test('a label that stands for a status takes both out of what is missing (PRG)', () => {
  const labelled = withLabels(compared, { Invited: 'Sent' });
  expect(labelled[0]).toEqual({ ...ours('Invited', false), label: 'Sent', hasResponded: false, problem: null });
  expect(labelled.map(({ label }) => label)).toEqual(['Sent', 'Attended', 'Responded']);
  expect(countOf(labelled, 'missing in the campaign')).toBe(1);
});

test('a label that says something else about success does not stand for the status', () => {
  expect(withLabels(compared, { Invited: 'Responded' })[0]?.problem).toBe('differs');
});
