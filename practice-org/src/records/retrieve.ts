import { ApiError } from '../api-error.ts';
import type { Caller } from '../identity/caller.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { runQuery } from '../soql/run-query.ts';

/** Live records by id, all fields or some, in the order of the ids; null where there is none. */
export async function retrieveRecords(
  org: OrgContext,
  caller: Caller,
  object: ObjectView,
  ids: string[],
  names: string[] | undefined,
  basePath: string,
  inlineBlobs = false,
): Promise<(Record<string, unknown> | null)[]> {
  for (const name of names ?? []) {
    if (!name.includes('.') && !object.field(name))
      throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    if (!/^[\w.]+$/.test(name))
      throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
  }
  const wanted = names ?? object.fields.map(({ name }) => name);
  const list = ids.map((id) => `'${id}'`).join(',');
  const soql = `SELECT ${[...new Set([...wanted, 'Id'])].join(', ')} FROM ${object.name} WHERE Id IN (${list})`;
  const { records } = await runQuery(org, caller, { soql, allRows: false, pageSize: 2000, basePath, inlineBlobs });
  const byId = new Map((records as Record<string, unknown>[]).map((record) => [record.Id as string, record]));
  return ids.map((id) => byId.get(id) ?? null);
}
