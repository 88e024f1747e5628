import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../api-error.ts';
import { lateCommitMs, rowFault } from '../faults/faults.ts';
import { toId18 } from '../ids.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import { assignOwner } from './assignment.ts';
import { applyCampaignRules, followCampaignSave, isBarred } from './campaign-rules.ts';
import { applyDerivedValues } from './derived-values.ts';
import { checkDuplicates } from './duplicates.ts';
import { followFileSave } from './files.ts';
import { recordMails } from './mails.ts';
import { applyBeforeSave, holds, type Values } from './org-rules.ts';
import { withParents } from './parents-by-key.ts';
import { savePersonContacts, splitPersonAccounts, touchPersonAccounts } from './person-accounts.ts';
import { applyDefaults, type Draft, type InputRecord, missingFields, readRecord } from './prepare.ts';
import { applyRecordType, checkRecordTypes } from './record-types.ts';
import { checkReferences } from './references.ts';
import type { SaveContext, SaveResult } from './save-context.ts';
import { checkStatesAndCountries, hasAddressPicklists } from './states-countries.ts';
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
  await check(context, drafts, new Map());
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
  await check(context, drafts, stored);
  const good = drafts.filter(({ problems }) => problems.length === 0);
  const stamp = stampsOf(context, false);
  await updateRows(
    database,
    object,
    good.map(({ id, values }) => ({ id: id as string, values: { ...values, ...stamp } })),
  );
  await followCampaignSave(context, good, false);
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

export function refused(id: string | null, ...errors: Problem[]): SaveResult {
  return { id, success: false, errors };
}

export function idOf(input: InputRecord): unknown {
  return input.Id ?? input.id ?? input.ID;
}

/** Sets a draft's id, or says why what was given is none of this object's. */
export function takeId(object: ObjectView, draft: Draft, given: unknown, operation: string): void {
  if (given === undefined || given === null || given === '') {
    draft.problems.unshift({
      statusCode: 'MISSING_ARGUMENT',
      message: `Id not specified in an ${operation} call`,
      fields: [],
    });
    return;
  }
  const id = toId18(String(given));
  if (!id) {
    draft.problems.unshift({ statusCode: 'MALFORMED_ID', message: `malformed id ${given}`, fields: [] });
  } else if (object.keyPrefix && !id.startsWith(object.keyPrefix)) {
    draft.problems.unshift({
      statusCode: 'MALFORMED_ID',
      message: `Record ID: id value of incorrect type: ${given}`,
      fields: ['Id'],
    });
  }
  draft.id = id ?? String(given);
}

function refuseAll(drafts: Draft[]): void {
  for (const draft of drafts)
    draft.problems.unshift({
      statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
      message: 'insufficient access rights on object id',
      fields: [],
    });
}

/** Locks the records and returns what the rules need of them, by id. In id order, so that two savers never deadlock. */
export async function lockStored(context: SaveContext, drafts: Draft[]): Promise<Map<string, Values>> {
  const { object, database } = context;
  const has = (name: string) => object.meta.fields.some((field) => field.name === name);
  const needsAll =
    object.meta.assignmentRules.length > 0 ||
    object.meta.validationRules.length > 0 ||
    object.meta.fields.some(({ required }) => required) ||
    hasAddressPicklists(context.org);
  const columns = needsAll
    ? object.meta.fields.filter(({ columnType }) => columnType).map(({ name }) => name)
    : ['Id', 'IsDeleted', 'IsConverted', 'MasterRecordId', 'RecordTypeId'].filter(has);
  const ids = drafts
    .filter(({ problems }) => problems.length === 0 || problems[0]?.statusCode !== 'MALFORMED_ID')
    .map(({ id }) => id);
  const { rows } = await database.query(
    `select ${columns.map(quoteName).join(', ')} from ${tableName(object.name)} where "Id" = any($1) order by "Id" for update`,
    [ids],
  );
  return new Map(rows.map((row) => [row.Id as string, row as Values]));
}

export function refuseMissing(drafts: Draft[], stored: Map<string, Values>): void {
  const seen = new Set<string>();
  for (const draft of drafts) {
    if (draft.id === null || draft.problems.some(({ statusCode }) => statusCode === 'MALFORMED_ID')) continue;
    const record = stored.get(draft.id);
    if (!record)
      draft.problems.unshift({
        statusCode: 'INVALID_CROSS_REFERENCE_KEY',
        message: 'invalid cross reference id',
        fields: [],
      });
    else if (record.IsDeleted)
      draft.problems.unshift({ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] });
    else if (record.IsConverted)
      draft.problems.unshift({
        statusCode: 'CANNOT_UPDATE_CONVERTED_LEAD',
        message: 'cannot reference converted lead',
        fields: [],
      });
    else if (seen.has(draft.id))
      draft.problems.unshift({
        statusCode: 'DUPLICATE_VALUE',
        message: `Duplicate id in list: ${draft.id}`,
        fields: [],
      });
    seen.add(draft.id);
  }
}

/** The rules that look at whole records: mandatory fields, references, unique values, the org's own validation rules. */
async function check(context: SaveContext, drafts: Draft[], stored: Map<string, Values>): Promise<void> {
  const { object, database, view } = context;
  for (const draft of drafts) {
    applyBeforeSave(object.meta.beforeSaveRules, draft.values);
    const missing =
      draft.problems.length === 0 &&
      missingFields(object, draft.values, draft.id ? (stored.get(draft.id) ?? {}) : undefined);
    if (missing) draft.problems.push(missing);
  }
  const plausible = drafts.filter(({ problems }) => problems.length === 0);
  checkRecordTypes(context, plausible, stored);
  await checkReferences(
    database,
    view,
    object,
    plausible.filter(({ problems }) => problems.length === 0),
  );
  await checkUnique(context, plausible);
  await checkDuplicates(context, plausible);
  checkStatesAndCountries(context, plausible, (draft) => (draft.id ? stored.get(draft.id) : undefined));
  await applyCampaignRules(
    context,
    plausible.filter(({ problems }) => problems.length === 0),
  );
  for (const draft of plausible) {
    const before = draft.id ? stored.get(draft.id) : undefined;
    const whole = { ...before, ...draft.values };
    const fault = rowFault(context.org, object.name, { ...draft.values, Id: draft.id });
    if (fault) draft.problems.push(fault);
    for (const rule of object.meta.validationRules) {
      if (!holds(rule.condition, whole, before)) continue;
      draft.problems.push({
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: rule.message,
        fields: rule.field ? [rule.field] : [],
      });
    }
  }
}

async function checkUnique({ object, database }: SaveContext, drafts: Draft[]): Promise<void> {
  const unique = object.meta.fields.filter(
    ({ name, describe, columnType }) => columnType && (describe.unique || `${object.name}.${name}` === 'User.Username'),
  );
  for (const { name, describe } of unique) {
    const key = (value: unknown) => (describe.caseSensitive ? String(value) : String(value).toLowerCase());
    const using = drafts.filter(({ values }) => values[name] !== null && values[name] !== undefined);
    if (using.length === 0) continue;
    const { rows } = await database.query(
      `select "Id" as id, ${quoteName(name)}::text as value from ${tableName(object.name)} where lower(${quoteName(name)}::text) = any($1)`,
      [using.map(({ values }) => String(values[name]).toLowerCase())],
    );
    const taken = new Map(rows.map((row) => [key(row.value), row.id as string]));
    for (const draft of using) {
      const other = taken.get(key(draft.values[name]));
      if (other && other !== draft.id)
        draft.problems.push({
          statusCode: 'DUPLICATE_VALUE',
          message: `duplicate value found: ${name} duplicates value on record with id: ${other.slice(0, 15)}`,
          fields: [],
        });
      else taken.set(key(draft.values[name]), draft.id ?? '');
    }
  }
}

function stampsOf({ org, caller, object }: SaveContext, creating: boolean): Values {
  const now = org.clock.now();
  const stamps: Values = { LastModifiedDate: now, LastModifiedById: caller.userId, SystemModstamp: now };
  if (creating) Object.assign(stamps, { CreatedDate: now, CreatedById: caller.userId });
  return Object.fromEntries(
    Object.entries(stamps).filter(([name]) => object.meta.fields.some((field) => field.name === name)),
  );
}
