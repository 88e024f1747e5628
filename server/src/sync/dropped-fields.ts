import type { SaveOutcome } from '../salesforce/salesforce.ts';

/**
 * Refusals that are about the value of one field alone: restricted picklists, also values that the record type does not allow
 * (the same code), and states and countries that are picklists. The record is saved without the field, whose value waits with the
 * error: one field is dropped, never the record.
 */
export const droppable: readonly string[] = ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'FIELD_INTEGRITY_EXCEPTION'];

/** The fields of `record` without which it may be saved; empty when something else is wrong with it too. */
export function fieldsToDrop(record: Record<string, unknown>, outcome: SaveOutcome | undefined): string[] {
  if (!outcome || typeof outcome === 'string' || outcome.success) return [];
  if (!outcome.errors.every((e) => droppable.includes(e.statusCode) && e.fields.length > 0)) return [];
  const named = outcome.errors.flatMap((e) => e.fields);
  return named.every((field) => field !== 'Id' && field in record) ? [...new Set(named)] : [];
}

export function withoutFields(record: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !fields.includes(name)));
}
