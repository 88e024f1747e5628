import { LockstepError } from '../../errors.ts';
import { fieldKey } from '../../mapping/field-mapping.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import type { FieldDescribe, Salesforce } from '../../salesforce/salesforce.ts';
import { soqlText } from '../../salesforce/soql.ts';
import type { Notice } from '../../subscription/notifications.ts';
import { told } from '../../told.ts';

/** What is remembered of a field of Salesforce from one describe to the next. */
export interface KnownField {
  object: string;
  sfField: string;
  durableId: string | null;
  calculated: boolean;
  /** Active values; null for a field that is no picklist. */
  picklist: string[] | null;
}

export async function readKnownFields(client: Client): Promise<KnownField[]> {
  const { rows } = await client.query(`
    select object, sf_field as "sfField", durable_id as "durableId", calculated, picklist from sfdc_field`);
  return rows;
}

/**
 * The durable ids of the fields of these objects, which keep through a change of an API name: one call. A sync user who may
 * not read FieldDefinition goes without; renames are told by label and type then.
 */
export async function readDurableIds(salesforce: Salesforce, objects: readonly string[]): Promise<Map<string, string>> {
  const queries = objects.map((object) => ({
    soql: `SELECT DurableId, QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = ${soqlText(object)}`,
  }));
  try {
    const answers = await salesforce.smallQueries(queries);
    const ids = answers.flatMap((rows, index) =>
      rows.map((row): [string, string] => [
        fieldKey(objects[index] ?? '', String(row.QualifiedApiName)),
        String(row.DurableId),
      ]),
    );
    return new Map(ids);
  } catch (error) {
    const isRefused = error instanceof LockstepError && ['sf/refused', 'sf/no-access'].includes(error.code);
    if (!isRefused) throw error;
    return new Map();
  }
}

/** Remembers the fields as they are now. A field that can't be seen any more stays remembered: it may come back. */
export async function rememberFields(client: Client, fields: readonly KnownField[]): Promise<void> {
  await client.query(sql`
    insert into sfdc_field as k (object, sf_field, durable_id, calculated, picklist)
    select object, "sfField", "durableId", calculated, nullif(picklist, 'null'::jsonb)
      from jsonb_to_recordset(${JSON.stringify(fields)}::jsonb)
        as f(object text, "sfField" text, "durableId" text, calculated boolean, picklist jsonb)
    on conflict (object, sf_field) do update
       set durable_id = coalesce(excluded.durable_id, k.durable_id), calculated = excluded.calculated, picklist = excluded.picklist
     where (k.durable_id, k.calculated, k.picklist) is distinct from
           (coalesce(excluded.durable_id, k.durable_id), excluded.calculated, excluded.picklist)`);
}

export function knownField(object: string, field: FieldDescribe, durableId: string | null): KnownField {
  const isPicklist = ['picklist', 'multipicklist', 'combobox'].includes(field.type);
  const values = field.picklistValues.filter((v) => v.active).map((v) => v.value);
  return {
    object,
    sfField: field.name,
    durableId,
    calculated: field.calculated,
    picklist: isPicklist ? values : null,
  };
}

/** Values that came or went since the field was last described; null when none did, or when it is new. */
export function picklistNotice(before: KnownField | undefined, now: KnownField): Notice | null {
  if (!before?.picklist || !now.picklist) return null;
  const [known, current] = [new Set(before.picklist), new Set(now.picklist)];
  const added = now.picklist.filter((value) => !known.has(value));
  const removed = before.picklist.filter((value) => !current.has(value));
  if (added.length === 0 && removed.length === 0) return null;
  return {
    kind: 'picklist',
    subject: fieldKey(now.object, now.sfField),
    message: [
      told`The values of ${fieldKey(now.object, now.sfField)} have changed.`,
      ...(added.length > 0 ? [told`New: ${listed(added)}.`] : []),
      ...(removed.length > 0 ? [told`Removed: ${listed(removed)}.`] : []),
    ],
    action: [
      told`Look at forms, imports and campaigns that use the field: a restricted picklist refuses a value that was removed.`,
    ],
  };
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, 20).map((value) => `“${value}”`);
  const more = values.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` + ${more}` : ''}`;
}
