import type { ChannelInput, ChannelView, ProgressionStatus } from '@lockstep/contract/programs.ts';
import { LockstepError } from '../errors.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { told } from '../told.ts';

/** Kinds of programs, each with the statuses that a member may progress through (PRG). */
export async function listChannels(client: Client): Promise<ChannelView[]> {
  const { rows } = await client.query<ChannelView>(`
    select c.id, c.name,
           (select jsonb_agg(jsonb_build_object('name', s.name, 'step', s.step, 'success', s.success) order by s.step, s.name)
              from channel_status s where s.channel_id = c.id) as statuses,
           (select count(*)::int from program g where g.channel_id = c.id) as programs
      from channel c order by c.name`);
  return rows;
}

export async function getChannel(client: Client, id: number): Promise<ChannelView> {
  const channel = (await listChannels(client)).find((c) => c.id === id);
  if (!channel) throw new LockstepError('request/not-found', told`There is no channel ${id}.`);
  return channel;
}

export async function createChannel(client: Client, { name, statuses }: ChannelInput): Promise<ChannelView> {
  checkStatuses(statuses);
  const { rows } = await client.query<{ id: number }>(sql`
    insert into channel (name) values (${name}) on conflict (name) do nothing returning id`);
  const [made] = rows;
  if (!made) throw new LockstepError('request/invalid', told`There is a channel ${name} already.`);
  await writeStatuses(client, made.id, statuses);
  return getChannel(client, made.id);
}

/** Replaces name and statuses. A status that a program's member has, or that has a label of its own, stays. */
export async function changeChannel(client: Client, id: number, input: ChannelInput): Promise<ChannelView> {
  checkStatuses(input.statuses);
  await getChannel(client, id);
  const names = input.statuses.map((status) => status.name);
  const { rows } = await client.query<{ status: string; program: string }>(sql`
    select m.status, g.name as program
      from program_member m join program g on g.id = m.program_id
     where g.channel_id = ${id} and m.status <> all(${names}::text[]) limit 1`);
  if (rows[0]) {
    const { status, program } = rows[0];
    throw new LockstepError(
      'request/invalid',
      told`Members of the program ${program} have the status ${status}: it has to stay.`,
    );
  }
  const taken = await client.query(sql`select from channel where name = ${input.name} and id <> ${id}`);
  if (taken.rowCount) throw new LockstepError('request/invalid', told`There is a channel ${input.name} already.`);
  await client.query(sql`update channel set name = ${input.name} where id = ${id}`);
  await client.query(sql`delete from channel_status where channel_id = ${id}`);
  await writeStatuses(client, id, input.statuses);
  await client.query(sql`
    delete from program_status_label l using program g
     where g.id = l.program_id and g.channel_id = ${id} and l.status <> all(${names}::text[])`);
  // What waited for a status may be possible now.
  await client.query(sql`
    update member_change c set work = null from program g where g.id = c.program_id and g.channel_id = ${id}`);
  return getChannel(client, id);
}

async function writeStatuses(client: Client, channelId: number, statuses: readonly ProgressionStatus[]): Promise<void> {
  await client.query(sql`
    insert into channel_status (channel_id, name, step, success)
    select ${channelId}, s.name, s.step, s.success
      from jsonb_to_recordset(${JSON.stringify(statuses)}::jsonb) as s(name text, step integer, success boolean)`);
}

/** A campaign needs a status that counts as responded (CampaignMemberStatus, from API 39.0), so a channel needs a success. */
function checkStatuses(statuses: readonly ProgressionStatus[]): void {
  const names = statuses.map((status) => status.name.toLowerCase());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new LockstepError('request/invalid', told`The status ${twice} is there twice.`);
  if (!statuses.some((status) => status.success)) {
    throw new LockstepError(
      'request/invalid',
      told`At least one status has to be a success: a campaign needs a “Responded”.`,
    );
  }
}
