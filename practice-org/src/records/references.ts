import type { Queryable } from '../database.ts';
import type { ObjectView, ProfileView, ViewField } from '../metadata/profile-view.ts';
import { tableName } from '../schema/object-tables.ts';
import type { Draft } from './prepare.ts';
import { leadIsConverted } from './refusal.ts';

/** Refuses ids that name no record, a record of the wrong kind, or an owner who may not own. One look-up per object. */
export async function checkReferences(
  database: Queryable,
  view: ProfileView,
  object: ObjectView,
  drafts: Draft[],
): Promise<void> {
  const fields = object.meta.fields.filter((field) => field.describe.type === 'reference' && field.columnType);
  const wanted = new Map<string, Set<string>>();
  for (const draft of drafts) {
    for (const field of fields) {
      const id = draft.values[field.name];
      if (typeof id !== 'string') continue;
      const target = targetOf(view, field, id);
      if (!target) draft.problems.push(wrongKind(field, id));
      else wanted.set(target, (wanted.get(target) ?? new Set()).add(id));
    }
  }
  const found = new Set<string>();
  const barred = new Map<string, string>();
  for (const [target, ids] of wanted) {
    for (const row of await lookUp(database, target, [...ids])) {
      found.add(row.id);
      if (row.barred) barred.set(row.id, row.barred);
    }
  }
  for (const draft of drafts) {
    for (const field of fields) {
      const id = draft.values[field.name];
      if (typeof id !== 'string' || !targetOf(view, field, id)) continue;
      if (!found.has(id))
        draft.problems.push({
          statusCode: 'INVALID_CROSS_REFERENCE_KEY',
          message: 'invalid cross reference id',
          fields: [field.name],
        });
      else if (barred.get(id) === 'converted') draft.problems.push(...leadIsConverted().problems);
      else if (field.name === 'OwnerId' && barred.has(id))
        draft.problems.push(badOwner(id, object.name, barred.get(id) as string));
    }
  }
}

function targetOf(view: ProfileView, field: Pick<ViewField, 'describe'>, id: string): string | undefined {
  const prefix = id.slice(0, 3);
  for (const name of field.describe.referenceTo) {
    const meta = view.metadata.objects.get(name.toLowerCase());
    if (meta?.describe.keyPrefix === prefix) return meta.name;
  }
  return undefined;
}

async function lookUp(
  database: Queryable,
  target: string,
  ids: string[],
): Promise<{ id: string; barred: string | null }[]> {
  const barred =
    target === 'User'
      ? `case when not "IsActive" then 'inactive' end`
      : target === 'Group'
        ? `case when "Type" <> 'Queue' then 'not a queue' end`
        : target === 'Lead'
          ? `case when "IsConverted" then 'converted' end`
          : 'null';
  const deleted =
    target === 'User' ||
    target === 'Group' ||
    target === 'Organization' ||
    target === 'RecordType' ||
    target === 'Profile';
  const { rows } = await database.query(
    `select "Id" as id, ${barred} as barred from ${tableName(target)} where "Id" = any($1) ${deleted ? '' : 'and not "IsDeleted"'}`,
    [ids],
  );
  return rows;
}

function wrongKind(field: Pick<ViewField, 'name' | 'describe'>, id: string) {
  return {
    statusCode: 'FIELD_INTEGRITY_EXCEPTION',
    message: `${field.describe.label}: id value of incorrect type: ${id}`,
    fields: [field.name],
  };
}

function badOwner(id: string, object: string, why: string) {
  if (why === 'inactive') {
    const message = `operation performed with inactive user [${id.slice(0, 15)}] as owner of ${object.toLowerCase()}`;
    return { statusCode: 'INACTIVE_OWNER_OR_USER', message, fields: [] };
  }
  return { statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'Owner ID: owner cannot be blank', fields: ['OwnerId'] };
}
