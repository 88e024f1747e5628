import { setTimeout as pause } from 'node:timers/promises';
import { idsThere, type PersonType, peopleThere, pick, saveThere, type World } from './world.ts';

/** What is done in Salesforce, through a client that we did not write. */

export async function editThere(world: World, type: PersonType, which: number, field: 'city' | 'title'): Promise<void> {
  const record = pick(await peopleThere(world, type), which);
  if (!record) return;
  const name = field === 'title' ? 'Title' : type === 'Lead' ? 'City' : 'MailingCity';
  const value = `There ${++world.serial}`;
  if (await saveThere(world, type, { Id: record, [name]: value })) world.ledger.write(record, field, 'there', value);
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
  const request = { masterRecord: { type, Id: winner }, recordToMergeIds: [loser] };
  const { success } = await answerOf(world.sync.admin.soap.merge(request as never));
  if (success) world.ledger.takesOver(winner, loser);
}

/** The client's types know only lists of answers. */
const answerOf = (answer: Promise<unknown>) => answer as Promise<{ success: boolean; contactId: string }>;

/** Into a new account, an existing account, or an existing contact. */
export async function convertThere(world: World, which: number, form: number): Promise<void> {
  const leadId = pick(await peopleThere(world, 'Lead'), which);
  if (!leadId) return;
  const { rows } = await world.sync.org.pool.query<{ Id: string; AccountId: string }>(`
    select "Id", "AccountId" from org."Contact" where not "IsDeleted" and "AccountId" is not null order by "Id"`);
  const contact = pick(rows, which);
  const target = [{}, { accountId: contact?.AccountId }, { accountId: contact?.AccountId, contactId: contact?.Id }];
  const { success, contactId } = await answerOf(
    world.sync.admin.soap.convertLead({
      leadId,
      convertedStatus: 'Closed - Converted',
      doNotCreateOpportunity: true,
      overwriteLeadSource: false,
      sendNotificationEmail: false,
      ...(contact ? target[form] : {}),
    } as never),
  );
  if (!success) return;
  if (contactId === contact?.Id) world.ledger.joins(contactId, leadId);
  else world.ledger.becomes(leadId, contactId);
}

export async function changeOwnerThere(world: World, type: PersonType, which: number): Promise<void> {
  const record = pick(await peopleThere(world, type), which);
  const owner = pick(await idsThereOf(world, 'select "Id" from org."User" where "IsActive" order by "Id"'), which);
  if (record && owner) await saveThere(world, type, { Id: record, OwnerId: owner });
}

/** To another account, or to none: then nobody but its owner sees it, as Salesforce has it (a private contact). */
export async function moveContactThere(world: World, which: number, account: number): Promise<void> {
  const record = pick(await peopleThere(world, 'Contact'), which);
  const accounts = [...(await idsThere(world, 'Account')), null];
  if (record) await saveThere(world, 'Contact', { Id: record, AccountId: pick(accounts, account) });
}

/** Reaches all its people (SYN-11). */
export async function editAccountThere(world: World, which: number): Promise<void> {
  const account = pick(await idsThere(world, 'Account'), which);
  if (!account) return;
  const value = `there${++world.serial}.example`;
  await world.sync.admin.sobject('Account').update({ Id: account, Website: value });
  world.websites.set(account, value);
}

/** What was written to companies here lasts until the account next changes there: now. */
export async function changeEditedAccounts({ sync }: World): Promise<void> {
  const rows = await sync.rows<{ Id: string }>(`
    select distinct c.sfdc_id as "Id" from company_edit e join company c on c.id = e.company_id
     where c.sfdc_is_deleted is not true`);
  // Within the second of the version that was edited, it can't be told from that.
  if (rows.length > 0) await pause(1000);
  for (const { Id } of rows) await sync.admin.sobject('Account').update({ Id, Description: `Changed ${Id}` });
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
