import { removeMembers, setMembers } from '../../../server/src/programs/members.ts';
import { createProgram } from '../../../server/src/programs/programs.ts';
import { linkProgram } from '../../../server/src/sync/programs/link-program.ts';
import { membership, noMember } from './ledger.ts';
import {
  acceptRefusal,
  idsThere,
  inSalesforce,
  type PersonType,
  peopleHere,
  peopleThere,
  pick,
  type World,
} from './world.ts';

/** Members of campaigns, and of the programs that are linked to one: added, moved on and removed on either side. */

/** Of the channel Direct Mail, in its order; campaigns that are linked to nothing have the first and the last of them. */
const statuses = ['Sent', 'Returned', 'Responded'] as const;

/** Takes up the members of an existing campaign, or makes a new one. */
export async function linkProgramHere(world: World, which: number): Promise<void> {
  const { sync } = world;
  const name = `Program ${++world.serial}`;
  const { id } = await sync.run((client) => createProgram(client, { name, channel: 'Direct Mail' }));
  const free = (await idsThere(world, 'Campaign')).filter((campaign) => !world.linked.has(campaign));
  const campaignId = which % 2 === 0 ? pick(free, which) : undefined;
  const input = campaignId ? { campaignId, createMissingStatuses: true } : { newName: name };
  const program = await linkProgram(sync.engine, await sync.subscription(), id, input).catch(acceptRefusal);
  const campaign = program?.campaign?.sfdcId;
  if (!campaign) return;
  world.linked.add(campaign);
}

/** Who is not in Salesforce becomes a lead by it (SYN-4). */
export async function changeMemberHere(world: World, which: number, change: number): Promise<void> {
  const { sync } = world;
  const [program] = await sync.rows<{ id: number; campaign: string }>(`
    select id, sfdc_campaign_id as campaign from program where sfdc_campaign_id is not null
     order by id offset ${which} % greatest(1, (select count(*) from program where sfdc_campaign_id is not null)) limit 1`);
  const person = pick(await peopleHere(world, `${inSalesforce} or sfdc_id is null and last_name like 'Born %'`), which);
  if (!program || !person) return;
  const [member] = await sync.rows(
    `select from program_member where program_id = ${program.id} and person_id = ${person.id}`,
  );
  const status = change === 0 && member ? null : (pick(statuses, member ? change : 0) ?? null);
  await sync.run(async (client) => {
    if (status === null) await removeMembers(client, program.id, [person.id], 'test');
    else await setMembers(client, program.id, [{ personId: person.id, status }], 'test');
  });
  if (person.sfdcId) world.ledger.write(person.sfdcId, membership(program.campaign), 'here', status ?? noMember);
}

export async function changeMemberThere(world: World, type: PersonType, which: number, change: number): Promise<void> {
  const campaign = pick(await idsThere(world, 'Campaign'), which);
  const person = pick(await peopleThere(world, type), which);
  if (!campaign || !person) return;
  const field = `${type}Id` as const;
  const [member] = await idsThere(world, 'CampaignMember', `"CampaignId" = '${campaign}' and "${field}" = '${person}'`);
  const members = world.sync.admin.sobject('CampaignMember');
  const Status = pick(statuses, change % 2 === 0 ? 2 : 0) ?? '';
  if (!member) await members.create({ CampaignId: campaign, [field]: person, Status });
  else if (change > 0) await members.update({ Id: member, Status });
  else await members.destroy(member);
  world.ledger.write(person, membership(campaign), 'there', member && change === 0 ? noMember : Status);
}
