import type { Told } from '@lockstep/contract/common.ts';
import { LockstepError } from '../errors.ts';
import type { ApiUsage } from '../salesforce/salesforce.ts';
import { told } from '../told.ts';

/**
 * How much of the org's API requests the sync may still use (SYN-16). The org counts everybody's requests of the last 24
 * hours, so others' use counts too: what is reserved for them is never touched by the sync.
 */
export type Budget = 'free' | 'tight' | 'spent';

/** From this share of the budget on, only people and what they need are synced. */
const tightFrom = 0.9;

/** `percent`: the share of the daily limit up to which the sync goes on. Before any answer told the usage, it is free. */
export function budgetOf(usage: ApiUsage | null, percent: number): Budget {
  if (!usage) return 'free';
  const budget = (usage.max * percent) / 100;
  if (usage.used >= budget) return 'spent';
  return usage.used >= budget * tightFrom ? 'tight' : 'free';
}

/** That the budget is spent, as an error; null while there is something left. */
export function spentBudget(usage: ApiUsage | null, percent: number): LockstepError | null {
  if (!usage || budgetOf(usage, percent) !== 'spent') return null;
  return new LockstepError('sync/api-budget', describeUsage(usage, percent));
}

export const describeUsage = ({ used, max }: ApiUsage, percent: number): Told =>
  told`${used} of ${max} requests of the last 24 hours are used, and the budget is ${percent} %.`;

/** Below this share of the budget its end is no news any more. In between it comes and goes with every cycle. */
const roomBelow = 0.8;

/** Whether administrators may forget that the budget was tight. */
export function hasRoom(usage: ApiUsage | null, percent: number): boolean {
  return !usage || usage.used < (usage.max * percent * roomBelow) / 100;
}

/** Early cycles stop at half of the budget: what can wait for the next cycle must not make the cycles wait. */
const earlyUpTo = 0.5;

/** Whether a change may be pulled at once, rather than in the next cycle. */
export function mayRunEarly(usage: ApiUsage | null, percent: number): boolean {
  return !usage || usage.used < (usage.max * percent * earlyUpTo) / 100;
}

/** Objects that are still synced when the budget is tight: people, and what they can't be without. */
export const firstObjects: readonly string[] = ['User', 'Group', 'Account', 'Lead', 'Contact'];
