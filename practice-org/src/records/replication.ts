import { ApiError } from '../api-error.ts';
import { reader } from '../database.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { tableName } from '../schema/object-tables.ts';

/** A span of time, by whole minutes as Salesforce counts here. */
export interface Span {
  start: Date;
  end: Date;
}

/** More in one span are refused. https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_getupdated.htm */
const mostIds = 600_000;

export interface UpdatedRecords {
  ids: string[];
  latestDateCovered: Date;
}

export interface DeletedRecords {
  deletedRecords: { id: string; deletedDate: Date }[];
  earliestDateAvailable: Date;
  latestDateCovered: Date;
}

export async function updatedRecords(org: OrgContext, object: ObjectView, span: Span): Promise<UpdatedRecords> {
  if (!object.meta.describe.replicateable) throw notReplicable(object.name);
  const { rows } = await reader(org.pool).query(
    `select "Id" as id from ${tableName(object.name)} where ${isDeletable(object) ? 'not "IsDeleted" and' : ''} "SystemModstamp" >= $1 and "SystemModstamp" < $2 order by "SystemModstamp", "Id" limit ${mostIds + 1}`,
    [span.start, span.end],
  );
  checkCount(rows.length);
  return { ids: rows.map(({ id }) => id), latestDateCovered: covered(org, span.end) };
}

export async function deletedRecords(org: OrgContext, object: ObjectView, span: Span): Promise<DeletedRecords> {
  if (!object.meta.describe.replicateable || !isDeletable(object)) throw notReplicable(object.name);
  const { rows } = await reader(org.pool).query(
    `select "Id" as id, "SystemModstamp" as at from ${tableName(object.name)} where "IsDeleted" and "SystemModstamp" >= $1 and "SystemModstamp" < $2 order by at, id limit ${mostIds + 1}`,
    [span.start, span.end],
  );
  checkCount(rows.length);
  const earliest = await reader(org.pool).query(`select min("CreatedDate") as at from org."Organization"`);
  return {
    deletedRecords: rows.map(({ id, at }) => ({ id, deletedDate: at })),
    earliestDateAvailable: earliest.rows[0].at,
    latestDateCovered: covered(org, span.end),
  };
}

export function readSpan(now: Date, startText: string | undefined, endText: string | undefined): Span {
  const start = toMinute(startText, 'start');
  const end = toMinute(endText, 'end');
  if (start >= end) throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate before endDate');
  if (start.getTime() < now.getTime() - 30 * 86_400_000 - 60_000)
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be more than 30 days ago');
  return { start, end };
}

function checkCount(count: number): void {
  if (count > mostIds)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `More than ${mostIds} records changed in this span; ask for a shorter one`,
    );
}

function isDeletable(object: ObjectView): boolean {
  return object.meta.fields.some(({ name }) => name === 'IsDeleted');
}

function notReplicable(object: string): ApiError {
  return new ApiError(400, 'INVALID_TYPE', `sObject type '${object}' is not replicable`);
}

/** What lies ahead can't have been covered. */
function covered({ clock }: OrgContext, end: Date): Date {
  return new Date(Math.min(end.getTime(), Math.floor(clock.instant().getTime() / 60_000) * 60_000));
}

function toMinute(text: string | undefined, name: string): Date {
  // A plus sign that was not encoded arrives as a blank.
  const at = Date.parse((text ?? '').replace(' ', '+').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(at)) throw new ApiError(400, 'INVALID_FIELD', `${name} must be a valid dateTime`);
  return new Date(Math.floor(at / 60_000) * 60_000);
}
