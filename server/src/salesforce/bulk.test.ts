import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { connectTo } from './testing/connected.ts';
import { json, type Reply, sessionExpired } from './testing/recorded-org.ts';

// Recorded by amp-labs/connectors.
const queryJob = {
  id: '750ak000009BWKLAA4',
  operation: 'query',
  object: 'Account',
  createdById: '005',
  createdDate: '2024-09-09T19:25:27.000+0000',
  systemModstamp: '2024-09-09T19:25:27.000+0000',
  state: 'UploadComplete',
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  apiVersion: 66.0,
  lineEnding: 'LF',
  columnDelimiter: 'COMMA',
};
const ingestJob = {
  id: '750ak000009BWKLAA4',
  operation: 'update',
  object: 'Lead',
  state: 'Open',
  contentType: 'CSV',
  apiVersion: 66.0,
  contentUrl: 'services/data/v66.0/jobs/ingest/750ak000009BWKLAA4/batches',
  lineEnding: 'LF',
  columnDelimiter: 'COMMA',
};
const notFound: Reply = {
  status: 404,
  body: '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
};
const csv = (body: string, headers: Record<string, string> = {}): Reply => ({
  headers: { 'content-type': 'text/csv', 'sforce-numberofrecords': '1', ...headers },
  body,
});

test('a query job: created, waited for, read page by page to the literal "null"', async () => {
  await using connected = await connectTo(({ method, path }, asked) => {
    if (method === 'POST') return json(queryJob);
    if (path.endsWith(queryJob.id))
      return json({
        ...queryJob,
        jobType: 'V2Query',
        state: asked < 3 ? 'InProgress' : 'JobComplete',
        numberRecordsProcessed: 2,
      });
    if (path.includes('locator=MTAwMDA')) return csv('"Id"\n"2"\n', { 'sforce-locator': 'null' });
    return csv('"Id"\n"1"\n', { 'sforce-locator': 'MTAwMDA' });
  });
  const { salesforce } = connected;
  const job = await salesforce.createQueryJob('SELECT Id FROM Account', { all: true });
  expect(job).toEqual({ id: queryJob.id, state: 'UploadComplete', numberRecordsProcessed: 0, errorMessage: null });
  expect(JSON.parse(connected.org.requests[1]?.body ?? '')).toEqual({
    operation: 'queryAll',
    query: 'SELECT Id FROM Account',
    contentType: 'CSV',
    columnDelimiter: 'COMMA',
    lineEnding: 'LF',
  });
  expect(await salesforce.waitForQueryJob(job.id)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 2 });
  const first = await salesforce.readQueryResults(job.id, { locator: null, maxRecords: 1 });
  expect(first).toMatchObject({ records: 1, locator: 'MTAwMDA' });
  expect(await text(first.body)).toBe('"Id"\n"1"\n');
  const last = await salesforce.readQueryResults(job.id, { locator: first.locator, maxRecords: 1 });
  expect(await text(last.body)).toBe('"Id"\n"2"\n');
  expect(last.locator).toBeNull();
});

test.each([
  ['Failed', 'InvalidBatch : Field name not found : Foo__c', 'sf/no-access'],
  ['Failed', 'InternalServerError : Error', 'sf/temporary'],
  ['Aborted', undefined, 'sf/temporary'],
])('a query job that ended as %s (%s)', async (state, errorMessage, code) => {
  await using connected = await connectTo(() => json({ ...queryJob, state, errorMessage }));
  await expect(connected.salesforce.waitForQueryJob(queryJob.id)).rejects.toMatchObject({ code });
});

test('a job that Salesforce does not know any more', async () => {
  await using connected = await connectTo(() => notFound);
  expect(await connected.salesforce.getQueryJob('750x')).toBeNull();
  expect(await connected.salesforce.getIngestJob('750x')).toBeNull();
  await connected.salesforce.deleteQueryJob('750x');
  await expect(connected.salesforce.waitForQueryJob('750x')).rejects.toMatchObject({ code: 'sf/temporary' });
});

test('waiting can be stopped', async () => {
  await using connected = await connectTo(() => json({ ...queryJob, state: 'InProgress' }));
  const waiting = connected.salesforce.waitForQueryJob(queryJob.id, { signal: AbortSignal.timeout(20) });
  await expect(waiting).rejects.toThrow(/abort|timeout/i);
});

test('results are decompressed as they stream', async () => {
  const rows = `"Id"\n${'"001"\n'.repeat(200_000)}`;
  await using connected = await connectTo(() => ({
    headers: { 'sforce-numberofrecords': '200000', 'content-encoding': 'gzip' },
    body: gzipSync(rows),
  }));
  const { body } = await connected.salesforce.readQueryResults('750', { locator: null, maxRecords: 200_000 });
  expect(await text(body)).toBe(rows);
});

test('results that end early fail while they are read', async () => {
  await using connected = await connectTo(() => (response) => {
    response.writeHead(200, { 'sforce-numberofrecords': '2', 'content-length': '1000' });
    response.write('"Id"\n"1"\n', () => response.destroy());
  });
  const { body } = await connected.salesforce.readQueryResults('750', { locator: null, maxRecords: 2 });
  await expect(text(body)).rejects.toMatchObject({ code: 'sf/incomplete-answer' });
});

test('results without a row count are not trusted', async () => {
  await using connected = await connectTo(() => ({ body: '"Id"\n' }));
  const reading = connected.salesforce.readQueryResults('750', { locator: null, maxRecords: 2 });
  await expect(reading).rejects.toMatchObject({ code: 'sf/incomplete-answer' });
});

test('a consumer that stops, or never starts, gives the connection back', async () => {
  let closed = 0;
  await using connected = await connectTo(() => (response) => {
    response.writeHead(200, { 'sforce-numberofrecords': '1' });
    response.write('"001"\n'.repeat(500_000));
    response.on('close', () => {
      closed += 1;
    });
  });
  const read = () => connected.salesforce.readQueryResults('750', { locator: null, maxRecords: 1 });
  (await read()).body.destroy();
  for await (const _chunk of (await read()).body) break;
  await expect.poll(() => closed).toBe(2);
});

test('a consumer that is slow does not lose the connection', async () => {
  await using connected = await connectTo(() => csv(`"Id"\n${'"001"\n'.repeat(500_000)}`), { timeoutMs: 1000 });
  const { body } = await connected.salesforce.readQueryResults('750', { locator: null, maxRecords: 1 });
  let bytes = 0;
  for await (const chunk of body) {
    if (bytes === 0) await new Promise((later) => setTimeout(later, 1500));
    bytes += chunk.length;
  }
  expect(bytes).toBe(5 + 6 * 500_000);
});

test('an ingest job: created, streamed up compressed, closed, read', async () => {
  const failed =
    '"sf__Id","sf__Error",Id,Email\n"00Q1","INVALID_EMAIL_ADDRESS:Email: invalid email address: x:Email --","00Q1","x"\n';
  await using connected = await connectTo(({ method, path }) => {
    if (method === 'PUT') return { status: 201 };
    if (method === 'PATCH') return json({ ...ingestJob, state: 'UploadComplete' });
    if (path.endsWith('/failedResults')) return csv(failed);
    if (method === 'GET')
      return json({
        ...ingestJob,
        jobType: 'V2Ingest',
        state: 'JobComplete',
        numberRecordsProcessed: 8,
        numberRecordsFailed: 1,
      });
    return json(ingestJob);
  });
  const { salesforce } = connected;
  const job = await salesforce.createIngestJob('Lead', 'update');
  await salesforce.uploadIngestData(job.id, Readable.from(['Id,Email\n', '00Q1,x\n']));
  await salesforce.closeIngestJob(job.id);
  expect(await salesforce.waitForIngestJob(job.id)).toEqual({
    id: job.id,
    state: 'JobComplete',
    numberRecordsProcessed: 8,
    numberRecordsFailed: 1,
    errorMessage: null,
  });
  expect(await text(await salesforce.readIngestResults(job.id, 'failedResults'))).toBe(failed);
  const [create, upload, close] = connected.org.requests.slice(1);
  expect(JSON.parse(create?.body ?? '')).toEqual({
    object: 'Lead',
    operation: 'update',
    contentType: 'CSV',
    columnDelimiter: 'COMMA',
    lineEnding: 'LF',
  });
  expect(upload).toMatchObject({
    path: `/services/data/v66.0/jobs/ingest/${job.id}/batches`,
    body: 'Id,Email\n00Q1,x\n',
    headers: { 'content-encoding': 'gzip', 'content-type': 'text/csv' },
  });
  expect(close?.body).toBe('{"state":"UploadComplete"}');
});

test('a failed ingest job is returned: part of its rows may be done', async () => {
  const errorMessage = 'InvalidBatch : Field name not found : StageName_invalid';
  await using connected = await connectTo(() => json({ ...ingestJob, state: 'Failed', errorMessage }));
  expect(await connected.salesforce.waitForIngestJob(ingestJob.id)).toMatchObject({ state: 'Failed', errorMessage });
});

test('closing a job whose answer was lost: the job says whether it is closed', async () => {
  let state = 'UploadComplete';
  await using connected = await connectTo(({ method }) =>
    method === 'PATCH' ? (response) => response.destroy() : json({ ...ingestJob, state }),
  );
  await connected.salesforce.closeIngestJob(ingestJob.id);
  state = 'Open';
  await expect(connected.salesforce.closeIngestJob(ingestJob.id)).rejects.toMatchObject({ code: 'sf/unreachable' });
});

test('an upload is never repeated: its rows are gone', async () => {
  await using connected = await connectTo((_request, asked) => (asked === 1 ? sessionExpired : { status: 201 }));
  const upload = () => connected.salesforce.uploadIngestData('750', Readable.from(['Id\n']));
  await expect(upload()).rejects.toMatchObject({ code: 'sf/session-expired' });
  await upload();
  expect(connected.logins()).toBe(2);
});

test('an upload whose source fails gives the error of the source', async () => {
  await using connected = await connectTo(() => ({ status: 201 }));
  const source = Readable.from(
    (async function* () {
      yield 'Id\n';
      throw new Error('the database is away');
    })(),
  );
  await expect(connected.salesforce.uploadIngestData('750', source)).rejects.toThrow('the database is away');
});
