import { setTimeout as sleep } from 'node:timers/promises';
import { lateCommitMs } from '../faults/faults.ts';
import { tableName } from '../schema/object-tables.ts';
import { assignOwner } from './assignment.ts';
import { followCampaignSave, isBarred } from './campaign-rules.ts';
import { checkDrafts } from './check-drafts.ts';
import { applyDerivedValues } from './derived-values.ts';
import { followFileSave } from './files.ts';
import { recordMails } from './mails.ts';
import type { Values } from './org-rules.ts';
import { withParents } from './parents-by-key.ts';
import { savePersonContacts, splitPersonAccounts, touchPersonAccounts } from './person-accounts.ts';
import { applyDefaults, type Draft, type InputRecord, readRecord } from './prepare.ts';
import { followPushTopicChange } from './push-topic-rules.ts';
import { applyRecordType } from './record-types.ts';
import { refused, type SaveContext, type SaveResult } from './save-context.ts';
import { idOf, lockStored, refuseMissing, takeId } from './stored-records.ts';
import { insertRows, newIds, updateRows } from './write-rows.ts';

export async function createRecords(context: SaveContext, inputs: InputRecord[]): Promise<SaveResult[]> {
  const { object, database, caller } = context;
  if (!object.permission.createable || !object.meta.describe.createable || (await isBarred(context))) {
    return inputs.map(() =>
      refused(null, {
        statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        message: `entity type cannot be inserted: ${object.meta.describe.label}`,
        fields: [],
      }),
    );
  }
  const drafts = await readRecords(context, inputs, 'create');
  for (const { values } of drafts) {
    applyDefaults(object, values, applyRecordType(object, values));
    if (object.meta.fields.some(({ name }) => name === 'OwnerId') && !values.OwnerId) values.OwnerId = caller.userId;
    assignOwner(context, 'create', values);
  }
  await applyDerivedValues(
    database,
    object.name,
    drafts.map(({ values }) => values),
  );
  const persons = await splitPersonAccounts(context, drafts);
  await checkDrafts(context, drafts, new Map());
  const good = drafts.filter(({ problems }) => problems.length === 0);
  if (good.length > 0) {
    const ids = await newIds(database, object, good.length);
    const stamp = stampsOf(context, true);
    for (const [i, draft] of good.entries()) draft.id = ids[i] as string;
    await insertRows(
      database,
      object,
      good.map(({ id, values }) => ({ id: id as string, values: { ...values, ...stamp } })),
    );
    await followCampaignSave(context, good, true);
    await followFileSave(context, good);
    await followPushTopicChange(context);
    await savePersonContacts(context, persons, createRecords, updateRecords);
    await removeRefused(context, good);
  }
  if (context.options.mailUsers) await mailNewOwners(context, good);
  await commitLate(context);
  return drafts.map((draft) =>
    draft.problems.length > 0 ? refused(null, ...draft.problems) : { id: draft.id, success: true, errors: [] },
  );
}

/** An account whose person contact was refused is not made either. */
async function removeRefused({ object, database }: SaveContext, drafts: Draft[]): Promise<void> {
  const ids = drafts.filter(({ problems }) => problems.length > 0).map(({ id }) => id);
  if (ids.length > 0) await database.query(`delete from ${tableName(object.name)} where "Id" = any($1)`, [ids]);
}

/** Reads what clients sent; a record whose parent can't be found is refused by itself. */
async function readRecords(
  context: SaveContext,
  inputs: InputRecord[],
  operation: 'create' | 'update',
): Promise<Draft[]> {
  return (await withParents(context, inputs)).map(({ input, problems }) => {
    const draft = readRecord(context.object, input, operation, context.options);
    draft.problems.unshift(...problems);
    return draft;
  });
}

/** Whoever made the record needs no mail about it. */
async function mailNewOwners(context: SaveContext, drafts: readonly Draft[]): Promise<void> {
  const assigned = drafts.filter(({ values }) => values.OwnerId && values.OwnerId !== context.caller.userId);
  const subject = `A new ${context.object.name} has been assigned to you.`;
  await recordMails(
    context,
    assigned.map(({ id, values }) => ({ toId: String(values.OwnerId), subject, recordId: String(id) })),
  );
}

/** Updates records by the Id each input carries. */
export async function updateRecords(context: SaveContext, inputs: InputRecord[]): Promise<SaveResult[]> {
  const { object, database } = context;
  const drafts = await readRecords(context, inputs, 'update');
  for (const [i, draft] of drafts.entries()) takeId(object, draft, idOf(inputs[i] as InputRecord), 'update');
  if (!object.permission.editable || !object.meta.describe.updateable || (await isBarred(context))) refuseAll(drafts);
  const stored = await lockStored(context, drafts);
  refuseMissing(drafts, stored);
  for (const { id, values } of drafts) assignOwner(context, 'update', values, stored.get(id ?? ''));
  await applyDerivedValues(
    database,
    object.name,
    drafts.map(({ values }) => values),
  );
  const persons = await splitPersonAccounts(context, drafts);
  await checkDrafts(context, drafts, stored);
  const good = drafts.filter(({ problems }) => problems.length === 0);
  const stamp = stampsOf(context, false);
  await updateRows(
    database,
    object,
    good.map(({ id, values }) => ({ id: id as string, values: { ...values, ...stamp } })),
  );
  await followCampaignSave(context, good, false);
  await followPushTopicChange(context);
  await savePersonContacts(context, persons, createRecords, updateRecords);
  await touchPersonAccounts(context, good);
  await commitLate(context);
  return drafts.map((draft) =>
    draft.problems.length > 0 ? refused(draft.id, ...draft.problems) : { id: draft.id, success: true, errors: [] },
  );
}

/** A fault to rehearse: the stamp is taken, and some time passes before others can see the record. */
async function commitLate({ org }: SaveContext): Promise<void> {
  const delay = lateCommitMs(org);
  if (delay > 0) await sleep(delay);
}

function refuseAll(drafts: Draft[]): void {
  for (const draft of drafts)
    draft.problems.unshift({
      statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
      message: 'insufficient access rights on object id',
      fields: [],
    });
}

function stampsOf({ org, caller, object }: SaveContext, creating: boolean): Values {
  const now = org.clock.now();
  const stamps: Values = { LastModifiedDate: now, LastModifiedById: caller.userId, SystemModstamp: now };
  if (creating) Object.assign(stamps, { CreatedDate: now, CreatedById: caller.userId });
  return Object.fromEntries(
    Object.entries(stamps).filter(([name]) => object.meta.fields.some((field) => field.name === name)),
  );
}
