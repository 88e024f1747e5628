import { quoteName, tableName } from '../schema/object-tables.ts';
import { changeStamps, hasColumn } from './caller-context.ts';
import { isBarred, refuseStatusDeletion } from './campaign-rules.ts';
import { refuseDeletingPersonContacts } from './person-accounts.ts';
import type { Draft } from './prepare.ts';
import { followPushTopicChange } from './push-topic-rules.ts';
import { refused, type SaveContext, type SaveResult } from './save-context.ts';
import { lockStored, refuseMissing, takeId } from './stored-records.ts';

/** Moves records into the recycle bin together with the children that go with them. */
export async function deleteRecords(context: SaveContext, ids: unknown[]): Promise<SaveResult[]> {
  const { object } = context;
  const barred = await isBarred(context);
  const drafts = ids.map((id): Draft => {
    const draft: Draft = { id: null, values: {}, problems: [] };
    takeId(object, draft, id, 'delete');
    if (!object.permission.deletable || !object.meta.describe.deletable || barred) {
      draft.problems.push({
        statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
        message: 'insufficient access rights on object id',
        fields: [],
      });
    }
    return draft;
  });
  const stored = await lockStored(context, drafts);
  // A converted lead may still be deleted.
  for (const record of stored.values()) record.IsConverted = false;
  refuseMissing(drafts, stored);
  await refuseStatusDeletion(
    context,
    drafts.filter(({ problems }) => problems.length === 0),
  );
  await refuseDeletingPersonContacts(context, drafts);
  const good = drafts.flatMap(({ id, problems }) => (problems.length === 0 && id ? [id] : []));
  if (good.length > 0) await remove(context, object.name, good, new Set());
  await followPushTopicChange(context);
  return drafts.map(({ id, problems }) =>
    problems.length > 0 ? refused(id, ...problems) : { id, success: true, errors: [] },
  );
}

/** Brings deleted records back, with exactly the children that their deletion took along. */
export async function undeleteRecords(context: SaveContext, ids: unknown[]): Promise<SaveResult[]> {
  const { object, database, org, view } = context;
  const drafts = ids.map((id): Draft => {
    const draft: Draft = { id: null, values: {}, problems: [] };
    takeId(object, draft, id, 'undelete');
    return draft;
  });
  const stored = await lockStored(context, drafts);
  for (const draft of drafts) {
    if (draft.problems.length > 0 || (draft.id && stored.get(draft.id)?.IsDeleted)) continue;
    draft.problems.push({ statusCode: 'UNDELETE_FAILED', message: 'Entity is not in the recycle bin', fields: [] });
  }
  const good = drafts.flatMap(({ id, problems }) => (problems.length === 0 && id ? [id] : []));
  for (const { name, meta } of view.objects()) {
    if (!meta.fields.some((field) => field.name === 'IsDeleted')) continue;
    // The loser of a merge comes back as a record of its own.
    const alone = hasColumn(meta, 'MasterRecordId') ? '"MasterRecordId" = null, ' : '';
    await database.query(
      `update ${tableName(name)} set "IsDeleted" = false, deleted_with = null, ${alone} "SystemModstamp" = $2 where "IsDeleted" and deleted_with = any($1)`,
      [good, org.clock.now()],
    );
  }
  return drafts.map(({ id, problems }) =>
    problems.length > 0 ? refused(id, ...problems) : { id, success: true, errors: [] },
  );
}

/** `root` is the deleted record itself: its children carry its id, so that undeleting it finds them. */
async function remove(context: SaveContext, objectName: string, ids: string[], done: Set<string>): Promise<void> {
  const meta = context.view.metadata.objects.get(objectName.toLowerCase());
  if (!meta) return;
  const { database } = context;
  if (!meta.fields.some(({ name }) => name === 'IsDeleted')) {
    await database.query(`delete from ${tableName(objectName)} where "Id" = any($1)`, [ids]);
    return;
  }
  await markDeleted(context, objectName, 'Id', ids);
  done.add(objectName);
  for (const child of meta.describe.childRelationships) {
    if (!child.cascadeDelete || done.has(child.childSObject)) continue;
    await markDeleted(context, child.childSObject, child.field, ids);
  }
}

async function markDeleted(context: SaveContext, object: string, key: string, ids: string[]): Promise<void> {
  const { database, view } = context;
  const meta = view.metadata.objects.get(object.toLowerCase());
  if (
    !meta?.fields.some(({ name, columnType }) => name === key && columnType) ||
    !meta.fields.some(({ name }) => name === 'IsDeleted')
  )
    return;
  const stamps = Object.entries(changeStamps(context, meta));
  await database.query(
    `update ${tableName(object)} set "IsDeleted" = true, deleted_with = ${quoteName(key)}${stamps.map(([name], i) => `, ${quoteName(name)} = $${i + 2}`).join('')}
      where ${quoteName(key)} = any($1) and not "IsDeleted"`,
    [ids, ...stamps.map(([, value]) => value)],
  );
}
