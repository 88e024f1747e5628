import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { chunk, compositeSize, queryPath, readComposite } from './composite.ts';
import { type Requester, refusedCall } from './request.ts';
import type { CountQuery, QueryPage, QueryPlan } from './salesforce.ts';

interface QueryAnswer {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: Record<string, unknown>[];
}

/** Salesforce refuses a longer address with 414 (URI limit 16,384 bytes, headers.htm); a composite call has no such limit. */
const longestAddress = 15_000;

export async function* queryPages(
  requester: Requester,
  soql: string,
  options: { all?: boolean; batchSize?: number } = {},
): AsyncGenerator<QueryPage> {
  let page = await firstPage(requester, soql, options);
  const { totalSize } = page;
  let received = 0;
  for (;;) {
    received += page.records.length;
    yield { totalSize, records: page.records.map(withoutAttributes) };
    if (page.done || !page.nextRecordsUrl) break;
    page = await nextPage(requester, page.nextRecordsUrl);
  }
  // SELECT COUNT() has a size and no rows.
  const countOnly = received === 0 && /^\s*select\s+count\(\s*\)/i.test(soql);
  if (received !== totalSize && !countOnly) {
    throw new LockstepError('sf/incomplete-answer', told`${received} of ${totalSize} rows came.`);
  }
}

export async function countRows(requester: Requester, queries: CountQuery[]): Promise<number[]> {
  const counts: number[] = [];
  for (const group of chunk(queries, compositeSize.queries)) {
    const parts = group.map((query) => ({ path: queryPath(query.soql, query.all ?? false) }));
    for (const answer of await readComposite(requester, parts)) counts.push(toQueryAnswer(answer).totalSize);
  }
  return counts;
}

/** The rows of small queries (each one page), five queries to an API call. */
export async function readSmallQueries(
  requester: Requester,
  queries: CountQuery[],
): Promise<Record<string, unknown>[][]> {
  const rows: Record<string, unknown>[][] = [];
  for (const group of chunk(queries, compositeSize.queries)) {
    const parts = group.map((query) => ({ path: queryPath(query.soql, query.all ?? false) }));
    for (const answer of await readComposite(requester, parts)) rows.push(allRows(toQueryAnswer(answer)));
  }
  return rows;
}

function allRows({ done, records, totalSize }: QueryAnswer): Record<string, unknown>[] {
  if (done && records.length === totalSize) return records.map(withoutAttributes);
  throw new LockstepError('sf/incomplete-answer', told`${records.length} of ${totalSize} rows came.`);
}

/** The plans for a query, the best first. */
export async function explainQuery(requester: Requester, soql: string): Promise<QueryPlan[]> {
  const path = `/query?explain=${encodeURIComponent(soql)}`;
  const { body } = await requester.json<{ plans: QueryPlan[] }>({ method: 'GET', path });
  return body?.plans ?? [];
}

async function firstPage(
  requester: Requester,
  soql: string,
  options: { all?: boolean; batchSize?: number },
): Promise<QueryAnswer> {
  const path = queryPath(soql, options.all ?? false);
  const headers: Record<string, string> = options.batchSize
    ? { 'Sforce-Query-Options': `batchSize=${options.batchSize}` }
    : {};
  if (path.length > longestAddress) {
    const [answer] = await readComposite(requester, [{ path, headers }]);
    return toQueryAnswer(answer ?? { status: 0, body: null });
  }
  const { body } = await requester.json<QueryAnswer>({ method: 'GET', path, headers });
  return checked(body);
}

async function nextPage(requester: Requester, path: string): Promise<QueryAnswer> {
  const { body } = await requester.json<QueryAnswer>({ method: 'GET', path });
  return checked(body);
}

function toQueryAnswer(answer: { status: number; body: unknown }): QueryAnswer {
  if (answer.status !== 200) throw refusedCall(answer.status, answer.body);
  return checked(answer.body as QueryAnswer);
}

function checked(answer: QueryAnswer): QueryAnswer {
  if (typeof answer?.totalSize === 'number' && Array.isArray(answer.records)) return answer;
  throw new LockstepError('sf/incomplete-answer', told`The answer to a query has no rows.`);
}

/** The record as its fields, also those of parent records, without Salesforce's `attributes`. */
function withoutAttributes(record: Record<string, unknown>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name !== 'attributes') fields[name] = isNested(value) ? cleanNested(value) : value;
  }
  return fields;
}

function isNested(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A parent record, a child subquery, or a compound value such as an address. */
function cleanNested(value: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(value.records)) return withoutAttributes(value);
  if (value.done === false) {
    throw new LockstepError('sf/refused', told`Child rows go on on another page: query the child object itself.`);
  }
  return { ...value, records: value.records.map(withoutAttributes) };
}
