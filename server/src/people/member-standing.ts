import type { MemberStanding } from '@lockstep/contract/programs.ts';
import { type Query, sql } from '../postgres/sql.ts';

/** What is known of a membership, as a column: of program `g`, with the tables of `standingTables`. */
export const memberStanding: Query = sql`
  jsonb_build_object(
    'campaign', g.sfdc_campaign_id, 'deleted', coalesce(k.sfdc_is_deleted, false), 'work', c.work,
    'waiting', c.person_id is not null or (g.sfdc_campaign_id is not null and g.initialised_at is null),
    'refused', e.refused) as standing`;

/** What `memberStanding` looks at, for a person of program `g`. */
export const standingTables = (personId: Query): Query => sql`
  left join member_change c on c.program_id = g.id and c.person_id = ${personId}
  left join campaign k on k.sfdc_id = g.sfdc_campaign_id
  left join lateral (
    select jsonb_build_object('code', code, 'message', message) as refused
      from record_error
     where program_id = g.id and person_id = ${personId} and resolved_at is null order by last_seen desc limit 1) e on true`;

export interface Standing {
  campaign: string | null;
  deleted: boolean;
  waiting: boolean;
  work: string | null;
  refused: { code: string; message: string } | null;
}

/** How far a membership is in step with the program's campaign (PRG). */
export function inStep({ campaign, deleted, waiting, work, refused }: Standing): MemberStanding {
  if (campaign === null || deleted || work === 'wait') return { state: 'only here', refused: null };
  if (refused) return { state: 'refused', refused };
  return { state: waiting ? 'pending' : 'in step', refused: null };
}
