import type { Told } from '@lockstep/contract/common.ts';
import type { StatusComparison } from '@lockstep/contract/programs.ts';
import { LockstepError } from '../../errors.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { soqlText } from '../../salesforce/soql.ts';
import { told } from '../../told.ts';

/** A status of a program, with the label that its campaign shall have for it. */
export interface ProgramStatus {
  status: string;
  label: string;
  success: boolean;
}

export interface CampaignStatus {
  Id: string;
  Label: string;
  HasResponded: boolean;
  IsDefault: boolean;
  SortOrder: number | null;
}

/** The statuses of the channel, in their order, with the labels that were given for them. */
export async function readProgramStatuses(
  client: Client,
  programId: number,
  labels: Readonly<Record<string, string>> = {},
): Promise<ProgramStatus[]> {
  const { rows } = await client.query<{ status: string; success: boolean }>(sql`
    select status, success from program_status where program_id = ${programId} order by step, status`);
  const unknown = Object.keys(labels).find((name) => rows.every((row) => row.status !== name));
  if (unknown !== undefined) throw new LockstepError('request/invalid', told`The channel has no status ${unknown}.`);
  const statuses = rows.map((row) => ({ ...row, label: labels[row.status] ?? row.status }));
  const names = statuses.map((s) => s.label.toLowerCase());
  const twice = statuses.find((s, at) => names.indexOf(s.label.toLowerCase()) !== at);
  if (twice) throw new LockstepError('request/invalid', told`Two statuses have the label ${twice.label}.`);
  return statuses;
}

/** The statuses of a campaign as Salesforce has them now; the pull may be behind. */
export async function readCampaignStatuses(
  salesforce: Salesforce,
  campaignId: string,
): Promise<{ id: string; statuses: CampaignStatus[] }> {
  const id = soqlText(campaignId);
  const [campaigns = [], statuses = []] = await salesforce.smallQueries([
    { soql: `SELECT Id FROM Campaign WHERE Id = ${id}` },
    {
      soql: `SELECT Id, Label, HasResponded, IsDefault, SortOrder FROM CampaignMemberStatus WHERE CampaignId = ${id} ORDER BY SortOrder`,
    },
  ]);
  const [campaign] = campaigns;
  if (!campaign) throw new LockstepError('request/not-found', told`Salesforce has no campaign ${campaignId}.`);
  return { id: String(campaign.Id), statuses: statuses as unknown as CampaignStatus[] };
}

/** Side by side, letter by letter: a program and a campaign whose statuses differ can't stay in step (PRG). */
export function compareStatuses(
  campaignId: string,
  ours: readonly ProgramStatus[],
  theirs: readonly CampaignStatus[],
): StatusComparison {
  const both = ours.map(({ status, label, success }) => {
    const there = theirs.find((t) => t.Label === label);
    const hasResponded = there?.HasResponded ?? null;
    const problem = !there ? 'missing in the campaign' : hasResponded !== success ? 'differs' : null;
    return { status, label, success, hasResponded, problem } as const;
  });
  const only = theirs
    .filter((t) => ours.every((o) => o.label !== t.Label))
    .map((t) => ({
      status: null,
      label: t.Label,
      success: null,
      hasResponded: t.HasResponded,
      problem: 'missing in the program' as const,
    }));
  const statuses = [...both, ...only];
  return { campaignId, matches: statuses.every((s) => s.problem === null), statuses };
}

/** What differs, in words. */
export function describeDifferences({ statuses }: StatusComparison): Told[] {
  return statuses.flatMap(({ label, problem, success }) => {
    if (problem === null || label === null) return [];
    if (problem === 'missing in the campaign') return [told`${label} is missing in the campaign.`];
    if (problem === 'missing in the program') return [told`${label} is missing in the program.`];
    return success
      ? [told`${label} is a success here and not responded there.`]
      : [told`${label} is no success here and responded there.`];
  });
}
