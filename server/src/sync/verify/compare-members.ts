import type { LoadPlan } from '../../mapping/load-plan.ts';
import { countMembers, renderCompareMembers } from '../../mapping/render-verify-members.ts';
import type { Client } from '../../postgres/pool.ts';
import { readMemberFields } from '../../programs/member-fields.ts';
import { syncedFields } from '../programs/member-sync.ts';

interface MemberCounts {
  inSalesforce: number;
  here: number;
  differences: number;
}

/** Compares programs with their campaigns; null when no program is linked. Into verify_difference, like everything else. */
export async function compareMembers(session: Client, plans: readonly LoadPlan[]): Promise<MemberCounts | null> {
  const { rows } = await session.query(
    'select exists (select from program where sfdc_campaign_id is not null) as found',
  );
  const plan = plans.find((p) => p.object === 'CampaignMember');
  if (!rows[0].found || !plan) return null;
  // The plans leave out what is being filled in.
  const { missing, values } = renderCompareMembers(syncedFields(await readMemberFields(session), plan, new Set()));
  await session.query(missing);
  await session.query(values);
  return (await session.query<MemberCounts>(countMembers)).rows[0] ?? null;
}
