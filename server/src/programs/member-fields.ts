import type { MemberFieldInput, MemberFieldView } from '@lockstep/contract/programs.ts';
import { LockstepError } from '../errors.ts';
import { columnTypeOf, type MarketingType, marketingTypeOf, typesAgree } from '../mapping/field-type.ts';
import { noteMembers } from '../mapping/render-member-notes.ts';
import type { MemberField } from '../mapping/render-members.ts';
import type { Client } from '../postgres/pool.ts';
import { identifier } from '../postgres/quoting.ts';
import { sql } from '../postgres/sql.ts';
import type { ObjectDescribe } from '../salesforce/salesforce.ts';
import { told } from '../told.ts';

const most = 20;

/** Custom fields of program members: common to all programs, at most twenty (PRG). */
export async function readMemberFields(client: Client): Promise<MemberField[]> {
  const { rows } = await client.query<Omit<MemberField, 'column'>>(`
    select id, name, label, type, sfdc_field as "salesforceField" from member_field order by id`);
  return rows.map((row) => ({ ...row, column: `field_${row.id}` }));
}

export async function listMemberFields(client: Client): Promise<MemberFieldView[]> {
  return (await readMemberFields(client)).map(({ name, label, type, salesforceField }) => ({
    name,
    label,
    type,
    salesforceField,
  }));
}

export async function createMemberField(client: Client, input: MemberFieldInput): Promise<MemberFieldView[]> {
  await client.query('lock table member_field in share row exclusive mode');
  const fields = await readMemberFields(client);
  if (fields.some((f) => f.name.toLowerCase() === input.name.toLowerCase())) {
    throw new LockstepError('request/invalid', told`There is a member field ${input.name} already.`);
  }
  const removed = await client.query<{ id: number }>('select id from removed_member_field');
  const taken = new Set([...fields, ...removed.rows].map((f) => f.id));
  const id = Array.from({ length: most }, (_, at) => at + 1).find((n) => !taken.has(n));
  if (id === undefined) throw new LockstepError('request/invalid', told`There can be ${most} member fields.`);
  await client.query(sql`
    insert into member_field (id, name, label, type) values (${id}, ${input.name}, ${input.label ?? input.name}, ${input.type})`);
  const column = `${identifier(`field_${id}`)} ${columnTypeOf(input.type)}`;
  await client.query(`
    alter table program_member add column ${column};
    alter table campaign_member add column ${column}`);
  return listMemberFields(client);
}

/** Maps a member field to a field of CampaignMember, or ends its mapping. Existing values are filled in by the next cycle. */
export async function mapMemberField(
  client: Client,
  name: string,
  salesforceField: string | null,
  describe: ObjectDescribe | null,
): Promise<MemberFieldView[]> {
  const fields = await readMemberFields(client);
  const field = fieldNamed(fields, name);
  if (salesforceField === field.salesforceField) return listMemberFields(client);
  if (salesforceField !== null) checkMapping(fields, field, salesforceField, describe);
  await client.query(sql`update member_field set sfdc_field = ${salesforceField} where id = ${field.id}`);
  await forgetAgreements(client, field);
  if (salesforceField !== null) {
    await client.query(sql`
      insert into field_fill (object, sf_field) values ('CampaignMember', ${salesforceField}) on conflict do nothing`);
    await client.query(noteMembers('program_member'));
  }
  return listMemberFields(client);
}

/**
 * Removes a member field with its values of all members; its field in Salesforce keeps its own. A running cycle may still write its
 * columns: the next one drops them.
 */
export async function removeMemberField(client: Client, name: string): Promise<MemberFieldView[]> {
  await client.query('lock table member_field in share row exclusive mode');
  const field = fieldNamed(await readMemberFields(client), name);
  await forgetAgreements(client, field);
  await client.query(sql`delete from member_field where id = ${field.id}`);
  await client.query(sql`insert into removed_member_field (id) values (${field.id})`);
  return listMemberFields(client);
}

/** For the beginning of a cycle, whose plans do without them. */
export async function dropRemovedColumns(client: Client): Promise<void> {
  const { rows } = await client.query<{ id: number }>('delete from removed_member_field returning id');
  for (const { id } of rows) {
    const column = identifier(`field_${id}`);
    await client.query(`
      alter table program_member drop column ${column};
      alter table campaign_member drop column ${column}`);
  }
}

function fieldNamed(fields: readonly MemberField[], name: string): MemberField {
  const field = fields.find((f) => f.name === name);
  if (!field) throw new LockstepError('request/not-found', told`There is no member field ${name}.`);
  return field;
}

/** What a field agreed on with Salesforce says nothing about the one that follows it. */
async function forgetAgreements(client: Client, { id, salesforceField }: MemberField): Promise<void> {
  await client.query(sql`
    update member_base set agreed = agreed - ${String(id)}, sent = sent - ${String(id)}
     where agreed ? ${String(id)} or sent ? ${String(id)}`);
  await client.query(sql`
    delete from field_fill where object = 'CampaignMember' and sf_field = ${salesforceField}`);
}

function checkMapping(
  fields: readonly MemberField[],
  field: MemberField,
  salesforceField: string,
  describe: ObjectDescribe | null,
): void {
  const found = describe?.fields.find((f) => f.name === salesforceField && f.custom);
  if (!found) {
    throw new LockstepError(
      'request/invalid',
      told`The sync user sees no custom field ${salesforceField} on CampaignMember.`,
    );
  }
  const type = marketingTypeOf(found);
  if (!type || !typesAgree(type, field.type as MarketingType)) {
    throw new LockstepError(
      'request/invalid',
      told`${salesforceField} is ${found.type} and ${field.name} is ${field.type}: the types must agree.`,
    );
  }
  if (!found.updateable) {
    throw new LockstepError('request/invalid', told`The sync user may not change ${salesforceField}.`);
  }
  const other = fields.find((f) => f.salesforceField === salesforceField);
  if (other) throw new LockstepError('request/invalid', told`${salesforceField} is mapped to ${other.name} already.`);
}
