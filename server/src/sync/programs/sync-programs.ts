import type { LockstepError } from '../../errors.ts';
import { isRecordPlan, type LoadPlan } from '../../mapping/load-plan.ts';
import { noteCampaignMembers, noteMembers } from '../../mapping/render-member-notes.ts';
import { arrivable } from '../../mapping/render-reconcile.ts';
import type { Client } from '../../postgres/pool.ts';
import { raw, sql } from '../../postgres/sql.ts';
import { readMemberFields } from '../../programs/member-fields.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import { isJobOpen } from '../open-jobs.ts';
import { runStep, type StepContext, type StepProgress } from '../step.ts';
import { type MemberSync, syncedFields } from './member-sync.ts';
import { pushCampaignValues } from './push-campaign-values.ts';
import { pushMembers } from './push-members.ts';
import { reconcileMembers } from './reconcile.ts';

/**
 * Keeps programs and their campaigns in step (PRG): a program that was linked since the last cycle takes up the members of
 * both sides, then what changed on either side goes to the other. After the members were pulled; without a linked program, or
 * with nothing changed, it asks Salesforce nothing.
 */
export async function syncPrograms(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
): Promise<(LockstepError | null)[]> {
  const { engine, subscription } = context;
  const plan = plans.find((p) => p.object === 'CampaignMember');
  if (!plan || !isRecordPlan(plan)) return [];
  const run = <T>(work: (client: Client) => Promise<T>) => inSubscription(engine.pool, subscription, work);
  // Against members that were not read in this cycle, an edit here would win without a comparison.
  if (await run((client) => wasPullTroubled(client, context.cycleId))) return [];
  if (await run((client) => isJobOpen(client, 'CampaignMember'))) return [];
  const fields = await run(async (client) =>
    syncedFields(await readMemberFields(client), plan, await fieldsBeingFilled(client)),
  );
  const work = (progress: StepProgress): MemberSync => ({ engine, subscription, salesforce, plan, fields, progress });
  const errors: (LockstepError | null)[] = [];
  for (const program of await run(newlyLinked)) {
    errors.push(
      await runStep(context, 'Program', 'Init link with program', async (progress) => {
        progress.note(told`Program: ${program.name}.`);
        await run((client) => takeUpMembers(client, program.id));
        await settleMembers(work(progress));
      }),
    );
  }
  if (await run(isAnythingWaiting)) {
    errors.push(
      await runStep(context, 'Program', 'Sync with program', async (progress) => {
        await pushCampaignValues(work(progress));
        await settleMembers(work(progress));
      }),
    );
  }
  return errors;
}

/** What Salesforce made of a push may be a change of its own, and is compared too; ends when nothing that may be sent is left. */
async function settleMembers(sync: MemberSync): Promise<void> {
  do await reconcileMembers(sync);
  while ((await pushMembers(sync)) > 0);
}

const troubles = ['Lead', 'Contact', 'Person', 'Campaign', 'CampaignMemberStatus', 'CampaignMember'];

async function wasPullTroubled(client: Client, cycleId: number): Promise<boolean> {
  const { rows } = await client.query(sql`
    select exists (select from step
                    where cycle_id = ${cycleId} and object = any(${troubles}) and operation like 'Pull %'
                      and status in ('Failed', 'Incomplete')) as troubled`);
  return rows[0].troubled;
}

async function fieldsBeingFilled(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ sf_field: string }>(
    `select sf_field from field_fill where object = 'CampaignMember'`,
  );
  return new Set(rows.map((row) => row.sf_field));
}

async function newlyLinked(client: Client): Promise<{ id: number; name: string }[]> {
  const { rows } = await client.query<{ id: number; name: string }>(`
    select g.id, g.name from program g
      join campaign k on k.sfdc_id = g.sfdc_campaign_id and k.sfdc_is_deleted is not true
     where g.initialised_at is null order by g.id`);
  return rows;
}

/** Every member of either side is looked at once. */
async function takeUpMembers(client: Client, programId: number): Promise<void> {
  await client.query(sql`update program set initialised_at = now() where id = ${programId}`);
  await client.query(sql`
    with here as (select program_id, person_id from program_member where program_id = ${programId})
    ${raw(noteMembers('here'))}`);
  await client.query(sql`
    with there as (
      select m.sfdc_campaign_id, m.sfdc_contact_id, m.sfdc_lead_id
        from program g join campaign_member m on m.sfdc_campaign_id = g.sfdc_campaign_id
       where g.id = ${programId} and m.sfdc_is_deleted is not true
    )
    ${raw(noteCampaignMembers('there'))}`);
}

async function isAnythingWaiting(client: Client): Promise<boolean> {
  const { rows } = await client.query(`
    select exists (select from member_change) or exists (${arrivable})
           or exists (select from program g join channel c on c.id = g.channel_id
                       where g.sfdc_campaign_id is not null and g.initialised_at is not null
                         and (c.name, (select sum(cost) from program_cost t where t.program_id = g.id))
                             is distinct from (g.sent_type, g.sent_cost)) as waiting`);
  return rows[0].waiting;
}
