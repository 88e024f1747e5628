import type { Problem } from '../api-error.ts';
import type { ObjectView, ViewField } from '../metadata/profile-view.ts';
import { externalIdField, findByExternalId } from './external-ids.ts';
import type { InputRecord } from './prepare.ts';
import type { SaveContext } from './save-context.ts';

/** A parent named by a key of its own, `"Account": {"Number__c": "1"}`, instead of by its id. */
interface NamedParent {
  record: number;
  reference: ViewField;
  target: ObjectView;
  key: ViewField;
  value: unknown;
}

export interface WithParents {
  input: InputRecord;
  problems: Problem[];
}

/**
 * Puts the ids of parents in the place of their external ids; one look-up per object and key.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
 */
export async function withParents(context: SaveContext, inputs: InputRecord[]): Promise<WithParents[]> {
  const named = inputs.flatMap((input, record) => parentsIn(context, input, record));
  const results = inputs.map((input): WithParents => ({ input, problems: [] }));
  const groups = Map.groupBy(named, ({ target, key }) => `${target.name}.${key.name}`);
  for (const group of groups.values()) {
    const [{ target, key }] = group as [NamedParent];
    const found = await findByExternalId(
      { ...context, object: target },
      key,
      group.map(({ value }) => value),
    );
    for (const { record, reference, value } of group) {
      const result = results[record] as WithParents;
      const ids = found.get(String(value).toLowerCase()) ?? [];
      if (ids.length !== 1) result.problems.push(notFound(target.name, key.name, value, ids.length));
      const names = [reference.describe.relationshipName?.toLowerCase(), reference.name.toLowerCase()];
      const others = Object.entries(result.input).filter(([name]) => !names.includes(name.toLowerCase()));
      result.input = { ...Object.fromEntries(others), ...(ids.length === 1 && { [reference.name]: ids[0] }) };
    }
  }
  return results;
}

function parentsIn({ object, view }: SaveContext, input: InputRecord, record: number): NamedParent[] {
  return Object.entries(input).flatMap(([name, given]): NamedParent[] => {
    const reference = object.relationship(name);
    if (!reference || typeof given !== 'object' || given === null) return [];
    const { attributes, ...keys } = given as Record<string, unknown>;
    const type = (attributes as { type?: string } | undefined)?.type ?? reference.describe.referenceTo[0] ?? '';
    const target = view.object(type);
    const [key] = Object.entries(keys);
    if (!target || !key || Object.keys(keys).length !== 1) return [];
    return [{ record, reference, target, key: externalIdField(target, key[0]), value: key[1] }];
  });
}

function notFound(object: string, key: string, value: unknown, count: number): Problem {
  const named = `Foreign key external ID: ${String(value).toLowerCase()}`;
  const message = count === 0 ? `${named} not found for field ${key} in entity ${object}` : `${named} is not unique`;
  return { statusCode: 'INVALID_FIELD', message, fields: [] };
}
