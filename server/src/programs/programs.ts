import type {
  PeriodCost,
  ProgramChanges,
  ProgramInput,
  ProgramPage,
  ProgramView,
} from '@lockstep/contract/programs.ts';
import { LockstepError, must } from '../errors.ts';
import type { Client } from '../postgres/pool.ts';
import { type Query, sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import { told } from '../told.ts';

export interface ProgramsQuery {
  /** Start of the name. */
  search?: string;
  /** Id of the last program of the page before. */
  after?: number;
  limit?: number;
}

/** Marketing initiatives, a page at a time in id order (PRG). */
export async function listPrograms(client: Client, query: ProgramsQuery): Promise<ProgramPage> {
  const { search, after = 0, limit = 50 } = query;
  const start = `${(search ?? '').toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const programs = await readPrograms(client, sql`lower(g.name) like ${start} and g.id > ${after}`, limit + 1);
  const page = programs.slice(0, limit);
  return { programs: page, next: programs.length > limit ? (page.at(-1)?.id ?? null) : null };
}

export async function getProgram(client: Client, id: number): Promise<ProgramView> {
  const [program] = await readPrograms(client, sql`g.id = ${id}`, 1);
  if (!program) throw new LockstepError('request/not-found', told`There is no program ${id}.`);
  return program;
}

export async function createProgram(client: Client, input: ProgramInput): Promise<ProgramView> {
  const channelId = await channelNamed(client, input.channel);
  const { rows } = await client.query<{ id: number }>(sql`
    insert into program (name, channel_id, description) values (${input.name}, ${channelId}, ${input.description ?? null})
    on conflict (name) do nothing returning id`);
  const [made] = rows;
  if (!made) throw nameTaken(input.name);
  if (input.costs) await writeCosts(client, made.id, input.costs);
  return getProgram(client, made.id);
}

/** Changes what is named. The channel of a program with members or a campaign stays: their statuses are its statuses. */
export async function changeProgram(client: Client, id: number, changes: ProgramChanges): Promise<ProgramView> {
  const before = await getProgram(client, id);
  if (changes.name !== undefined && changes.name !== before.name) {
    const taken = await client.query(sql`select from program where name = ${changes.name}`);
    if (taken.rowCount) throw nameTaken(changes.name);
  }
  const channel = changes.channel ?? before.channel;
  if (channel !== before.channel && (before.members > 0 || before.campaign)) {
    throw new LockstepError('request/invalid', told`A program that has members or a campaign keeps its channel.`);
  }
  const description = changes.description === undefined ? before.description : changes.description;
  await client.query(sql`
    update program set name = ${changes.name ?? before.name}, channel_id = ${await channelNamed(client, channel)},
           description = ${description}, updated_at = now()
     where id = ${id}`);
  if (changes.costs) await writeCosts(client, id, changes.costs);
  return getProgram(client, id);
}

async function channelNamed(client: Client, name: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>(sql`select id from channel where name = ${name}`);
  if (!rows[0]) throw new LockstepError('request/invalid', told`There is no channel ${name}.`);
  return rows[0].id;
}

async function writeCosts(client: Client, programId: number, costs: readonly PeriodCost[]): Promise<void> {
  await client.query(sql`delete from program_cost where program_id = ${programId}`);
  await client.query(sql`
    insert into program_cost (program_id, month, cost)
    select ${programId}, to_date(c.month, 'YYYY-MM'), sum(c.cost)
      from jsonb_to_recordset(${JSON.stringify(costs)}::jsonb) as c(month text, cost numeric) group by c.month`);
}

const nameTaken = (name: string) => new LockstepError('request/invalid', told`There is a program ${name} already.`);

async function readPrograms(client: Client, condition: Query, limit: number): Promise<ProgramView[]> {
  const { rows } = await client.query(sql`
    select g.id, g.name, c.name as channel, g.description, g.created_at, g.updated_at, g.sfdc_campaign_id, g.linked_at,
           g.initialised_at, k.name as campaign_name, k.sfdc_is_deleted as campaign_deleted,
           coalesce((select jsonb_agg(jsonb_build_object('month', to_char(t.month, 'YYYY-MM'), 'cost', t.cost) order by t.month)
                       from program_cost t where t.program_id = g.id), '[]') as costs,
           (select count(*)::int from program_member m where m.program_id = g.id) as members,
           (select count(*)::int from program_member m where m.program_id = g.id and m.reached_success) as successes,
           (select count(*)::int from member_change w where w.program_id = g.id) as waiting,
           (select count(distinct e.person_id)::int from record_error e
             where e.program_id = g.id and e.resolved_at is null) as refused
      from program g
      join channel c on c.id = g.channel_id
      left join campaign k on k.sfdc_id = g.sfdc_campaign_id
     where ${condition} order by g.id limit ${limit}`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    channel: row.channel,
    description: row.description,
    costs: row.costs,
    members: row.members,
    successes: row.successes,
    campaign: row.sfdc_campaign_id === null ? null : campaignOf(row),
    createdAt: isoTime(row.created_at),
    updatedAt: isoTime(row.updated_at),
  }));
}

// biome-ignore lint/suspicious/noExplicitAny: the columns of readPrograms
function campaignOf(row: any): ProgramView['campaign'] {
  const state = row.campaign_deleted
    ? 'deleted in Salesforce'
    : row.initialised_at === null
      ? 'taking up members'
      : row.waiting > 0
        ? 'changes waiting'
        : 'in step';
  return {
    sfdcId: row.sfdc_campaign_id,
    name: row.campaign_name,
    linkedAt: must(isoTime(row.linked_at), 'the time of the link'),
    state,
    waiting: row.waiting,
    refused: row.refused,
  };
}
