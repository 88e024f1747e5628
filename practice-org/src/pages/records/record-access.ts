import { inTransaction } from '../../database.ts';
import { callerOf } from '../../identity/org-user.ts';
import { toId18 } from '../../ids.ts';
import type { ObjectView, ProfileView, ViewField } from '../../metadata/profile-view.ts';
import type { SaveContext, SaveResult } from '../../records/save-context.ts';
import { quoteName, tableName } from '../../schema/object-tables.ts';
import { PageError, type SignedInRequest } from '../page-routes.ts';

export type Row = Record<string, unknown>;

/** A record, its object, and both as the visitor may see them. */
export interface FoundRecord {
  id: string;
  object: ObjectView;
  view: ProfileView;
  row: Row;
}

export const pageSize = 50;

export function viewOf({ org, visitor }: SignedInRequest): Promise<ProfileView> {
  return org.metadata.viewFor(visitor.user.profileId);
}

export function requireObject(view: ProfileView, name: string): ObjectView {
  const object = view.object(name);
  if (!object) throw new PageError(404, 'There is no such object, or your profile may not see it.');
  return object;
}

export async function findRecord(given: SignedInRequest): Promise<FoundRecord> {
  const view = await viewOf(given);
  const id = toId18(given.path.id ?? '');
  const object = id ? view.objectOfId(id) : undefined;
  const { rows } =
    id && object
      ? await given.org.pool.query<Row>(`select ${columnsOf(object)} from ${tableName(object.name)} where "Id" = $1`, [
          id,
        ])
      : { rows: [] };
  if (!id || !object || !rows[0])
    throw new PageError(404, 'There is no record with this Id, or your profile may not see it.');
  return { id, object, view, row: rows[0] };
}

/** One page of records, those changed last first, and one record more if there is a next page. */
export async function listRecords(
  { org }: SignedInRequest,
  object: ObjectView,
  wanted: { search: string; page: number; deleted: boolean },
): Promise<Row[]> {
  const conditions = has(object, 'IsDeleted') ? [wanted.deleted ? '"IsDeleted"' : 'not "IsDeleted"'] : [];
  const parameters: unknown[] = [pageSize + 1, (wanted.page - 1) * pageSize];
  const searched = searchedFields(object);
  if (wanted.search && searched.length > 0) {
    parameters.push(`%${wanted.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(${searched.map((name) => `lower(${quoteName(name)}) like $3`).join(' or ')})`);
  }
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const order = has(object, 'SystemModstamp') ? '"SystemModstamp" desc, "Id" desc' : '"Id"';
  const { rows } = await org.pool.query<Row>(
    `select ${columnsOf(object)} from ${tableName(object.name)} ${where} order by ${order} limit $1 offset $2`,
    parameters,
  );
  return rows;
}

/** Name, e-mail and company: what people look for. */
export function searchedFields(object: ObjectView): string[] {
  return [nameField(object), 'Email', 'Company', 'Username'].filter((name) => has(object, name));
}

export function nameField(object: ObjectView): string {
  return ['Name', 'Subject', 'Label', 'MasterLabel'].find((name) => has(object, name)) ?? 'Id';
}

export function has(object: ObjectView, name: string): boolean {
  return object.field(name)?.columnType !== undefined;
}

/** Names for references, by id, as far as the visitor may see what they point at. */
export async function namesOf(
  { org }: SignedInRequest,
  view: ProfileView,
  ids: unknown[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const byObject = Map.groupBy(
    ids.filter((id) => typeof id === 'string'),
    (id) => view.objectOfId(id),
  );
  for (const [object, its] of byObject) {
    if (!object) continue;
    const name = quoteName(nameField(object));
    const { rows } = await org.pool.query<{ id: string; name: string | null }>(
      `select "Id" as id, ${name} as name from ${tableName(object.name)} where "Id" = any($1)`,
      [its],
    );
    for (const row of rows) if (row.name) names.set(row.id, row.name);
  }
  return names;
}

/** Does what the REST API does with one record, by the same rules, as the visitor. */
export function save(
  { org, visitor }: SignedInRequest,
  { view, object }: Pick<FoundRecord, 'view' | 'object'>,
  work: (context: SaveContext) => Promise<SaveResult[]>,
): Promise<SaveResult> {
  return inTransaction(org.pool, async (database) => {
    const caller = callerOf(visitor.user);
    // Forms send text for everything, as a CSV does.
    const options = { source: 'csv', truncate: false } as const;
    const [result] = await work({ org, caller, view, object, database, options });
    return result as SaveResult;
  });
}

export function visibleFields(object: ObjectView): ViewField[] {
  return object.fields.filter(({ columnType }) => columnType !== undefined);
}

function columnsOf(object: ObjectView): string {
  return visibleFields(object)
    .map(({ name }) => quoteName(name))
    .join(', ');
}
