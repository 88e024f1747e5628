import { idsThere, type PersonType, peopleThere, pick, type World } from './world.ts';

/** What is done in Salesforce, through a client that we did not write. */

/** `city` is written there alone, `title` on both sides. */
export async function editThere(world: World, type: PersonType, which: number, field: 'city' | 'title'): Promise<void> {
  const record = pick(await peopleThere(world, type), which);
  if (!record) return;
  const name = field === 'title' ? 'Title' : type === 'Lead' ? 'City' : 'MailingCity';
  await world.sync.admin.sobject(type).update({ Id: record, [name]: `There ${++world.serial}` });
}

export async function createThere(world: World, type: PersonType): Promise<void> {
  const LastName = `Made ${++world.serial}`;
  await world.sync.admin.sobject(type).create(type === 'Lead' ? { LastName, Company: 'Made' } : { LastName });
}

export async function deleteThere(world: World, type: PersonType, which: number): Promise<void> {
  const record = pick(await peopleThere(world, type), which);
  if (record) await world.sync.admin.sobject(type).destroy(record);
}

export async function undeleteThere(world: World, type: PersonType, which: number): Promise<void> {
  const { rows } = await world.sync.org.pool.query<{ Id: string }>(`
    select "Id" from org."${type}" where "IsDeleted" and "MasterRecordId" is null order by "Id"`);
  const record = pick(rows, which);
  if (record) await world.sync.admin.soap.undelete([record.Id]);
}

export async function mergeThere(world: World, type: PersonType, which: number, other: number): Promise<void> {
  const records = await peopleThere(world, type);
  const [winner, loser] = [pick(records, which), pick(records, other)];
  if (!winner || !loser || winner === loser) return;
  await world.sync.admin.soap.merge({ masterRecord: { type, Id: winner }, recordToMergeIds: [loser] } as never);
}

/** Into a new account, an existing account, or an existing contact. */
export async function convertThere(world: World, which: number, form: number): Promise<void> {
  const leadId = pick(await peopleThere(world, 'Lead'), which);
  if (!leadId) return;
  const { rows } = await world.sync.org.pool.query<{ Id: string; AccountId: string }>(`
    select "Id", "AccountId" from org."Contact" where not "IsDeleted" and "AccountId" is not null order by "Id"`);
  const contact = pick(rows, which);
  const target = [{}, { accountId: contact?.AccountId }, { accountId: contact?.AccountId, contactId: contact?.Id }];
  await world.sync.admin.soap.convertLead({
    leadId,
    convertedStatus: 'Closed - Converted',
    doNotCreateOpportunity: true,
    overwriteLeadSource: false,
    sendNotificationEmail: false,
    ...(contact ? target[form % 3] : {}),
  } as never);
}

export async function changeOwnerThere(world: World, type: PersonType, which: number): Promise<void> {
  const record = pick(await peopleThere(world, type), which);
  const owner = pick(await idsThereOf(world, 'select "Id" from org."User" where "IsActive" order by "Id"'), which);
  if (record && owner) await world.sync.admin.sobject(type).update({ Id: record, OwnerId: owner });
}

/** Reaches all its people (SYN-11). */
export async function editAccountThere(world: World, which: number): Promise<void> {
  const account = pick(await idsThere(world, 'Account'), which);
  if (account) await world.sync.admin.sobject('Account').update({ Id: account, Phone: `(020) ${++world.serial}` });
}

/** A new member, another status, or no member any more. */
export async function changeMemberThere(world: World, type: PersonType, which: number, change: number): Promise<void> {
  const campaign = pick(await idsThere(world, 'Campaign'), which);
  const person = pick(await peopleThere(world, type), which);
  if (!campaign || !person) return;
  const field = `${type}Id` as const;
  const [member] = await idsThere(world, 'CampaignMember', `"CampaignId" = '${campaign}' and "${field}" = '${person}'`);
  const members = world.sync.admin.sobject('CampaignMember');
  if (!member) await members.create({ CampaignId: campaign, [field]: person, Status: 'Sent' });
  else if (change % 2 === 0) await members.update({ Id: member, Status: 'Responded' });
  else await members.destroy(member);
}

/** A task of somebody: new, closed, or gone. */
export async function changeTaskThere(world: World, type: PersonType, which: number, change: number): Promise<void> {
  const tasks = world.sync.admin.sobject('Task');
  const task = pick(await idsThere(world, 'Task'), which);
  if (change % 3 === 0 || !task) {
    const person = pick(await peopleThere(world, type), which);
    await tasks.create({ Subject: `There ${++world.serial}`, ...(person ? { WhoId: person } : {}) });
  } else if (change % 3 === 1) await tasks.update({ Id: task, Status: 'Completed' });
  else await tasks.destroy(task);
}

/** An opportunity's amount, or a contact's part in it. */
export async function changeOpportunityThere(world: World, which: number, change: number): Promise<void> {
  const opportunity = pick(await idsThere(world, 'Opportunity'), which);
  const contact = pick(await peopleThere(world, 'Contact'), which);
  if (!opportunity || !contact) return;
  if (change % 2 === 0) {
    await world.sync.admin.sobject('Opportunity').update({ Id: opportunity, Amount: ++world.serial });
    return;
  }
  const roles = world.sync.admin.sobject('OpportunityContactRole');
  const [role] = await idsThere(
    world,
    'OpportunityContactRole',
    `"OpportunityId" = '${opportunity}' and "ContactId" = '${contact}'`,
  );
  if (role) await roles.destroy(role);
  else await roles.create({ OpportunityId: opportunity, ContactId: contact, Role: 'Evaluator' });
}

async function idsThereOf(world: World, statement: string): Promise<string[]> {
  const { rows } = await world.sync.org.pool.query<{ Id: string }>(statement);
  return rows.map((row) => row.Id);
}
