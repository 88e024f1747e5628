import { type FieldMapping, fieldKey, mapFields } from '../mapping/field-mapping.ts';
import { columnTypeOf, type MarketingType, marketingTypeOf } from '../mapping/field-type.ts';
import type { Client } from '../postgres/pool.ts';
import type { FieldDescribe } from '../salesforce/salesforce.ts';
import { addMappings } from '../subscription/field-catalog.ts';

/** What describe() says now of the objects that can be synced. */
export type Describes = ReadonlyMap<string, FieldDescribe[]>;

/** Fields of the objects that could take part and are not known yet. */
export function unknownFields(describes: Describes, known: readonly FieldMapping[]): FieldMapping[] {
  const knownKeys = new Set(known.map((m) => fieldKey(m.object, m.sfField)));
  return mapFields(describes, new Set()).filter((m) => !knownKeys.has(fieldKey(m.object, m.sfField)));
}

/** Chosen fields of the objects that can't be seen any more: deleted in Salesforce, or hidden from the sync user. */
export function vanishedFields(describes: Describes, known: readonly FieldMapping[]): FieldMapping[] {
  return known.filter(
    (m) => m.chosen && describes.has(m.object) && !describes.get(m.object)?.some((f) => f.name === m.sfField),
  );
}

/**
 * Fields that the sync user can see since the fields were synced take part by themselves, and their existing values are
 * filled in (FLD-6; other products wait for each record to change). What somebody unticked stays out.
 */
export async function adoptFields(
  client: Client,
  added: readonly FieldMapping[],
  known: readonly FieldMapping[],
): Promise<FieldMapping[]> {
  if (added.length === 0) return [...known];
  const adopted = added.map((m) => (isTaken(known, m) ? apart(m) : m));
  await addMappings(client, adopted);
  return [...known, ...adopted];
}

/** Two fields of one object can't share a marketing field: a new one of a like name gets a field of its own. */
function isTaken(known: readonly FieldMapping[], { object, entity, field }: FieldMapping): boolean {
  return known.some((m) => m.object === object && m.entity === entity && m.field === field);
}

/** The mapping with a marketing field of its own. */
export function apart(mapping: FieldMapping): FieldMapping {
  return { ...mapping, field: `${mapping.sfField}_${mapping.object.toLowerCase()}`, origin: 'own' };
}

/** A field whose type in Salesforce no longer fits its column. */
export interface TypeChange {
  object: string;
  sfField: string;
  oldType: MarketingType;
  newSfType: string;
  /** Null when a field of the new type has no value of its own. */
  newType: MarketingType | null;
}

/** These fields leave the plan and keep their data, until an administrator decides (FLD-6). */
export function changedTypes(describes: Describes, mappings: readonly FieldMapping[]): TypeChange[] {
  return mappings
    .filter((m) => m.chosen)
    .flatMap(({ object, sfField, type: oldType }): TypeChange[] => {
      const now = describes.get(object)?.find((f) => f.name === sfField);
      if (!now) return [];
      const newType = marketingTypeOf(now);
      if (newType && columnTypeOf(newType) === columnTypeOf(oldType)) return [];
      return [{ object, sfField, oldType, newSfType: now.type, newType }];
    });
}
