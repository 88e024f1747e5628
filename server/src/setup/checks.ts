import { type CheckId, type CheckResult, type ChecksView, checkIds } from '@lockstep/contract/setup.ts';
import { fixedObjectSpecs } from '../mapping/fixed-objects.ts';
import { mappedObjects } from '../mapping/standard-fields.ts';
import type { ObjectDescribe, Salesforce } from '../salesforce/salesforce.ts';
import { soqlText } from '../salesforce/soql.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { missingAccess } from '../sync/schema-step.ts';
import { marketingFields } from './marketing-fields.ts';
import { reached, type Setup } from './setup.ts';

type Describes = ReadonlyMap<string, ObjectDescribe>;
interface Check {
  id: CheckId;
  result: CheckResult;
  missing: string[];
}

/** What the sync user must be able to do with which records (SET-2). */
const wantedAccess = ['Lead', 'Contact', 'Account', 'Opportunity', 'Campaign'];

/** The check lists of SET-1 and SET-2, answered by the org when somebody is connected. */
export async function runChecks(setup: Setup, subscription: Subscription): Promise<ChecksView> {
  if (!reached(subscription, 'credentials')) return { connected: false, user: unanswered(), fields: fieldChecks(null) };
  const salesforce = await setup.connect(subscription);
  const describes = await salesforce.describe([...new Set([...wantedAccess, ...mappedObjects, 'Task', 'Event'])]);
  const user = await userChecks(salesforce, describes, subscription.identity?.userId ?? '');
  return { connected: true, user, fields: fieldChecks(describes) };
}

async function userChecks(salesforce: Salesforce, describes: Describes, userId: string): Promise<Check[]> {
  return [
    // Whoever is connected uses the API.
    { id: 'api-enabled', result: 'yes', missing: [] },
    noneMissing(
      'objects',
      wantedAccess.flatMap((object) => missingOperations(object, describes.get(object))),
    ),
    { id: 'convert-leads', result: await mayConvertLeads(salesforce), missing: [] },
    yesOrNo('edit-tasks', describes.get('Task')?.updateable),
    yesOrNo('edit-events', describes.get('Event')?.updateable),
    noneMissing('account-type', missingFields('Account', ['Type'], describes)),
    noneMissing(
      'activity-fields',
      (['Task', 'Event'] as const).flatMap((object) =>
        missingFields(
          object,
          fixedObjectSpecs[object].columns.map(({ source }) => source),
          describes,
        ),
      ),
    ),
    noneMissing(
      'required-fields',
      mappedObjects.flatMap((object) => missingAccess(object, describes.get(object))?.detail ?? []),
    ),
    yesOrNo('marketing-user', await isMarketingUser(salesforce, userId)),
  ];
}

function unanswered(): Check[] {
  return checkIds.map((id) => ({ id, result: 'unknown', missing: [] }));
}

function fieldChecks(describes: Describes | null): ChecksView['fields'] {
  const exists = (object: string, name: string, sfType: string): CheckResult => {
    if (!describes) return 'unknown';
    const field = describes.get(object)?.fields.find((candidate) => candidate.name === name);
    return field?.type === sfType ? 'yes' : 'no';
  };
  return marketingFields.map(({ sfType, ...field }) => ({
    ...field,
    lead: exists('Lead', field.name, sfType),
    contact: exists('Contact', field.name, sfType),
  }));
}

function missingOperations(object: string, describe: ObjectDescribe | undefined): string[] {
  if (!describe?.queryable) return [`${object}: Read`];
  const operations = { Create: describe.createable, Edit: describe.updateable, Delete: describe.deletable };
  return Object.entries(operations).flatMap(([name, allowed]) => (allowed ? [] : `${object}: ${name}`));
}

function missingFields(object: string, wanted: readonly string[], describes: Describes): string[] {
  const visible = new Set(describes.get(object)?.fields.map(({ name }) => name));
  return wanted.filter((name) => !visible.has(name)).map((name) => `${object}.${name}`);
}

/** UserPermissionAccess tells a user of its own permissions; an org that does not have it leaves the question open. */
async function mayConvertLeads(salesforce: Salesforce): Promise<CheckResult> {
  try {
    for await (const { records } of salesforce.query(
      'SELECT PermissionsConvertLeads FROM UserPermissionAccess LIMIT 1',
    )) {
      return records[0]?.PermissionsConvertLeads === true ? 'yes' : 'no';
    }
  } catch {
    return 'unknown';
  }
  return 'unknown';
}

async function isMarketingUser(salesforce: Salesforce, userId: string): Promise<boolean | undefined> {
  const soql = `SELECT UserPermissionsMarketingUser FROM User WHERE Id = ${soqlText(userId)}`;
  const [rows] = await salesforce.smallQueries([{ soql }]);
  return rows?.[0]?.UserPermissionsMarketingUser as boolean | undefined;
}

function noneMissing(id: CheckId, missing: string[]): Check {
  return { id, result: missing.length === 0 ? 'yes' : 'no', missing };
}

function yesOrNo(id: CheckId, answer: boolean | undefined): Check {
  return { id, result: answer === undefined ? 'unknown' : answer ? 'yes' : 'no', missing: [] };
}
