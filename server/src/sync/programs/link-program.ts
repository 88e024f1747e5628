import type { LinkInput, ProgramView, StatusComparison } from '@lockstep/contract/programs.ts';
import { LockstepError } from '../../errors.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { getProgram } from '../../programs/programs.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import type { Engine } from '../engine.ts';
import { createMissingStatuses, replaceStatuses } from './campaign-statuses.ts';
import { type CampaignWork, openCampaignWork } from './campaign-work.ts';
import { createCampaign, type NewCampaign } from './new-campaign.ts';
import { compareStatuses, describeDifferences, readCampaignStatuses, readProgramStatuses } from './status-match.ts';

const source = 'program';

/** The statuses of a program beside those of a campaign. */
export async function compareWithCampaign(
  engine: Engine,
  subscription: Subscription,
  programId: number,
  campaignId: string,
): Promise<StatusComparison> {
  const work = await openCampaignWork(engine, subscription, source);
  await within(work, (client) => getProgram(client, programId));
  return compare(work, programId, campaignId, await within(work, (client) => labelsOf(client, programId)));
}

/**
 * Links a program to a campaign, one to one (PRG): to an existing one with the same statuses, or to a new one with its name,
 * type, cost and statuses. The next cycle takes up the members of both sides. Linking again to the same campaign creates
 * statuses that it lacks by now.
 */
export async function linkProgram(
  engine: Engine,
  subscription: Subscription,
  programId: number,
  input: LinkInput,
): Promise<ProgramView> {
  const work = await openCampaignWork(engine, subscription, source);
  const program = await within(work, (client) => getProgram(client, programId));
  const linked = program.campaign?.sfdcId ?? null;
  if (linked && input.campaignId?.slice(0, 15) !== linked.slice(0, 15)) {
    throw new LockstepError('program/linked', told`${program.name} is linked to the campaign ${linked}.`);
  }
  const labels = input.labels ?? (linked ? await within(work, (client) => labelsOf(client, programId)) : {});
  const made = input.campaignId ? null : newCampaign(program, input);
  const campaignId = made
    ? await makeCampaign(work, programId, made, labels)
    : await matchCampaign(work, programId, input, labels);
  return within(work, async (client) => {
    await saveLink(client, programId, campaignId, labels, made);
    return getProgram(client, programId);
  });
}

/** Ends the link. Members stay on both sides, each on its own from then on. */
export async function unlinkProgram(client: Client, programId: number): Promise<ProgramView> {
  const program = await getProgram(client, programId);
  if (!program.campaign) throw new LockstepError('request/invalid', told`${program.name} is not linked to a campaign.`);
  await client.query(sql`
    update program set sfdc_campaign_id = null, linked_at = null, initialised_at = null, sent_type = null, sent_cost = null
     where id = ${programId}`);
  await forgetMembers(client, programId);
  await client.query(sql`delete from program_status_label where program_id = ${programId}`);
  await client.query(sql`
    update record_error set resolved_at = now() where program_id = ${programId} and resolved_at is null`);
  return getProgram(client, programId);
}

function newCampaign(program: ProgramView, { newName }: LinkInput): NewCampaign {
  const cost = program.costs.length > 0 ? program.costs.reduce((sum, c) => sum + c.cost, 0) : null;
  return { Name: newName ?? program.name.slice(0, 80), Type: program.channel, ActualCost: cost };
}

async function makeCampaign(
  work: CampaignWork,
  programId: number,
  campaign: NewCampaign,
  labels: Record<string, string>,
): Promise<string> {
  const ours = await within(work, (client) => readProgramStatuses(client, programId, labels));
  const id = await createCampaign(work, programId, campaign);
  const { statuses } = await readCampaignStatuses(work.salesforce, id);
  await replaceStatuses(work.salesforce, id, ours, statuses);
  refuseDifferences(await compare(work, programId, id, labels));
  return id;
}

async function matchCampaign(
  work: CampaignWork,
  programId: number,
  { campaignId, createMissingStatuses: mayCreate }: LinkInput,
  labels: Record<string, string>,
): Promise<string> {
  const asked = String(campaignId);
  const { id, statuses } = await readCampaignStatuses(work.salesforce, asked);
  await within(work, (client) => refuseLinked(client, programId, id));
  if (mayCreate) {
    const ours = await within(work, (client) => readProgramStatuses(client, programId, labels));
    const { statuses: compared } = compareStatuses(id, ours, statuses);
    // What can't be mended by creating is refused before anything is created.
    refuseDifferences({
      campaignId: id,
      matches: compared.every((s) => s.problem === null || s.problem === 'missing in the campaign'),
      statuses: compared,
    });
    await createMissingStatuses(work.salesforce, id, ours, statuses);
  }
  refuseDifferences(await compare(work, programId, id, labels));
  return id;
}

async function compare(
  work: CampaignWork,
  programId: number,
  campaignId: string,
  labels: Record<string, string>,
): Promise<StatusComparison> {
  const ours = await within(work, (client) => readProgramStatuses(client, programId, labels));
  const { id, statuses } = await readCampaignStatuses(work.salesforce, campaignId);
  return compareStatuses(id, ours, statuses);
}

function refuseDifferences(comparison: StatusComparison): void {
  if (comparison.matches) return;
  throw new LockstepError('program/statuses-differ', describeDifferences(comparison));
}

async function refuseLinked(client: Client, programId: number, campaignId: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(sql`
    select name from program where sfdc_campaign_id = ${campaignId} and id <> ${programId}`);
  if (rows[0]) throw new LockstepError('program/linked', told`The campaign is linked to the program ${rows[0].name}.`);
}

async function saveLink(
  client: Client,
  programId: number,
  campaignId: string,
  labels: Record<string, string>,
  made: NewCampaign | null,
): Promise<void> {
  await client.query(sql`select from program where id = ${programId} for update`);
  await refuseLinked(client, programId, campaignId);
  const { rowCount } = await client.query(sql`
    update program
       set sfdc_campaign_id = ${campaignId}, linked_at = now(), initialised_at = null, campaign_intent = null,
           sent_type = ${made?.Type ?? null}, sent_cost = ${made?.ActualCost ?? null}
     where id = ${programId} and sfdc_campaign_id is null`);
  await client.query(sql`delete from program_status_label where program_id = ${programId}`);
  await client.query(sql`
    insert into program_status_label (program_id, status, label)
    select ${programId}, l.key, l.value from jsonb_each_text(${JSON.stringify(labels)}::jsonb) as l where l.key <> l.value`);
  if (rowCount) await forgetMembers(client, programId);
  else await client.query(sql`update member_change set work = null where program_id = ${programId}`);
}

async function forgetMembers(client: Client, programId: number): Promise<void> {
  for (const table of ['member_base', 'member_change', 'campaign_member_change']) {
    await client.query(`delete from ${table} where program_id = $1`, [programId]);
  }
}

async function labelsOf(client: Client, programId: number): Promise<Record<string, string>> {
  const { rows } = await client.query<{ status: string; label: string }>(sql`
    select status, label from program_status_label where program_id = ${programId}`);
  return Object.fromEntries(rows.map((row) => [row.status, row.label]));
}

function within<T>({ engine, subscription }: CampaignWork, run: Parameters<typeof inSubscription<T>>[2]): Promise<T> {
  return inSubscription(engine.pool, subscription, run);
}
