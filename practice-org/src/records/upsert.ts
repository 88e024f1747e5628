import { toId18 } from '../ids.ts';
import type { ViewField } from '../metadata/profile-view.ts';
import { findByExternalId } from './external-ids.ts';
import type { InputRecord } from './prepare.ts';
import { createRecords, updateRecords } from './save.ts';
import { refused, type SaveContext, type SaveResult } from './save-context.ts';
import { idOf } from './stored-records.ts';

/** Creates the records whose key is unknown, updates the others. */
export async function upsertRecords(
  context: SaveContext,
  field: ViewField,
  inputs: InputRecord[],
): Promise<SaveResult[]> {
  const keyOf = (input: InputRecord) =>
    field.name === 'Id'
      ? idOf(input)
      : Object.entries(input).find(([name]) => name.toLowerCase() === field.name.toLowerCase())?.[1];
  const results: SaveResult[] = inputs.map(() => refused(null));
  const creates: number[] = [];
  const updates: [number, string][] = [];
  const found =
    field.name === 'Id' ? new Map() : await findByExternalId(context, field, inputs.map(keyOf).filter(isPresent));
  for (const [i, input] of inputs.entries()) {
    const key = keyOf(input);
    if (field.name === 'Id') {
      if (isPresent(key)) updates.push([i, toId18(String(key)) ?? String(key)]);
      else creates.push(i);
      continue;
    }
    if (!isPresent(key)) {
      results[i] = refused(null, {
        statusCode: 'MISSING_ARGUMENT',
        message: `${field.name} not specified`,
        fields: [],
      });
      continue;
    }
    const matches = found.get(String(key).toLowerCase()) ?? [];
    if (matches.length > 1) {
      const message = `${field.name}: more than one record found for external id field: [${matches.join(', ')}]`;
      results[i] = refused(null, { statusCode: 'DUPLICATE_EXTERNAL_ID', message, fields: [] });
    } else if (matches.length === 1) updates.push([i, matches[0] as string]);
    else creates.push(i);
  }
  const created =
    creates.length > 0
      ? await createRecords(
          context,
          creates.map((i) => inputs[i] as InputRecord),
        )
      : [];
  for (const [n, i] of creates.entries())
    results[i] = { ...(created[n] as SaveResult), created: created[n]?.success ?? false };
  const updated =
    updates.length > 0
      ? await updateRecords(
          context,
          updates.map(([i, Id]) => ({ ...withoutKey(inputs[i] as InputRecord, field), Id })),
        )
      : [];
  for (const [n, [i]] of updates.entries()) results[i] = { ...(updated[n] as SaveResult), created: false };
  return results;
}

function withoutKey(input: InputRecord, field: ViewField): InputRecord {
  return Object.fromEntries(
    Object.entries(input).filter(
      ([name]) => name.toLowerCase() !== field.name.toLowerCase() && name.toLowerCase() !== 'id',
    ),
  );
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
