import type { MemberStanding } from '@lockstep/contract/programs.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { inStep, memberStanding, type Standing, standingTables } from './member-standing.ts';

/** How far a membership of a program is in step with the program's campaign, and what happens next (PRG). */
export interface MembershipExplanation extends MemberStanding {
  programId: number;
  program: string;
  status: string | null;
  campaign: string | null;
  campaignName: string | null;
  next: string;
}

interface Row {
  program_id: number;
  program: string;
  status: string | null;
  campaign_name: string | null;
  standing: Standing;
}

/** Memberships of the person, and those that are on their way out of a campaign. */
export async function explainMemberships(client: Client, personId: number): Promise<MembershipExplanation[]> {
  const { rows } = await client.query<Row>(sql`
    select g.id as program_id, g.name as program, m.status, k.name as campaign_name, ${memberStanding}
      from program g
      left join program_member m on m.program_id = g.id and m.person_id = ${personId}
      ${standingTables(sql`${personId}::bigint`)}
     where m.person_id is not null or c.person_id is not null
     order by g.id`);
  return rows.map(({ standing, ...row }) => ({
    programId: row.program_id,
    program: row.program,
    status: row.status,
    campaign: standing.campaign,
    campaignName: row.campaign_name,
    ...inStep(standing),
    next: nextOf(standing, row.status),
  }));
}

function nextOf({ campaign, deleted, work, refused, waiting }: Standing, status: string | null): string {
  if (campaign === null) return 'Nothing: the program is not linked to a campaign.';
  if (deleted) return 'Nothing: the campaign was deleted in Salesforce.';
  if (work === 'wait')
    return 'Waits: the person was deleted in Salesforce. With a new record there, it becomes a member again.';
  if (refused)
    return `Refused (${refused.code}): ${refused.message} Is tried again when the membership or the person changes, or on demand.`;
  if (!waiting) return 'Nothing: both sides are the same, as of the last pull.';
  return status === null
    ? 'Leaves the campaign in the next cycle.'
    : 'Is compared with the campaign in the next cycle.';
}
