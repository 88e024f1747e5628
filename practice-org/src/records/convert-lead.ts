import { toId18 } from '../ids.ts';
import { tableName } from '../schema/object-tables.ts';
import { asSystem, type CallerContext, changeStamps, onObject, saveOne } from './caller-context.ts';
import { changeWhere } from './carry-over.ts';
import { accountValues, blanksOnly, contactValues } from './conversion-fields.ts';
import { recordMails } from './mails.ts';
import type { Values } from './org-rules.ts';
import { leadIsConverted, noAccess, noSuchRecord, recordIsDeleted, refuse } from './refusal.ts';
import { createRecords, updateRecords } from './save.ts';
import { updateRows } from './write-rows.ts';

export interface LeadConversion {
  leadId: string;
  convertedStatus: string;
  /** An existing account; with `contactId` an existing contact of it as well. */
  accountId?: string | undefined;
  contactId?: string | undefined;
  opportunityId?: string | undefined;
  opportunityName?: string | undefined;
  ownerId?: string | undefined;
  doNotCreateOpportunity: boolean;
  overwriteLeadSource: boolean;
  sendNotificationEmail?: boolean;
}

export interface ConvertedLead {
  leadId: string;
  accountId: string;
  contactId: string;
  opportunityId: string | null;
}

/**
 * Turns a lead into a contact of an account, with an opportunity unless told otherwise. The lead stays, read-only.
 * Throws a Refusal; call it in a transaction of its own.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_convertlead.htm
 */
export async function convertLead(caller: CallerContext, given: LeadConversion): Promise<ConvertedLead> {
  checkAccess(caller);
  const context = asSystem(caller);
  const lead = await lockLead(context, given.leadId);
  await checkStatus(context, given.convertedStatus);
  const ownerId = ownerOf(given, lead);
  if (given.contactId && !given.accountId)
    throw refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [accountId]', 'accountId');

  const accountId = given.accountId
    ? await fillAccount(context, given.accountId, lead)
    : await saveOne(onObject(context, 'Account'), createRecords, {
        ...accountValues(onObject(context, 'Account').object, lead),
        OwnerId: ownerId,
      });
  const contactId = given.contactId
    ? await fillContact(context, given.contactId, accountId, lead, given.overwriteLeadSource)
    : await createContact(context, accountId, ownerId, lead);
  const opportunityId = await opportunityFor(context, given, { accountId, contactId, ownerId, lead });

  await moveHistory(context, lead.Id as string, { accountId, contactId, opportunityId });
  if (given.sendNotificationEmail)
    await recordMails(context, [{ toId: ownerId, subject: 'A lead has been converted for you.', recordId: contactId }]);
  await markConverted(context, lead, given.convertedStatus, { accountId, contactId, opportunityId });
  return { leadId: lead.Id as string, accountId, contactId, opportunityId };
}

function checkAccess({ view }: CallerContext): void {
  const permission = (name: string) => view.object(name)?.permission;
  if (!permission('Lead')?.editable || !permission('Contact')?.createable || !permission('Account')?.createable)
    throw noAccess();
}

async function lockLead(context: CallerContext, givenId: string): Promise<Values> {
  const lead = await lockRow(context, 'Lead', givenId);
  if (lead.IsConverted) throw leadIsConverted();
  return lead;
}

async function lockRow({ database }: CallerContext, object: string, givenId: string): Promise<Values> {
  const { rows } = await database.query(`select * from ${tableName(object)} where "Id" = $1 for update`, [
    toId18(givenId) ?? givenId,
  ]);
  if (!rows[0]) throw noSuchRecord();
  if (rows[0].IsDeleted) throw recordIsDeleted();
  return rows[0];
}

async function checkStatus({ database }: CallerContext, status: string): Promise<void> {
  const { rows } = await database.query(
    'select from org."LeadStatus" where $1 in ("ApiName", "MasterLabel") and "IsConverted"',
    [status],
  );
  if (rows.length === 0) throw refuse('INVALID_STATUS', `invalid convertedStatus: ${status}`);
}

/** A queue owns leads, and nothing that comes of them. */
function ownerOf(given: LeadConversion, lead: Values): string {
  const owner = toId18(given.ownerId || String(lead.OwnerId ?? ''));
  if (owner?.startsWith('005')) return owner;
  const message =
    'Converted objects can only be owned by users.  If the lead is not owned by a user, you must specify a user for the Owner field.';
  throw refuse('REQUIRED_FIELD_MISSING', message, 'OwnerId');
}

async function fillAccount(context: CallerContext, givenId: string, lead: Values): Promise<string> {
  const account = onObject(context, 'Account');
  const stored = await lockRow(context, 'Account', givenId);
  const input = blanksOnly(accountValues(account.object, lead), stored);
  return saveOne(account, updateRecords, { ...input, Id: stored.Id });
}

async function fillContact(
  context: CallerContext,
  givenId: string,
  accountId: string,
  lead: Values,
  overwriteLeadSource: boolean,
): Promise<string> {
  const contact = onObject(context, 'Contact');
  const stored = await lockRow(context, 'Contact', givenId);
  if (stored.AccountId !== accountId)
    throw refuse('INVALID_CROSS_REFERENCE_KEY', 'The contact must be associated with the account.', 'contactId');
  const values = contactValues(contact.object, onObject(context, 'Lead').object, lead);
  const input = blanksOnly(values, stored);
  if (overwriteLeadSource && values.LeadSource) input.LeadSource = values.LeadSource;
  return saveOne(contact, updateRecords, { ...input, Id: stored.Id });
}

function createContact(context: CallerContext, accountId: string, ownerId: string, lead: Values): Promise<string> {
  const contact = onObject(context, 'Contact');
  const values = contactValues(contact.object, onObject(context, 'Lead').object, lead);
  return saveOne(contact, createRecords, { ...values, AccountId: accountId, OwnerId: ownerId });
}

interface Parts {
  accountId: string;
  contactId: string;
  opportunityId: string | null;
}

async function opportunityFor(
  context: CallerContext,
  given: LeadConversion,
  { accountId, contactId, ownerId, lead }: Omit<Parts, 'opportunityId'> & { ownerId: string; lead: Values },
): Promise<string | null> {
  if (given.doNotCreateOpportunity) return null;
  const opportunityId = given.opportunityId
    ? ((await lockRow(context, 'Opportunity', given.opportunityId)).Id as string)
    : await saveOne(onObject(context, 'Opportunity'), createRecords, {
        Name: given.opportunityName || `${lead.Company}-`,
        AccountId: accountId,
        OwnerId: ownerId,
        StageName: await firstStage(context),
        CloseDate: endOfQuarter(context.org.clock.now()),
        CampaignId: await campaignOf(context, lead.Id as string),
        LeadSource: lead.LeadSource ?? null,
      });
  await saveOne(onObject(context, 'OpportunityContactRole'), createRecords, {
    OpportunityId: opportunityId,
    ContactId: contactId,
    IsPrimary: true,
  });
  return opportunityId;
}

async function firstStage({ database }: CallerContext): Promise<string> {
  const { rows } = await database.query(
    'select "ApiName" as name from org."OpportunityStage" where not "IsClosed" order by "SortOrder" limit 1',
  );
  return rows[0]?.name ?? 'Prospecting';
}

/** The campaign the lead joined last is the opportunity's source. */
async function campaignOf({ database }: CallerContext, leadId: string): Promise<string | null> {
  const { rows } = await database.query(
    `select "CampaignId" as id from org."CampaignMember" where "LeadId" = $1 and not "IsDeleted" order by "CreatedDate" desc, "Id" desc limit 1`,
    [leadId],
  );
  return rows[0]?.id ?? null;
}

function endOfQuarter(now: Date): string {
  const quarter = Math.floor(now.getUTCMonth() / 3);
  return new Date(Date.UTC(now.getUTCFullYear(), quarter * 3 + 3, 0)).toISOString().slice(0, 10);
}

/** Memberships keep the lead and get the contact, unless the contact is a member already; activities move over. */
async function moveHistory(context: CallerContext, leadId: string, parts: Parts): Promise<void> {
  const { contactId, accountId, opportunityId } = parts;
  const member = onObject(context, 'CampaignMember').object.meta;
  await changeWhere(
    context,
    member,
    ['"IsDeleted" = true', 'deleted_with = "Id"'],
    '"LeadId" = $1 and exists (select from org."CampaignMember" other where other."ContactId" = $2 and other."CampaignId" = org."CampaignMember"."CampaignId" and not other."IsDeleted")',
    [leadId, contactId],
  );
  await changeWhere(context, member, ['"ContactId" = $2'], '"LeadId" = $1', [leadId, contactId]);
  for (const name of ['Task', 'Event']) {
    const moved = ['"WhoId" = $2', '"WhatId" = coalesce("WhatId", $3)', '"AccountId" = $4'];
    const { meta } = onObject(context, name).object;
    await changeWhere(context, meta, moved, '"WhoId" = $1', [leadId, contactId, opportunityId ?? accountId, accountId]);
  }
}

async function markConverted(context: CallerContext, lead: Values, status: string, parts: Parts): Promise<void> {
  const { object } = onObject(context, 'Lead');
  const values: Values = {
    IsConverted: true,
    ConvertedDate: context.org.clock.now().toISOString().slice(0, 10),
    ConvertedAccountId: parts.accountId,
    ConvertedContactId: parts.contactId,
    ConvertedOpportunityId: parts.opportunityId,
    Status: status,
    IsUnreadByOwner: false,
    ...changeStamps(context, object.meta),
  };
  await updateRows(context.database, object, [{ id: lead.Id as string, values }]);
}
