import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@jsforce/jsforce-node';

/** What `practice-org --json` prints when it listens. */
export interface OrgAddress {
  url: string;
  pubSub: { plainEndpoint: string };
  admin: { username: string; password: string; securityToken: string };
  syncUser: { username: string; password: string; securityToken: string };
}

/** The practice org as its sync user and its administrator reach it. */
export interface Org {
  readonly address: OrgAddress;
  readonly syncUser: Connection;
  readonly admin: Connection;
}

/** Newest of the SOAP login; the same for everything else. */
const version = '60.0';

export async function openOrg(ready: unknown): Promise<Org> {
  const address = ready as OrgAddress;
  const login = async ({ username, password, securityToken }: OrgAddress['admin']) => {
    const connection = new Connection({ loginUrl: address.url, version });
    await connection.login(username, password + securityToken);
    return connection;
  };
  return { address, syncUser: await login(address.syncUser), admin: await login(address.admin) };
}

/** From now on every call waits so long before it is looked at; 0: no longer. */
export async function answerAfter({ address }: Org, milliseconds: number): Promise<void> {
  const latency = { probability: milliseconds ? 1 : 0, minMs: milliseconds, maxMs: milliseconds };
  const response = await fetch(`${address.url}/practice-org/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ latency }),
  });
  if (!response.ok) throw new Error(`The practice org refused its latency: ${await response.text()}`);
}

/** Runs a Bulk query and hands over page after page of its CSV, as it comes, until the last. Returns the rows. */
export async function bulkQuery(
  connection: Connection,
  soql: string,
  options: { pageRows: number; gzip: boolean },
  take: (body: ReadableStream<Uint8Array>, page: number) => Promise<void>,
): Promise<number> {
  const job = await call(connection, 'POST', '/jobs/query', { operation: 'query', query: soql });
  const path = `/jobs/query/${job.id}`;
  await jobEnd(connection, path);
  let rows = 0;
  let locator = '';
  for (let page = 0; locator !== 'null'; page++) {
    const parameters = new URLSearchParams({ maxRecords: String(options.pageRows), ...(locator ? { locator } : {}) });
    const response = await fetch(urlOf(connection, `${path}/results?${parameters}`), {
      headers: { ...authorization(connection), 'accept-encoding': options.gzip ? 'gzip' : 'identity' },
    });
    if (!response.ok || !response.body) throw new Error(`Bulk results: ${response.status} ${await response.text()}`);
    rows += Number(response.headers.get('sforce-numberofrecords'));
    locator = response.headers.get('sforce-locator') || 'null';
    await take(response.body, page);
  }
  await call(connection, 'DELETE', path);
  return rows;
}

export type IngestOperation = 'insert' | 'update' | 'delete';

/** Saves the rows of a file by a Bulk 2.0 ingest job and returns its path when it is complete. */
export async function bulkIngest(connection: Connection, operation: IngestOperation, csvFile: string): Promise<string> {
  const path = await beginIngest(connection, operation, csvFile);
  await ingestEnd(connection, path);
  return path;
}

/** Uploads the rows; the org begins to save them. */
export async function beginIngest(
  connection: Connection,
  operation: IngestOperation,
  csvFile: string,
): Promise<string> {
  const job = await call(connection, 'POST', '/jobs/ingest', { object: 'Lead', operation, contentType: 'CSV' });
  const path = `/jobs/ingest/${job.id}`;
  const response = await fetch(urlOf(connection, `${path}/batches`), {
    method: 'PUT',
    headers: { ...authorization(connection), 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(csvFile)) as ReadableStream<Uint8Array>,
    duplex: 'half',
  } as RequestInit);
  if (!response.ok) throw new Error(`Bulk upload: ${response.status} ${await response.text()}`);
  await call(connection, 'PATCH', path, { state: 'UploadComplete' });
  return path;
}

/** Waits until a job is complete; a refused record is an error. */
export async function ingestEnd(connection: Connection, path: string): Promise<void> {
  const { numberRecordsFailed } = await jobEnd(connection, path);
  if (numberRecordsFailed) throw new Error(`The practice org refused ${numberRecordsFailed} records.`);
}

/** A file of results of a job, as text. */
export async function jobResults(connection: Connection, path: string, file: string): Promise<string> {
  const response = await fetch(urlOf(connection, `${path}/${file}`), { headers: authorization(connection) });
  if (!response.ok) throw new Error(`${file}: ${response.status} ${await response.text()}`);
  return response.text();
}

const lookEveryMs = 50;

async function jobEnd(connection: Connection, path: string): Promise<Record<string, unknown>> {
  for (;;) {
    const job = await call(connection, 'GET', path);
    if (job.state === 'JobComplete') return job;
    if (job.state === 'Failed' || job.state === 'Aborted') throw new Error(`A Bulk job ended as ${job.state}.`);
    await pause(lookEveryMs);
  }
}

/** A call of the REST API; `path` is what follows the version. */
export async function call(
  connection: Connection,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(urlOf(connection, path), {
    method,
    headers: { ...authorization(connection), 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : {};
}

const urlOf = (connection: Connection, path: string) => `${connection.instanceUrl}/services/data/v${version}${path}`;
const authorization = ({ accessToken }: Connection) => ({ authorization: `Bearer ${accessToken}` });
