import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import { tableName } from '../schema/object-tables.ts';
import { hasColumn } from './caller-context.ts';
import { deleteRecords } from './delete.ts';
import type { Draft } from './prepare.ts';
import { refused, type SaveContext, type SaveResult } from './save-context.ts';
import { takeId } from './stored-records.ts';

/** Deletes records past the recycle bin; those in it go as well. */
export async function hardDeleteRecords(context: SaveContext, ids: unknown[]): Promise<SaveResult[]> {
  const results = await deleteRecords(context, ids);
  const gone = ({ success, errors }: SaveResult) => success || errors[0]?.statusCode === 'ENTITY_IS_DELETED';
  const purged = await purgeRecords(
    context,
    results.filter(gone).map(({ id }) => id),
  );
  return results.map((result) => (gone(result) ? (purged.shift() as SaveResult) : result));
}

/** Whose users may do so; nobody may in a new org. */
export function mayHardDelete(org: OrgContext, { profileId }: Caller): boolean {
  return org.settings.get<string[]>('hardDeleteProfiles', []).includes(profileId);
}

/** Removes deleted records for good, and what their deletion took along. */
export async function purgeRecords(context: SaveContext, ids: unknown[]): Promise<SaveResult[]> {
  const { object, database, view } = context;
  const drafts = ids.map((id): Draft => {
    const draft: Draft = { id: null, values: {}, problems: [] };
    takeId(object, draft, id, 'emptyRecycleBin');
    return draft;
  });
  const { rows } = await database.query(
    `select "Id" as id from ${tableName(object.name)} where "Id" = any($1) and "IsDeleted" for update`,
    [drafts.map(({ id }) => id)],
  );
  const inBin = new Set(rows.map(({ id }) => id as string));
  for (const { id, problems } of drafts) {
    if (problems.length === 0 && !inBin.has(id as string))
      problems.push({ statusCode: 'DELETE_FAILED', message: 'Entity is not in the recycle bin', fields: [] });
  }
  for (const meta of view.metadata.objects.values()) {
    if (hasColumn(meta, 'IsDeleted'))
      await database.query(`delete from ${tableName(meta.name)} where "IsDeleted" and deleted_with = any($1)`, [
        [...inBin],
      ]);
  }
  return drafts.map(({ id, problems }) =>
    problems.length > 0 ? refused(id, ...problems) : { id, success: true, errors: [] },
  );
}
