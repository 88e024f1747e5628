import { identifier as id, literal } from '../postgres/quoting.ts';
import { canonicalText } from './canonical.ts';
import { type ColumnType, columnTypeOf, type MarketingType } from './field-type.ts';
import { noteMembers } from './render-member-notes.ts';

/** A custom field of program members (PRG); a column of that name is on program_member and campaign_member. */
export interface MemberField {
  id: number;
  name: string;
  label: string;
  type: MarketingType;
  column: string;
  /** The field of CampaignMember that it is mapped to. */
  salesforceField: string | null;
}

/** Numbered as in the Marketo REST API; who joins or leaves a program changes from or to *Not in Program*. */
export const memberActivity = { statusChanged: 104, dataChanged: 123, notInProgram: 'Not in Program' } as const;

export const memberColumnType = (field: MemberField): ColumnType => columnTypeOf(field.type);

/** The key of a member field in member_base. */
export const memberKey = (field: MemberField): string => literal(String(field.id));

/** A member field as canonical text. */
export const memberText = (alias: string, field: MemberField): string =>
  canonicalText(`${alias}.${id(field.column)}`, memberColumnType(field));

/** The member fields of a row as one JSON object, by name. */
export function renderMemberValues(fields: readonly MemberField[], alias: string): string {
  return `jsonb_build_object(${fields.flatMap((f) => [literal(f.name), memberText(alias, f)]).join(', ')})`;
}

const each = <T>(items: readonly T[], render: (item: T) => string) => items.map(render).join('');
const given = (field: MemberField) => `(i.values ->> ${literal(field.name)})::${memberColumnType(field)}`;
const kept = (field: MemberField) =>
  `case when i.values ? ${literal(field.name)} then ${given(field)} else m.${id(field.column)} end`;

/** The statements by which people are added to a program here, or changed in it; in this order. */
export function renderEditMembers(fields: readonly MemberField[]) {
  return {
    /** $1: the members as JSON; $2: the program. */
    input: `
create temp table member_input on commit drop as
select $2::bigint as program_id, i."personId" as person_id, i.status, i.values
  from jsonb_to_recordset($1::jsonb) as i("personId" bigint, status text, values jsonb)`,
    lock: `
select count(*) from (
  select m.person_id from program_member m join member_input i using (program_id, person_id) order by m.person_id for update of m) locked`,
    /** $1: who does it. */
    add: `
with added as (
  insert into program_member (program_id, person_id, status, reached_success${each(fields, (f) => `, ${id(f.column)}`)})
  select i.program_id, i.person_id, s.status, s.success${each(fields, (f) => `, ${given(f)}`)}
    from member_input i
   cross join lateral (
     select s.status, s.success from program_status s
      where s.program_id = i.program_id and (i.status is null or s.status = i.status)
      order by s.step, s.status limit 1) s
  on conflict do nothing
  returning program_id, person_id, status
), logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
  select a.person_id, ${memberActivity.statusChanged}, g.name, ${literal(memberActivity.notInProgram)}, a.status, $1, g.id::text
    from added a join program g on g.id = a.program_id
), noted as (${noteMembers('added')}
)
select count(*)::int as rows from added`,
    log: `
insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select m.person_id, v.type, v.field, v.old_value, v.new_value, $1, g.id::text
  from member_input i
  join program_member m using (program_id, person_id)
  join program g on g.id = i.program_id
 cross join lateral (values
   (${memberActivity.statusChanged}, g.name, m.status, coalesce(i.status, m.status))${each(
     fields,
     (f) => `,
   (${memberActivity.dataChanged}, ${literal(f.name)}, ${memberText('m', f)}, ${canonicalText(kept(f), memberColumnType(f))})`,
   )}
 ) as v(type, field, old_value, new_value)
 where v.old_value is distinct from v.new_value`,
    change: `
with changed as (
  update program_member m
     set status = coalesce(i.status, m.status),
         reached_success = m.reached_success or coalesce((
           select s.success from program_status s where s.program_id = m.program_id and s.status = i.status), false)${each(
             fields,
             (f) => `,
         ${id(f.column)} = ${kept(f)}`,
           )},
         updated_at = now()
    from member_input i
   where m.program_id = i.program_id and m.person_id = i.person_id
     and (m.status${each(fields, (f) => `, m.${id(f.column)}`)})
         is distinct from (coalesce(i.status, m.status)${each(fields, (f) => `, ${kept(f)}`)})
  returning m.program_id, m.person_id
), noted as (${noteMembers('changed')}
)
select count(*)::int as rows from changed`,
  };
}
