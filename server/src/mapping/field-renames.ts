import { type FieldMapping, fieldKey } from './field-mapping.ts';
import { typesAgree } from './field-type.ts';

/** A field that vanished, and the new one that it seems to be (FLD-6). */
export interface FieldRename {
  object: string;
  oldField: string;
  newField: string;
  /** Salesforce says that they are one field, or label and type suggest it. */
  evidence: 'durable-id' | 'label';
}

/**
 * Which of the new fields are old ones under another API name. The durable id is proof either way; where the sync user may not
 * read it, a new field with the label and the type of one that vanished is a likely rename.
 */
export function likelyRenames(
  vanished: readonly FieldMapping[],
  added: readonly FieldMapping[],
  durableIds: ReadonlyMap<string, string | null>,
): FieldRename[] {
  const idOf = (m: FieldMapping) => durableIds.get(fieldKey(m.object, m.sfField)) ?? null;
  const taken = new Set<FieldMapping>();
  return vanished.flatMap((old) => {
    const free = added.filter((m) => m.object === old.object && !taken.has(m));
    const same = free.find((m) => idOf(m) !== null && idOf(m) === idOf(old));
    const alike = free.filter(
      (m) => m.sfLabel === old.sfLabel && typesAgree(m.type, old.type) && (idOf(m) === null || idOf(old) === null),
    );
    const found = same ?? (alike.length === 1 ? alike[0] : undefined);
    if (!found) return [];
    taken.add(found);
    const evidence = found === same ? 'durable-id' : 'label';
    return [{ object: old.object, oldField: old.sfField, newField: found.sfField, evidence } as const];
  });
}
