import { LockstepError, must } from '../../errors.ts';
import { chunk } from '../../salesforce/composite.ts';
import { outcomeIsUnknown } from '../../salesforce/request.ts';
import type { MergeRequest, Salesforce, SaveResult } from '../../salesforce/salesforce.ts';
import { soqlText } from '../../salesforce/soql.ts';
import { accountOfContact, convertedStatus, readConverted } from './convert-leads.ts';
import type { MergeIntent, MergeRecord } from './merge-intent.ts';

/** Why records were not merged, by person. */
export interface NotMerged {
  refused: Map<number, SaveResult>;
  /** Of a call that failed as a whole: nothing more was tried. */
  failure: LockstepError | null;
  /** The failed call may have been carried out, or may still be. */
  unknown: boolean;
}

/** What a merge needs to know of Salesforce before anything is done. */
export interface MergeTarget {
  survivor: MergeRecord;
  /** Where leads become part of a contact: the account of that contact, and the status they get. */
  conversion: { accountId: string; status: string } | null;
}

export async function openTarget(
  salesforce: Salesforce,
  { survivorId, records }: Pick<MergeIntent, 'survivorId' | 'records'>,
): Promise<MergeTarget | null> {
  const survivor = records.find((r) => r.personId === survivorId);
  if (!survivor || records.length === 1) return null;
  const converts = survivor.sfdcType === 'Contact' && records.some((r) => r.sfdcType === 'Lead');
  if (!converts) return { survivor, conversion: null };
  const accountId = await accountOfContact(salesforce, survivor.sfdcId);
  return { survivor, conversion: { accountId, status: await convertedStatus(salesforce, undefined) } };
}

/** Salesforce merges three records at most: a winner and two losers. */
const losersAtOnce = 2;

/**
 * Makes one record of all: leads are converted into the contact that stays, contacts and leads are merged with their like.
 * The winner's own record, where another one stays, comes first: without it the losers must not be touched.
 */
export async function mergeInSalesforce(
  salesforce: Salesforce,
  { winnerId, records }: Pick<MergeIntent, 'winnerId' | 'records'>,
  target: MergeTarget,
): Promise<NotMerged> {
  const { survivor } = target;
  const others = records.filter((r) => r.personId !== survivor.personId);
  const inOrder = others.toSorted((a, b) => Number(b.personId === winnerId) - Number(a.personId === winnerId));
  const leads = target.conversion ? inOrder.filter((r) => r.sfdcType === 'Lead') : [];
  const likes = inOrder.filter((r) => !leads.includes(r));
  const outcome: NotMerged = { refused: new Map(), failure: null, unknown: false };
  const merge = (losers: readonly MergeRecord[]) => salesforce.mergeRecords(requestOf(survivor, losers));
  try {
    for (const lead of leads) {
      const [result] = await salesforce.convertLeads([toConversion(lead, target)]);
      note(outcome, [lead], must(result, 'the result of a conversion'));
      if (lead.personId === winnerId && outcome.refused.size > 0) return outcome;
    }
    for (const losers of chunk(likes, losersAtOnce)) {
      const both = await merge(losers);
      // One that is refused must not keep the other.
      const alone = both.success || losers.length === 1 ? [] : losers;
      if (alone.length === 0) note(outcome, losers, both);
      for (const loser of alone) note(outcome, [loser], await merge([loser]));
    }
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    return { ...outcome, failure: error, unknown: outcomeIsUnknown(error) };
  }
  return outcome;
}

/** Person accounts are merged by their accounts; of one with a contact Salesforce says that it can't be. */
function requestOf(survivor: MergeRecord, losers: readonly MergeRecord[]): MergeRequest {
  const accounts = [survivor, ...losers].flatMap((r) => r.personAccountId ?? []);
  const [winnerId = '', ...loserIds] =
    accounts.length > losers.length ? accounts : [survivor, ...losers].map((r) => r.sfdcId);
  return { object: accounts.length > losers.length ? 'Account' : survivor.sfdcType, winnerId, loserIds };
}

const note = ({ refused }: NotMerged, records: readonly MergeRecord[], result: SaveResult) => {
  if (!result.success) for (const { personId } of records) refused.set(personId, result);
};

const toConversion = (lead: MergeRecord, { survivor, conversion }: MergeTarget) => ({
  leadId: lead.sfdcId,
  convertedStatus: must(conversion?.status, 'a status for converted leads'),
  accountId: conversion?.accountId ?? null,
  contactId: survivor.sfdcId,
  createOpportunity: false,
  opportunityName: null,
  ownerId: null,
  notifyOwner: false,
});

/** The people whose records are part of the survivor's, with the time at which the loser of a merge was deleted. */
export type Merged = Map<number, string | null>;

/**
 * Whose records are part of the survivor's by now, as the records themselves say: a loser of a merge names its master, a
 * converted lead its contact.
 */
export async function readMerged(
  salesforce: Salesforce,
  { survivorId, records }: Pick<MergeIntent, 'survivorId' | 'records'>,
): Promise<Merged> {
  const merged: Merged = new Map();
  const survivor = records.find((r) => r.personId === survivorId);
  if (!survivor || records.length === 1) return merged;
  const personOf = new Map(records.map((r) => [r.sfdcId, r.personId]));
  for (const object of ['Lead', 'Contact'] as const) {
    const ids = records.filter((r) => r.sfdcType === object && r !== survivor).map((r) => r.sfdcId);
    if (ids.length === 0) continue;
    const soql = `SELECT Id, SystemModstamp FROM ${object} WHERE IsDeleted = true AND MasterRecordId = ${soqlText(survivor.sfdcId)} AND Id IN (${ids.map(soqlText).join(', ')})`;
    for await (const page of salesforce.query(soql, { all: true })) {
      for (const { Id, SystemModstamp } of page.records)
        merged.set(must(personOf.get(String(Id)), 'the person of a record'), String(SystemModstamp));
    }
    if (object === 'Contact' || survivor.sfdcType === 'Lead') continue;
    for (const [leadId, { contactId }] of await readConverted(salesforce, ids))
      if (contactId === survivor.sfdcId) merged.set(must(personOf.get(leadId), 'the person of a lead'), null);
  }
  return merged;
}
