import { LockstepError } from '../../errors.ts';
import { withLock } from '../../postgres/advisory-lock.ts';
import { sql } from '../../postgres/sql.ts';
import type { LeadConversion, LeadConversionResult, Salesforce } from '../../salesforce/salesforce.ts';
import { soqlText } from '../../salesforce/soql.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import { createLock } from '../create/create-intent.ts';
import { isOwnerless } from '../fallback-owner.ts';
import type { PersonWork } from '../person-work.ts';
import { followConversions } from './conversions.ts';

/** The refusal of whatever would change, or point at, a lead that is a contact by now. */
export const convertedLead = 'CANNOT_UPDATE_CONVERTED_LEAD';

/** What became of a lead: what it was converted into, why it was refused, or why nobody knows. */
export type Converted = LeadConversionResult | LockstepError;

/**
 * Converts at most 100 leads in Salesforce, and their people here at once (SYN-9). The lock is that of creations: a page of
 * contacts waits, so that the new contact never becomes a second person.
 */
export function convertLeads(work: PersonWork, conversions: readonly LeadConversion[]): Promise<Converted[]> {
  return withLock(work.engine.pool, createLock(work.subscription), async () => {
    const outcomes = await withFallbackOwner(work, conversions);
    await takeOver(work, outcomes.filter(isConverted));
    return outcomes;
  });
}

export const isConverted = (outcome: Converted): outcome is LeadConversionResult =>
  !(outcome instanceof LockstepError) && outcome.success;

/**
 * Leads that somebody converted in Salesforce since they were last pulled: their people become the contacts now, so that what
 * is to be written goes there (SYN-9).
 */
export async function followConvertedLeads(work: PersonWork, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length === 0) return;
  await withLock(work.engine.pool, createLock(work.subscription), async () =>
    takeOver(work, [...(await readConverted(work.salesforce, leadIds)).values()]),
  );
}

/** Only under the lock of creations. */
function takeOver({ engine, subscription, source }: PersonWork, done: readonly LeadConversionResult[]): Promise<void> {
  return inSubscription(engine.pool, subscription, async (client) => {
    await client.query(sql`
      update person p set sfdc_converted_contact_id = d."contactId"
        from jsonb_to_recordset(${JSON.stringify(done)}::jsonb) as d(id text, "contactId" text)
       where p.sfdc_id = d.id and p.sfdc_type = 'Lead' and d."contactId" is not null`);
    await followConversions(client, source);
  });
}

/** What comes of a lead of an inactive user belongs to the fallback owner of the sync options, if there is one. */
async function withFallbackOwner(
  { salesforce, options: { fallbackOwnerId } }: PersonWork,
  conversions: readonly LeadConversion[],
): Promise<Converted[]> {
  const outcomes = await callAndLook(salesforce, conversions);
  const ownerless = conversions.filter((_, index) => {
    const outcome = outcomes[index];
    return !(outcome instanceof LockstepError) && isOwnerless(outcome);
  });
  if (!fallbackOwnerId || ownerless.length === 0) return outcomes;
  const again = await callAndLook(
    salesforce,
    ownerless.map((conversion) => ({ ...conversion, ownerId: fallbackOwnerId })),
  );
  return outcomes.map((outcome, index) => again[ownerless.indexOf(conversions[index] as LeadConversion)] ?? outcome);
}

/**
 * Salesforce converts a lead only once, so a conversion is never done twice: after an answer that was lost, or a refusal
 * because somebody was quicker, the lead itself says what it became.
 */
async function callAndLook(salesforce: Salesforce, conversions: readonly LeadConversion[]): Promise<Converted[]> {
  const outcomes = await salesforce.convertLeads([...conversions]).catch((error: unknown) => {
    if (error instanceof LockstepError) return conversions.map(() => error);
    throw error;
  });
  const isOpen = (outcome: Converted | undefined) =>
    outcome instanceof LockstepError || outcome?.errors.some((e) => e.statusCode === convertedLead);
  const open = conversions.filter((_, index) => isOpen(outcomes[index])).map(({ leadId }) => leadId);
  if (open.length === 0) return outcomes;
  const found = await readConverted(salesforce, open);
  return outcomes.map((outcome, index) => found.get(conversions[index]?.leadId ?? '') ?? outcome);
}

/** Those of the leads that were converted, whoever did it. */
export async function readConverted(
  salesforce: Salesforce,
  leadIds: readonly string[],
): Promise<Map<string, LeadConversionResult>> {
  const found = new Map<string, LeadConversionResult>();
  const soql = `SELECT Id, ConvertedAccountId, ConvertedContactId, ConvertedOpportunityId FROM Lead WHERE IsConverted = true AND Id IN (${leadIds.map(soqlText).join(', ')})`;
  for await (const { records } of salesforce.query(soql)) {
    for (const record of records) {
      const idIn = (field: string) => (record[field] as string | null) ?? null;
      found.set(String(record.Id), {
        id: String(record.Id),
        success: true,
        errors: [],
        accountId: idIn('ConvertedAccountId'),
        contactId: idIn('ConvertedContactId'),
        opportunityId: idIn('ConvertedOpportunityId'),
      });
    }
  }
  return found;
}

/** The lead statuses that mean converted, in the org's order; `asked` must be one of them. */
export async function convertedStatus(salesforce: Salesforce, asked: string | undefined): Promise<string> {
  const [rows] = await salesforce.smallQueries([
    { soql: 'SELECT MasterLabel, ApiName FROM LeadStatus WHERE IsConverted = true ORDER BY SortOrder' },
  ]);
  const statuses = (rows ?? []).map((row) => ({ label: String(row.MasterLabel), name: String(row.ApiName) }));
  const chosen = asked === undefined ? statuses[0] : statuses.find((s) => s.label === asked || s.name === asked);
  if (chosen) return chosen.label;
  const list = statuses.map((s) => `"${s.label}"`).join(', ') || 'none';
  throw new LockstepError('flow/converted-status', told`Asked: "${asked ?? ''}". There are: ${list}.`);
}

/** A lead becomes a contact that exists only together with that contact's account. */
export async function accountOfContact(salesforce: Salesforce, contactId: string): Promise<string> {
  const soql = `SELECT AccountId FROM Contact WHERE Id = ${soqlText(contactId)}`;
  const [rows] = await salesforce.smallQueries([{ soql }]);
  if (!rows?.[0]) throw new LockstepError('request/not-found', told`Salesforce has no contact ${contactId}.`);
  const { AccountId: account } = rows[0];
  if (!account) throw new LockstepError('flow/contact-without-account', told`It is ${contactId}.`);
  return String(account);
}
