import type { MemberInput, MembersChanged, ProgramMemberPage, ProgressionStatus } from '@lockstep/contract/programs.ts';
import { LockstepError } from '../errors.ts';
import type { MarketingType } from '../mapping/field-type.ts';
import { noteMembers } from '../mapping/render-member-notes.ts';
import { memberActivity, renderEditMembers, renderMemberValues } from '../mapping/render-members.ts';
import { fieldValue } from '../people/field-value.ts';
import { inStep, memberStanding, standingTables } from '../people/member-standing.ts';
import type { Client } from '../postgres/pool.ts';
import { raw, sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import { told } from '../told.ts';
import { getChannel } from './channels.ts';
import { readMemberFields } from './member-fields.ts';

export interface MembersQuery {
  status?: string;
  after?: number;
  limit?: number;
}

/** Members of a program, a page at a time, in the order of their persons' ids. */
export async function listMembers(client: Client, programId: number, query: MembersQuery): Promise<ProgramMemberPage> {
  await readStatuses(client, programId);
  const { status, after = 0, limit = 50 } = query;
  const values = renderMemberValues(await readMemberFields(client), 'm');
  const { rows } = await client.query(sql`
    select m.person_id as "personId", nullif(concat_ws(' ', p.first_name, p.last_name), '') as name, p.email, m.status,
           m.reached_success as "reachedSuccess", m.joined_at, m.updated_at, ${raw(values)} as values, ${memberStanding}
      from program_member m
      join person p on p.id = m.person_id
      join program g on g.id = m.program_id
      ${standingTables(sql`m.person_id`)}
     where m.program_id = ${programId} and m.person_id > ${after}
       and (${status ?? null}::text is null or m.status = ${status ?? null})
     order by m.person_id limit ${limit + 1}`);
  const members = rows.slice(0, limit).map(({ joined_at, updated_at, standing, ...row }) => ({
    ...row,
    ...inStep(standing),
    joinedAt: isoTime(joined_at),
    updatedAt: isoTime(updated_at),
  }));
  return { members, next: rows.length > limit ? (members.at(-1)?.personId ?? null) : null };
}

/**
 * Adds people to a program, or changes their status and member fields, in one transaction; each change is in the person's log.
 * Success, once reached, stays.
 */
export async function setMembers(
  client: Client,
  programId: number,
  members: readonly MemberInput[],
  source: string,
): Promise<MembersChanged> {
  const statuses = await readStatuses(client, programId);
  const fields = await readMemberFields(client);
  const input = members.map(({ personId, status, values = {} }) => {
    if (status !== undefined && !statuses.some((s) => s.name === status)) {
      const known = statuses.map((s) => s.name).join(', ');
      throw new LockstepError('request/invalid', told`${status} is no status of this program's channel: ${known}.`);
    }
    const checked = Object.entries(values).map(([name, value]) => {
      const field = fields.find((f) => f.name === name);
      if (!field) throw new LockstepError('request/invalid', told`There is no member field "${name}".`);
      return [name, fieldValue({ name, type: field.type as MarketingType }, value)];
    });
    return { personId, status: status ?? null, values: Object.fromEntries(checked) };
  });
  await refuseRepeated(members);
  await refuseUnknownPeople(client, members);
  const edit = renderEditMembers(fields);
  await client.query(edit.input, [JSON.stringify(input), programId]);
  await client.query(edit.lock);
  const added = await client.query(edit.add, [source]);
  await client.query(edit.log, [source]);
  const changed = await client.query(edit.change);
  await client.query('drop table member_input');
  return { added: added.rows[0].rows, changed: changed.rows[0].rows };
}

/** Takes people, or all members, out of a program; who is not a member is left alone. Returns how many were members. */
export async function removeMembers(
  client: Client,
  programId: number,
  personIds: readonly number[] | 'all',
  source: string,
): Promise<number> {
  await readStatuses(client, programId);
  const chosen = personIds === 'all' ? sql`true` : sql`person_id = any(${personIds}::bigint[])`;
  const { rows } = await client.query(sql`
    with removed as (
      delete from program_member where program_id = ${programId} and ${chosen}
      returning program_id, person_id, status
    ), logged as (
      insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
      select r.person_id, ${memberActivity.statusChanged}::smallint, g.name, r.status, ${memberActivity.notInProgram}, ${source},
             g.id::text
        from removed r join program g on g.id = ${programId}
    ), noted as (${raw(noteMembers('removed'))}
    )
    select count(*)::int as removed from removed`);
  return rows[0].removed;
}

async function readStatuses(client: Client, programId: number): Promise<readonly ProgressionStatus[]> {
  const { rows } = await client.query<{ channel_id: number }>(sql`
    select channel_id from program where id = ${programId}`);
  if (!rows[0]) throw new LockstepError('request/not-found', told`There is no program ${programId}.`);
  return (await getChannel(client, rows[0].channel_id)).statuses;
}

async function refuseRepeated(members: readonly MemberInput[]): Promise<void> {
  const ids = members.map((m) => m.personId);
  if (new Set(ids).size < ids.length) throw new LockstepError('request/invalid', told`A person is named twice.`);
}

async function refuseUnknownPeople(client: Client, members: readonly MemberInput[]): Promise<void> {
  const { rows } = await client.query<{ id: number }>(sql`
    select i.id from unnest(${members.map((m) => m.personId)}::bigint[]) as i(id)
     where not exists (select from person p where p.id = i.id) limit 5`);
  if (rows.length > 0) {
    throw new LockstepError('request/not-found', told`There is no person ${rows.map((r) => r.id).join(', ')}.`);
  }
}
