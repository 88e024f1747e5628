import { tableName } from '../schema/object-tables.ts';
import { hasColumn } from './caller-context.ts';
import type { Draft } from './prepare.ts';
import { refused, takeId } from './save.ts';
import type { SaveContext, SaveResult } from './save-context.ts';

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
