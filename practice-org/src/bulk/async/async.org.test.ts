import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../../test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  api.connection.bulk.pollInterval = 20;
});
afterAll(() => api[Symbol.asyncDispose]());

async function call(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.org.url}/services/async/60.0${path}`, {
    method,
    headers: { 'x-sfdc-session': api.connection.accessToken as string, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined;
  return { status: response.status, type: response.headers.get('content-type'), text, json };
}

const json = { 'content-type': 'application/json' };
const xml = { 'content-type': 'application/xml; charset=UTF-8' };
const jobInfo = (content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload">${content}</jobInfo>`;

async function finished(job: string, batch: string) {
  for (;;) {
    const { text } = await call('GET', `/job/${job}/batch/${batch}`);
    const state = /state"?[>:]\s*"?(\w+)/.exec(text)?.[1];
    if (state !== 'Queued' && state !== 'InProgress') return { state, text };
    await sleep(20);
  }
}

/** As simple-salesforce does: everything in JSON. */
async function inJson(operation: string, object: string, body: string, headers: Record<string, string> = {}) {
  const job = await call(
    'POST',
    '/job',
    JSON.stringify({
      operation,
      object,
      contentType: 'JSON',
      externalIdFieldName: operation === 'upsert' ? 'Email' : undefined,
    }),
    { ...json, ...headers },
  );
  expect(job.status, job.text).toBe(201);
  const batch = await call('POST', `/job/${job.json.id}/batch`, body, json);
  await call('POST', `/job/${job.json.id}`, '{"state":"Closed"}', json);
  const end = await finished(job.json.id, batch.json.id);
  return { path: `/job/${job.json.id}/batch/${batch.json.id}`, job: job.json, batch: batch.json, end };
}

describe('jsforce', () => {
  test('loads, changes, reads and deletes', async () => {
    const { bulk } = api.connection;
    const records = Array.from({ length: 30 }, (_, i) => ({ LastName: `Bulk ${i}`, Company: 'Old Way' }));
    const created = await bulk.load('Lead', 'insert', [...records, { LastName: '', Company: 'No Name' }]);
    expect(created.filter(({ success }) => success)).toHaveLength(30);
    expect(created[30]?.errors[0]).toBe('REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --');
    const updated = await bulk.load(
      'Lead',
      'update',
      created.slice(0, 30).map(({ id }) => ({ Id: id as string, Title: 'T' })),
    );
    expect(updated.every(({ success }) => success)).toBe(true);
    const stream = await bulk.query("SELECT Id, LastName, Title FROM Lead WHERE Company = 'Old Way'");
    const read = (await stream.toArray()) as { Title: string }[];
    expect([read.length, read[0]?.Title]).toEqual([30, 'T']);
    const deleted = await bulk.load(
      'Lead',
      'delete',
      created.slice(0, 30).map(({ id }) => ({ Id: id as string })),
    );
    expect(deleted.every(({ success }) => success)).toBe(true);
  });
});

test('a job in JSON: keys by the alphabet, results as objects, instants as milliseconds', async () => {
  const { job, path } = await inJson(
    'insert',
    'Lead',
    JSON.stringify([{ LastName: 'J', Company: 'JSON', NumberOfEmployees: 3, Phone: null }, { Company: 'x' }]),
  );
  expect(Object.keys(job)).toEqual([...Object.keys(job)].sort());
  expect(job).toMatchObject({ apiVersion: 60, state: 'Open', contentType: 'JSON', numberBatchesTotal: 0 });
  const { json: results } = await call('GET', `${path}/result`, undefined, json);
  expect(results).toEqual([
    { success: true, created: true, id: expect.stringMatching(/^00Q/), errors: [] },
    {
      success: false,
      created: false,
      id: null,
      errors: [
        {
          statusCode: 'REQUIRED_FIELD_MISSING',
          message: expect.any(String),
          fields: ['LastName'],
          extendedErrorDetails: null,
        },
      ],
    },
  ]);
  const found = await inJson('query', 'Lead', "SELECT Id, Owner.Name, CreatedDate FROM Lead WHERE Company = 'JSON'");
  const [result] = (await call('GET', `${found.path}/result`, undefined, json)).json;
  const { json: records } = await call('GET', `${found.path}/result/${result}`, undefined, json);
  expect(records).toEqual([
    expect.objectContaining({
      attributes: expect.objectContaining({ type: 'Lead' }),
      CreatedDate: expect.any(Number),
      Owner: expect.objectContaining({ Name: expect.any(String) }),
    }),
  ]);
  const upserted = await inJson('upsert', 'Lead', '[{"Email":"async@example.com","LastName":"U","Company":"JSON"}]');
  expect((await call('GET', `${upserted.path}/result`)).json[0]).toMatchObject({ created: true });
});

test('a job in XML', async () => {
  const job = await call(
    'POST',
    '/job',
    jobInfo('<operation>insert</operation><object>Lead</object><contentType>XML</contentType>'),
    xml,
  );
  expect([job.status, job.type]).toEqual([201, 'application/xml']);
  expect(job.text).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?><jobInfo xmlns="http:\/\/www.force.com\/2009\/06\/asyncapi\/dataload"><id>750\w{15}<\/id><operation>insert<\/operation><object>Lead<\/object><createdById>/,
  );
  const id = /<id>(\w+)/.exec(job.text)?.[1] as string;
  const body =
    '<sObjects xmlns="http://www.force.com/2009/06/asyncapi/dataload" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sObject><LastName>A &amp; B</LastName><Company>XML</Company><Phone xsi:nil="true"/></sObject></sObjects>';
  const batch = /<id>(\w+)/.exec((await call('POST', `/job/${id}/batch`, body, xml)).text)?.[1] as string;
  expect((await finished(id, batch)).state).toBe('Completed');
  expect((await call('GET', `/job/${id}/batch/${batch}/result`)).text).toMatch(
    /<results xmlns="[^"]+"><result><id>00Q\w+<\/id><success>true<\/success><created>true<\/created><\/result><\/results>$/,
  );
  const closed = await call('POST', `/job/${id}`, jobInfo('<state>Closed</state>'), xml);
  expect(closed.text).toContain('<numberBatchesCompleted>1</numberBatchesCompleted>');
  expect((await call('POST', `/job/${id}/batch`, body, xml)).text).toContain(
    '<exceptionCode>InvalidJobState</exceptionCode>',
  );
  const query = await call(
    'POST',
    '/job',
    jobInfo('<operation>query</operation><object>Lead</object><contentType>XML</contentType>'),
    xml,
  );
  const queryId = /<id>(\w+)/.exec(query.text)?.[1] as string;
  const asked = await call(
    'POST',
    `/job/${queryId}/batch`,
    "SELECT LastName, Fax FROM Lead WHERE Company = 'XML'",
    xml,
  );
  const askedId = /<id>(\w+)/.exec(asked.text)?.[1] as string;
  await finished(queryId, askedId);
  const list = (await call('GET', `/job/${queryId}/batch/${askedId}/result`)).text;
  const file = await call('GET', `/job/${queryId}/batch/${askedId}/result/${/<result>(\w+)/.exec(list)?.[1]}`);
  expect(file.text).toContain(
    '<records xsi:type="sObject"><type>Lead</type><LastName>A &amp; B</LastName><Fax xsi:nil="true"/></records></queryResult>',
  );
});

test('PK chunking: the first batch is not processed, others have a span of ids each', async () => {
  const job = await call(
    'POST',
    '/job',
    JSON.stringify({ operation: 'query', object: 'Contact', contentType: 'CSV' }),
    { ...json, 'sforce-enable-pkchunking': 'chunkSize=8' },
  );
  const first = await call('POST', `/job/${job.json.id}/batch`, "SELECT Id FROM Contact WHERE LastName != 'x'", {
    'content-type': 'text/csv',
  });
  expect(first.text).toContain('<state>NotProcessed</state>');
  const list = (await call('GET', `/job/${job.json.id}/batch`, undefined, { accept: 'application/json' })).json
    .batchInfo;
  expect(list).toHaveLength(4);
  let lines = 0;
  for (const { id } of list.slice(1)) {
    await finished(job.json.id, id);
    const results = await call('GET', `/job/${job.json.id}/batch/${id}/result`);
    const file = await call('GET', `/job/${job.json.id}/batch/${id}/result/${/<result>(\w+)/.exec(results.text)?.[1]}`);
    lines += file.text.trim().split('\n').length - 1;
  }
  expect(lines).toBe(20);
});

test('refusals have their own form', async () => {
  const unknown = await call('GET', '/job/750000000000000AAA');
  expect([unknown.status, unknown.text]).toEqual([
    400,
    '<?xml version="1.0" encoding="UTF-8"?><error xmlns="http://www.force.com/2009/06/asyncapi/dataload"><exceptionCode>InvalidJob</exceptionCode><exceptionMessage>Unable to find job with id: 750000000000000AAA</exceptionMessage></error>',
  ]);
  const expired = await call('GET', '/job/750000000000000AAA', undefined, { 'x-sfdc-session': 'nobody', ...json });
  expect([expired.status, expired.json]).toEqual([
    400,
    { exceptionCode: 'InvalidSessionId', exceptionMessage: 'Invalid session id' },
  ]);
  const wrong = await inJson('insert', 'Lead', '[{"Nothing__c":"x"}]');
  expect(wrong.end.state).toBe('Failed');
  expect(wrong.end.text).toContain('InvalidBatch : Field name not found : Nothing__c');
});
