import type { Problem } from '../api-error.ts';
import { changeStamps, onObject } from './caller-context.ts';
import type { Values } from './org-rules.ts';
import type { Draft } from './prepare.ts';
import type { SaveContext } from './save-context.ts';
import { insertRows, newIds } from './write-rows.ts';

/**
 * What Salesforce itself does with campaigns and their members.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_campaignmember.htm
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_campaignmemberstatus.htm
 */

/** Campaigns and their statuses are changed by Marketing Users alone; to add a member it is enough to read the campaign. */
export async function isBarred({ object, caller, database }: SaveContext): Promise<boolean> {
  if (object.name !== 'Campaign' && object.name !== 'CampaignMemberStatus') return false;
  const { rows } = await database.query(
    'select "UserPermissionsMarketingUser" as may from org."User" where "Id" = $1',
    [caller.userId],
  );
  return rows[0]?.may !== true;
}

/** Before drafts are saved; the given ones have no problems yet. */
export async function applyCampaignRules(context: SaveContext, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  if (context.object.name === 'CampaignMember') await applyMemberRules(context, drafts);
  if (context.object.name === 'CampaignMemberStatus') await applyStatusRules(context, drafts);
}

interface Status {
  id: string;
  campaign: string;
  label: string;
  responded: boolean;
  default: boolean;
}

async function statusesOf({ database }: SaveContext, campaigns: readonly unknown[]): Promise<Status[]> {
  const { rows } = await database.query(
    `select "Id" as id, "CampaignId" as campaign, "Label" as label, "HasResponded" as responded, "IsDefault" as "default"
       from org."CampaignMemberStatus"
      where "CampaignId" = any($1) and not "IsDeleted" order by "IsDefault" desc, "SortOrder", "Id"`,
    [campaigns],
  );
  return rows as Status[];
}

interface Member {
  id: string;
  campaign: string;
  lead: string | null;
  contact: string | null;
  firstResponded: string | null;
}

async function applyMemberRules(context: SaveContext, drafts: readonly Draft[]): Promise<void> {
  const { database } = context;
  for (const { id, values, problems } of drafts) {
    if (id !== null) continue;
    // "Any attempt to create a single record with both results in a successful insert but only the ContactId is inserted."
    if (values.ContactId) values.LeadId = null;
    else if (!values.LeadId)
      problems.push(problem('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LeadId, ContactId]'));
  }
  const { rows } = await database.query(
    `select "Id" as id, "CampaignId" as campaign, "LeadId" as lead, "ContactId" as contact, "FirstRespondedDate" as "firstResponded"
       from org."CampaignMember"
      where not "IsDeleted" and ("Id" = any($1) or "CampaignId" = any($2) and ("LeadId" = any($3) or "ContactId" = any($4)))`,
    [
      drafts.map((d) => d.id),
      ...['CampaignId', 'LeadId', 'ContactId'].map((name) => drafts.map((d) => d.values[name])),
    ],
  );
  const members = rows as Member[];
  const taken = new Set(
    members.flatMap(({ campaign, lead, contact }) => [`${campaign} ${lead}`, `${campaign} ${contact}`]),
  );
  const campaignOf = (draft: Draft) => draft.values.CampaignId ?? members.find((m) => m.id === draft.id)?.campaign;
  const statuses = await statusesOf(context, drafts.map(campaignOf));
  for (const draft of drafts) {
    const { id, values } = draft;
    const campaign = campaignOf(draft);
    const key = `${campaign} ${values.ContactId ?? values.LeadId}`;
    if (id === null && taken.has(key)) draft.problems.push(problem('DUPLICATE_VALUE', 'Already a campaign member.'));
    if (id === null) taken.add(key);
    if (id !== null && values.Status === undefined) continue;
    const known = statuses.filter((s) => s.campaign === campaign);
    // A status that is none of the campaign's becomes its default.
    const status = known.find((s) => s.label === values.Status) ?? known[0];
    values.Status = status?.label ?? 'Sent';
    const responded = members.find((m) => m.id === id)?.firstResponded;
    if (status?.responded && !responded) values.FirstRespondedDate = context.org.clock.now().toISOString().slice(0, 10);
  }
}

async function applyStatusRules(context: SaveContext, drafts: readonly Draft[]): Promise<void> {
  const { database } = context;
  const { rows } = await database.query(
    'select "Id" as id, "CampaignId" as campaign from org."CampaignMemberStatus" where "Id" = any($1)',
    [drafts.map((d) => d.id)],
  );
  const campaignOf = ({ id, values }: Draft) => values.CampaignId ?? rows.find((row) => row.id === id)?.campaign;
  const statuses = await statusesOf(context, drafts.map(campaignOf));
  for (const draft of drafts) {
    const { id, values, problems } = draft;
    const own = statuses.filter((s) => s.campaign === campaignOf(draft));
    const label = String(values.Label ?? '').toLowerCase();
    const other = own.find((s) => s.id !== id && s.label.toLowerCase() === label);
    if (other)
      problems.push(
        problem(
          'DUPLICATE_VALUE',
          `duplicate value found: Label duplicates value on record with id: ${other.id.slice(0, 15)}`,
        ),
      );
    const stored = own.find((s) => s.id === id);
    if (stored?.default && values.IsDefault === false)
      problems.push(problem('FIELD_INTEGRITY_EXCEPTION', 'A campaign needs a default member status.'));
    if (stored?.responded && values.HasResponded === false && own.filter((s) => s.responded).length === 1)
      problems.push(problem('FIELD_INTEGRITY_EXCEPTION', 'A campaign needs a member status that counts as responded.'));
  }
}

/** After drafts were saved: a new campaign has the statuses of the picklist, and only one status is the default. */
export async function followCampaignSave(
  context: SaveContext,
  saved: readonly Draft[],
  created: boolean,
): Promise<void> {
  const { object, database } = context;
  if (object.name === 'Campaign' && created) await createStandardStatuses(context, saved);
  if (object.name !== 'CampaignMemberStatus') return;
  const defaults = saved.filter(({ values }) => values.IsDefault === true).map(({ id }) => id);
  if (defaults.length === 0) return;
  const stamps = Object.entries(changeStamps(context, object.meta));
  await database.query(
    `update org."CampaignMemberStatus" s set "IsDefault" = false${stamps.map(([name], i) => `, "${name}" = $${i + 2}`).join('')}
       from org."CampaignMemberStatus" d
      where d."Id" = any($1) and s."CampaignId" = d."CampaignId" and s."Id" <> all($1) and s."IsDefault"`,
    [defaults, ...stamps.map(([, value]) => value)],
  );
}

const standardStatuses: readonly Values[] = [
  { Label: 'Sent', SortOrder: 1, IsDefault: true, HasResponded: false },
  { Label: 'Responded', SortOrder: 2, IsDefault: false, HasResponded: true },
];

async function createStandardStatuses(context: SaveContext, campaigns: readonly Draft[]): Promise<void> {
  if (!context.view.object('CampaignMemberStatus') || campaigns.length === 0) return;
  const { object, database, caller } = onObject(context, 'CampaignMemberStatus');
  const stamps = changeStamps(context, object.meta);
  const rows = campaigns.flatMap(({ id }) => standardStatuses.map((status) => ({ ...status, CampaignId: id })));
  const ids = await newIds(database, object, rows.length);
  const made = { CreatedDate: stamps.SystemModstamp, CreatedById: caller.userId, ...stamps };
  await insertRows(
    database,
    object,
    rows.map((values, i) => ({ id: String(ids[i]), values: { ...values, ...made } })),
  );
}

/** "You can't delete a CampaignMemberStatus if that status is designated as the default status or if the status is currently used." */
export async function refuseStatusDeletion(context: SaveContext, drafts: readonly Draft[]): Promise<void> {
  if (context.object.name !== 'CampaignMemberStatus') return;
  const { rows } = await context.database.query(
    `select s."Id" as id from org."CampaignMemberStatus" s
      where s."Id" = any($1)
        and (s."IsDefault" or exists (select from org."CampaignMember" m
                                       where m."CampaignId" = s."CampaignId" and m."Status" = s."Label" and not m."IsDeleted")
             or s."HasResponded" and not exists (
               select from org."CampaignMemberStatus" o
                where o."CampaignId" = s."CampaignId" and o."HasResponded" and not o."IsDeleted" and o."Id" <> all($1)))`,
    [drafts.map((draft) => draft.id)],
  );
  for (const draft of drafts) {
    if (!rows.some((row) => row.id === draft.id)) continue;
    draft.problems.push(
      problem(
        'DELETE_FAILED',
        'This member status is the default, is in use, or is the only one that counts as responded.',
      ),
    );
  }
}

const problem = (statusCode: string, message: string): Problem => ({ statusCode, message, fields: [] });
