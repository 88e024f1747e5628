import { LockstepError } from '../../errors.ts';
import type { FieldRename } from '../../mapping/field-renames.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { isoTime } from '../../postgres/types.ts';
import type { Notice } from '../../subscription/notifications.ts';
import { told } from '../../told.ts';

/** A rename that an administrator has not decided about yet. */
export interface ProposedRename extends FieldRename {
  /** The marketing field that would go on. */
  field: string;
  label: string;
  proposedAt: string;
}

/** Keeps the proposals as they are now; returns those that wait for a decision. What was declined is not asked again. */
export async function keepProposals(client: Client, likely: readonly FieldRename[]): Promise<FieldRename[]> {
  const now = JSON.stringify(likely);
  await client.query(sql`
    delete from field_rename
     where declined_at is null
       and (object, old_field, new_field) not in (
         select object, "oldField", "newField"
           from jsonb_to_recordset(${now}::jsonb) as r(object text, "oldField" text, "newField" text))`);
  await client.query(sql`
    insert into field_rename (object, old_field, new_field, evidence)
    select object, "oldField", "newField", evidence
      from jsonb_to_recordset(${now}::jsonb) as r(object text, "oldField" text, "newField" text, evidence text)
    on conflict do nothing`);
  const { rows } = await client.query(`
    select object, old_field as "oldField", new_field as "newField", evidence from field_rename where declined_at is null`);
  return rows;
}

export async function listRenames(client: Client): Promise<ProposedRename[]> {
  const { rows } = await client.query(`
    select r.object, r.old_field as "oldField", r.new_field as "newField", r.evidence, r.proposed_at, m.field, m.sf_label as label
      from field_rename r join field_mapping m on m.object = r.object and m.sf_field = r.old_field
     where r.declined_at is null order by r.object, r.old_field`);
  return rows.map(({ proposed_at, ...row }) => ({ ...row, proposedAt: isoTime(proposed_at) }));
}

/**
 * The marketing field, its column, its values and its policies go on under the new API name; the next cycle fills in what
 * changed meanwhile.
 */
export async function acceptRename(client: Client, key: string): Promise<ProposedRename> {
  const rename = await findRename(client, key);
  const { object, oldField, newField } = rename;
  for (const [table, column] of [
    ['field_mapping', 'sf_field'],
    ['conflict_policy', 'field'],
  ]) {
    await client.query(`update ${table} set ${column} = $3 where object = $1 and ${column} = $2`, [
      object,
      oldField,
      newField,
    ]);
  }
  await client.query(sql`delete from sfdc_field where object = ${object} and sf_field = ${oldField}`);
  await client.query(sql`delete from field_rename where object = ${object} and old_field = ${oldField}`);
  return rename;
}

/** The new field becomes a marketing field of its own with the next cycle; the old one keeps its data. */
export async function declineRename(client: Client, key: string): Promise<ProposedRename> {
  const rename = await findRename(client, key);
  await client.query(sql`
    update field_rename set declined_at = now()
     where object = ${rename.object} and old_field = ${rename.oldField} and new_field = ${rename.newField}`);
  return rename;
}

/** By the old or the new API name: `Lead.Region__c`. */
async function findRename(client: Client, key: string): Promise<ProposedRename> {
  const found = (await listRenames(client)).find((r) =>
    [r.oldField, r.newField].some((name) => `${r.object}.${name}`.toLowerCase() === key.toLowerCase()),
  );
  if (!found) throw new LockstepError('request/not-found', told`No rename of ${key} waits for a decision.`);
  return found;
}

export function renameNotice({ object, oldField, newField, evidence }: FieldRename): Notice {
  const why =
    evidence === 'durable-id'
      ? told`${object}.${oldField} seems to be called ${newField} now: Salesforce says it is the same field.`
      : told`${object}.${oldField} seems to be called ${newField} now: it has the same label and a type that fits.`;
  return {
    kind: 'field-rename',
    subject: `${object}.${oldField}`,
    message: [why, told`Neither syncs until you decide; nothing is lost.`],
    action: [
      told`Accept the rename, and the marketing field goes on with its values; or decline it, and the new field becomes a marketing field of its own: Admin › Field management, or lockstep schema.`,
    ],
  };
}
