import { expect, test } from 'vitest';
import { budgetOf } from './api-budget.ts';

test.each([
  [{ used: 0, max: 15_000 }, 80, 'free'],
  [{ used: 10_799, max: 15_000 }, 80, 'free'],
  [{ used: 10_800, max: 15_000 }, 80, 'tight'],
  [{ used: 12_000, max: 15_000 }, 80, 'spent'],
  [{ used: 15_000, max: 15_000 }, 100, 'spent'],
  [null, 1, 'free'],
] as const)('%j of a budget of %i %% is %s (SYN-16)', (usage, percent, budget) => {
  expect(budgetOf(usage, percent)).toBe(budget);
});
