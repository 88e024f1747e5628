import { ApiError } from '../api-error.ts';
import { reader } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import type { ObjectView, ViewField } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import type { Condition, FieldPath, SoqlQuery } from '../soql/ast.ts';
import { openRun, type Run } from '../soql/run.ts';
import { answerQuery } from '../soql/run-query.ts';
import { everyRecord, type Returned, type Search, type SearchGroup } from './parse-sosl.ts';
import { condition, parseTerms, type Terms } from './search-terms.ts';

const textTypes = new Set(['string', 'textarea', 'email', 'phone', 'url', 'encryptedstring']);
const names = new Set(['Name', 'FirstName', 'LastName', 'MiddleName', 'Company', 'Subject', 'Title']);

const path = (name: string): FieldPath => ({ kind: 'path', names: [name], at: 0 });

/** The records found, object by object as RETURNING lists them. */
export async function runSearch(
  org: OrgContext,
  caller: Caller,
  search: Search,
  request: { text: string; basePath: string },
): Promise<unknown[]> {
  const terms = parseTerms(search.terms);
  const run = await openRun(org, caller, reader(org.pool), {
    soql: request.text,
    allRows: false,
    basePath: request.basePath,
  });
  const returning =
    search.returning.length > 0 ? search.returning : searchable(run).map(({ name }) => everyRecord(name));
  const records: unknown[] = [];
  for (const returned of returning) {
    const left = search.limit - records.length;
    if (left <= 0) break;
    records.push(...(await searchObject(run, search.group, terms, returned, left)));
  }
  return records;
}

function searchable({ view }: Run): ObjectView[] {
  return view.objects().filter(({ meta }) => meta.describe.searchable);
}

async function searchObject(
  run: Run,
  group: SearchGroup,
  terms: Terms,
  returned: Returned,
  left: number,
): Promise<unknown[]> {
  const object = run.view.object(returned.object);
  if (!object?.meta.describe.searchable) {
    const message = `sObject type '${returned.object}' is not supported in a search`;
    throw new ApiError(400, 'INVALID_TYPE', message);
  }
  const fields = object.fields.filter((field) => isSearched(field, group));
  if (fields.length === 0) return [];
  const found = condition(
    terms,
    fields.map(({ name }) => path(name)),
  );
  const limit = Math.min(returned.limit ?? left, left);
  const { records } = await answerQuery(run, queryOf(object, returned, found, limit), limit + 1);
  return records;
}

function queryOf(object: ObjectView, returned: Returned, found: Condition, limit: number): SoqlQuery {
  const { select, where, orderBy, offset } = returned;
  return {
    select: select.length > 0 ? select : [{ kind: 'value', operand: path('Id'), alias: undefined }],
    from: path(object.name),
    alias: undefined,
    scope: undefined,
    where: where ? { kind: 'and', parts: [found, where] } : found,
    groupBy: [],
    grouping: 'plain',
    having: undefined,
    orderBy,
    limit,
    offset,
    allRows: false,
    forView: false,
  };
}

function isSearched({ name, describe, columnType }: ViewField, group: SearchGroup): boolean {
  if (!columnType || !textTypes.has(describe.type)) return false;
  if (group === 'name') return describe.nameField || names.has(name);
  return group === 'email' || group === 'phone' ? describe.type === group : true;
}
