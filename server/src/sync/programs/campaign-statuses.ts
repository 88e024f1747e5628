import { LockstepError } from '../../errors.ts';
import type { Salesforce, SaveResult } from '../../salesforce/salesforce.ts';
import type { CampaignStatus, ProgramStatus } from './status-match.ts';

/** Creates the statuses that a campaign lacks, after those it has. */
export async function createMissingStatuses(
  salesforce: Salesforce,
  campaignId: string,
  ours: readonly ProgramStatus[],
  theirs: readonly CampaignStatus[],
): Promise<void> {
  const missing = ours.filter(({ label }) => theirs.every((t) => t.Label !== label));
  if (missing.length === 0) return;
  await create(salesforce, campaignId, missing, theirs, null);
}

/**
 * Gives a new campaign the statuses of its program and no others. Salesforce has given it some of its own already, and at
 * every moment wants a default and one that counts as responded (CampaignMemberStatus, from API 39.0): so ours come first.
 */
export async function replaceStatuses(
  salesforce: Salesforce,
  campaignId: string,
  ours: readonly ProgramStatus[],
  theirs: readonly CampaignStatus[],
): Promise<void> {
  const [first] = ours;
  const missing = ours.filter(({ label }) => theirs.every((t) => t.Label !== label));
  await create(salesforce, campaignId, missing, theirs, first?.label ?? null);
  const kept = theirs.flatMap((t) => {
    const own = ours.find((o) => o.label === t.Label);
    if (!own) return [];
    const isDefault = own === first;
    if (t.HasResponded === own.success && t.IsDefault === isDefault) return [];
    return [{ Id: t.Id, HasResponded: own.success, ...(isDefault ? { IsDefault: true } : {}) }];
  });
  if (kept.length > 0) refuseFailures(await salesforce.updateRecords('CampaignMemberStatus', kept));
  const others = theirs.filter((t) => ours.every((o) => o.label !== t.Label)).map((t) => t.Id);
  if (others.length > 0) refuseFailures(await salesforce.deleteRecords(others));
}

async function create(
  salesforce: Salesforce,
  campaignId: string,
  statuses: readonly ProgramStatus[],
  before: readonly CampaignStatus[],
  defaultLabel: string | null,
): Promise<void> {
  if (statuses.length === 0) return;
  const last = Math.max(0, ...before.map((status) => status.SortOrder ?? 0));
  const records = statuses.map(({ label, success }, index) => ({
    CampaignId: campaignId,
    Label: label,
    HasResponded: success,
    SortOrder: last + index + 1,
    ...(label === defaultLabel ? { IsDefault: true } : {}),
  }));
  refuseFailures(await salesforce.createRecords('CampaignMemberStatus', records));
}

/** A status that was made before, by a call whose answer was lost, is there: the comparison that follows tells. */
function refuseFailures(results: readonly SaveResult[]): void {
  const failed = results.find(
    ({ success, errors }) => !success && errors.every(({ statusCode }) => !harmless.includes(statusCode)),
  );
  if (!failed) return;
  const said = failed.errors.map(({ statusCode, message }) => `${statusCode}: ${message}`).join(' ');
  const code = failed.errors.some((e) => isAccess(e.statusCode)) ? 'sf/no-access' : 'program/statuses-differ';
  throw new LockstepError(code, `Salesforce refused a status of the campaign. ${said}`);
}

const harmless = ['DUPLICATE_VALUE', 'ENTITY_IS_DELETED'];

const isAccess = (code: string) => /^INSUFFICIENT_ACCESS|^CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY/.test(code);
