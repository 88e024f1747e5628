import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';

/** How far a membership of a program is in step with the program's campaign, and what happens next (PRG). */
export interface MembershipExplanation {
  programId: number;
  program: string;
  status: string | null;
  campaign: string | null;
  campaignName: string | null;
  state: 'in step' | 'pending' | 'refused' | 'only here';
  next: string;
}

interface Row {
  program_id: number;
  program: string;
  status: string | null;
  campaign: string | null;
  campaign_name: string | null;
  deleted: boolean;
  waiting: boolean;
  work: string | null;
  code: string | null;
  message: string | null;
}

/** Memberships of the person, and those that are on their way out of a campaign. */
export async function explainMemberships(client: Client, personId: number): Promise<MembershipExplanation[]> {
  const { rows } = await client.query<Row>(sql`
    select g.id as program_id, g.name as program, m.status, g.sfdc_campaign_id as campaign, k.name as campaign_name, coalesce(k.sfdc_is_deleted, false) as deleted,
           c.person_id is not null or (g.sfdc_campaign_id is not null and g.initialised_at is null) as waiting, c.work,
           e.code, e.message
      from program g
      left join program_member m on m.program_id = g.id and m.person_id = ${personId}
      left join member_change c on c.program_id = g.id and c.person_id = ${personId}
      left join campaign k on k.sfdc_id = g.sfdc_campaign_id
      left join lateral (
        select code, message from record_error
         where program_id = g.id and person_id = ${personId} and resolved_at is null order by last_seen desc limit 1) e on true
     where m.person_id is not null or c.person_id is not null
     order by g.id`);
  return rows.map((row) => ({
    programId: row.program_id,
    program: row.program,
    status: row.status,
    campaign: row.campaign,
    campaignName: row.campaign_name,
    state: stateOf(row),
    next: nextOf(row),
  }));
}

function stateOf({ campaign, deleted, waiting, work, code }: Row): MembershipExplanation['state'] {
  if (campaign === null || deleted || work === 'wait') return 'only here';
  if (code !== null) return 'refused';
  return waiting ? 'pending' : 'in step';
}

function nextOf(row: Row): string {
  if (row.campaign === null) return 'Nothing: the program is not linked to a campaign.';
  if (row.deleted) return 'Nothing: the campaign was deleted in Salesforce.';
  if (row.work === 'wait')
    return 'Waits: the person was deleted in Salesforce. With a new record there, it becomes a member again.';
  if (row.code !== null)
    return `Refused (${row.code}): ${row.message} Is tried again when the membership or the person changes, or on demand.`;
  if (!row.waiting) return 'Nothing: both sides are the same, as of the last pull.';
  return row.status === null
    ? 'Leaves the campaign in the next cycle.'
    : 'Is compared with the campaign in the next cycle.';
}
