import { toId18 } from '../ids.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import { type CallerContext, changeStamps, onObject, saveOne } from './caller-context.ts';
import { carryOver, changeWhere } from './carry-over.ts';
import { personContactsOf } from './person-accounts.ts';
import type { InputRecord } from './prepare.ts';
import { leadIsConverted, noAccess, noSuchRecord, recordIsDeleted, refuse } from './refusal.ts';
import { updateRecords } from './save.ts';
import { idOf } from './stored-records.ts';

export interface MergeRequest {
  object: string;
  /** The winner's Id and the values it shall have afterwards. */
  master: InputRecord;
  loserIds: string[];
}

export interface MergeOutcome {
  id: string;
  mergedRecordIds: string[];
  updatedRelatedIds: string[];
}

export const mergeableObjects = new Set(['Lead', 'Contact', 'Account']);
const mostLosers = 2;

/**
 * Makes one record of two or three of the same object: the losers go to the recycle bin with MasterRecordId, what belonged to
 * them belongs to the winner. Throws a Refusal; call it in a transaction of its own.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_merge.htm
 */
export async function mergeRecords(caller: CallerContext, request: MergeRequest): Promise<MergeOutcome> {
  if (!caller.view.object(request.object) || !mergeableObjects.has(request.object))
    throw refuse('INVALID_TYPE', `sObject type '${request.object}' is not supported for merge`);
  const context = onObject(caller, request.object);
  const { permission } = context.object;
  if (!permission.editable || !permission.deletable) throw noAccess();
  const winner = toId18(String(idOf(request.master) ?? ''));
  const losers = request.loserIds.map((id) => toId18(id));
  if (!winner || losers.includes(undefined) || losers.includes(winner)) throw noSuchRecord();
  if (losers.length === 0 || losers.length > mostLosers)
    throw refuse('MERGE_FAILED', `Invalid number of records to merge: ${losers.length}; one or two are allowed`);
  const loserIds = [...new Set(losers as string[])];
  await checkMergeable(context, [winner, ...loserIds]);
  const persons = await personContactsOf(context, winner, loserIds);

  await saveOne(context, updateRecords, { ...request.master, Id: winner });
  const ofPersons = persons ? await absorb(onObject(caller, 'Contact'), persons.losers, persons.winner) : [];
  const updatedRelatedIds = [...ofPersons, ...(await absorb(context, loserIds, winner))];
  return { id: winner, mergedRecordIds: loserIds, updatedRelatedIds };
}

/** The losers go to the recycle bin, and what was theirs is the winner's; returns the ids of what moved. */
async function absorb(context: ReturnType<typeof onObject>, loserIds: string[], winner: string): Promise<string[]> {
  const { meta } = context.object;
  const moved = await carryOver(context, meta.name, loserIds, winner);
  const gone = ['"IsDeleted" = true', '"MasterRecordId" = $2', 'deleted_with = "Id"'];
  await changeWhere(context, meta, gone, '"Id" = any($1)', [loserIds, winner]);
  await touch(context, winner);
  return moved;
}

async function checkMergeable(context: CallerContext & { object: { name: string } }, ids: string[]): Promise<void> {
  const { rows } = await context.database.query(
    `select * from ${tableName(context.object.name)} where "Id" = any($1) order by "Id" for update`,
    [ids],
  );
  if (rows.length < ids.length) throw noSuchRecord();
  for (const row of rows) {
    if (row.IsDeleted) throw recordIsDeleted();
    if (row.IsConverted) throw leadIsConverted();
  }
}

/** The winner counts as changed even when no value of it was. */
async function touch(context: ReturnType<typeof onObject>, id: string): Promise<void> {
  const stamps = Object.entries(changeStamps(context, context.object.meta));
  await context.database.query(
    `update ${tableName(context.object.name)} set ${stamps.map(([name], i) => `${quoteName(name)} = $${i + 2}`).join(', ')} where "Id" = $1`,
    [id, ...stamps.map(([, value]) => value)],
  );
}
