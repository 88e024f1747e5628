import type { SaveOutcome, SaveResult } from '../salesforce/salesforce.ts';
import { outcomesOf, type Saved } from './save-outcomes.ts';

/** Somebody left the company: Salesforce refuses to give an inactive user new records. */
export const inactiveOwner = 'INACTIVE_OWNER_OR_USER';

type Owned = Record<string, unknown>;

/**
 * Saves records; those that would belong to an inactive user are saved again for the fallback owner of the sync options, if
 * there is one. `save` is told whether the record names its owner, so that no assignment rule chooses.
 */
export async function saveWithFallbackOwner(
  records: readonly Owned[],
  fallbackOwnerId: string | null,
  save: (records: Owned[], forFallback: boolean) => Promise<SaveResult[]>,
): Promise<Saved> {
  const first = await outcomesOf(save([...records], false));
  const ownerless = records.flatMap((record, index) => (isOwnerless(first.outcomes[index]) ? [{ record, index }] : []));
  if (!fallbackOwnerId || ownerless.length === 0) return first;
  const again = ownerless.map(({ record }) => ({ ...record, OwnerId: fallbackOwnerId }));
  const second = await outcomesOf(save(again, true));
  const outcomes = [...first.outcomes];
  for (const [at, { index }] of ownerless.entries()) outcomes[index] = second.outcomes[at] ?? 'unknown';
  return { outcomes, failure: first.failure ?? second.failure };
}

export function isOwnerless(outcome: SaveOutcome | undefined): boolean {
  return typeof outcome === 'object' && outcome.errors.some((e) => e.statusCode === inactiveOwner);
}
