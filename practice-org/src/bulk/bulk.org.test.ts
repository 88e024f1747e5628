import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function finished(kind: string, id: string) {
  for (;;) {
    const { body } = await api.call('GET', `/jobs/${kind}/${id}`);
    if (['JobComplete', 'Failed', 'Aborted'].includes(body.state)) return body;
    await sleep(20);
  }
}

async function query(soql: string, more: object = {}) {
  const { body } = await api.call('POST', '/jobs/query', { operation: 'query', query: soql, ...more });
  return finished('query', body.id);
}

async function ingest(job: object, csv: string) {
  const { body } = await api.call('POST', '/jobs/ingest', { contentType: 'CSV', lineEnding: 'LF', ...job });
  const upload = await api.call('PUT', `/jobs/ingest/${body.id}/batches`, csv);
  expect([upload.status, upload.text]).toEqual([201, '']);
  await api.call('PATCH', `/jobs/ingest/${body.id}`, { state: 'UploadComplete' });
  return finished('ingest', body.id);
}

const results = (id: string, file: string) => api.call('GET', `/jobs/ingest/${id}/${file}`);

describe('query', () => {
  test('a job is answered in the recorded form and pages by locator, every page with the header', async () => {
    const created = await api.call('POST', '/jobs/query', {
      operation: 'query',
      query: 'SELECT Id, Name, Owner.Name, Phone, IsConverted, CreatedDate FROM Lead',
    });
    expect(Object.keys(created.body)).toEqual([
      'id',
      'operation',
      'object',
      'createdById',
      'createdDate',
      'systemModstamp',
      'state',
      'concurrencyMode',
      'contentType',
      'apiVersion',
      'lineEnding',
      'columnDelimiter',
    ]);
    expect(created.body).toMatchObject({ id: expect.stringMatching(/^750/), state: 'UploadComplete', apiVersion: 60 });
    const job = await finished('query', created.body.id);
    expect(job).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 22 });
    const sizes: (string | null)[] = [];
    let rows = 0;
    for (let locator: string | null = ''; locator !== 'null'; ) {
      const page = await api.call(
        'GET',
        `/jobs/query/${job.id}/results?maxRecords=10${locator ? `&locator=${locator}` : ''}`,
      );
      expect(page.text.split('\n')[0]).toBe('"Id","Name","Owner.Name","Phone","IsConverted","CreatedDate"');
      expect(page.headers.get('content-type')).toBe('text/csv');
      sizes.push(page.headers.get('sforce-numberofrecords'));
      rows += page.text.match(/^"00Q/gm)?.length ?? 0;
      locator = page.headers.get('sforce-locator');
    }
    expect([sizes, rows]).toEqual([['10', '10', '2'], 22]);
  });

  test('nulls are empty quotes, instants end in Z, line breaks and quotes survive', async () => {
    await api.connection
      .sobject('Lead')
      .create({ LastName: 'Bulk', Company: 'Says "yes", often', Description: 'a\nb' });
    const job = await query(
      "SELECT Company, Description, Phone, DoNotCall, CreatedDate FROM Lead WHERE LastName = 'Bulk'",
    );
    const { text } = await api.call('GET', `/jobs/query/${job.id}/results`);
    expect(text).toMatch(
      /^"Company","Description","Phone","DoNotCall","CreatedDate"\n"Says ""yes"", often","a\nb","","false","\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z"\n$/,
    );
  });

  test('other delimiters and line ends', async () => {
    const job = await query('SELECT Id, Name FROM Campaign ORDER BY Name', {
      columnDelimiter: 'BACKQUOTE',
      lineEnding: 'CRLF',
    });
    const { text } = await api.call('GET', `/jobs/query/${job.id}/results`);
    expect(text.split('\r\n')).toHaveLength(6);
    expect(text.split('\r\n')[1]).toMatch(/^"701\w{15}"`"DM Campaign/);
  });

  test('what can not be a flat file is refused, and unknown jobs are not found', async () => {
    const refused = await api.call('POST', '/jobs/query', { operation: 'query', query: 'SELECT Address FROM Lead' });
    expect([refused.status, refused.body[0].message]).toEqual([
      400,
      'Selecting compound data not supported in Bulk Query',
    ]);
    expect((await api.call('GET', '/jobs/query/750000000000001')).body[0].errorCode).toBe('NOT_FOUND');
  });

  test('an aborted or finished job can be deleted, a finished one not aborted', async () => {
    const job = await query('SELECT Id FROM Lead');
    expect((await api.call('PATCH', `/jobs/query/${job.id}`, { state: 'Aborted' })).text).toBe(
      '[{"errorCode":"INVALIDJOBSTATE","message":"Aborting already Completed Job not allowed"}]',
    );
    expect((await api.call('DELETE', `/jobs/query/${job.id}`)).status).toBe(204);
    expect((await api.call('GET', `/jobs/query/${job.id}`)).status).toBe(404);
  });
});

describe('ingest', () => {
  test('good and bad rows part ways, with the columns as uploaded', async () => {
    const job = await ingest(
      { object: 'Lead', operation: 'insert' },
      'LastName,Company,NumberOfEmployees\nGood,Co,5\nBad,Co,many\nWorse,,1\n',
    );
    expect(job).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 3, numberRecordsFailed: 2 });
    expect((await results(job.id, 'successfulResults')).text).toMatch(
      /^"sf__Id","sf__Created",LastName,Company,NumberOfEmployees\n"00Q\w{15}","true","Good","Co","5"\n$/,
    );
    expect((await results(job.id, 'failedResults')).text).toBe(
      `"sf__Id","sf__Error",LastName,Company,NumberOfEmployees\n"","INVALID_FIELD:Failed to deserialize field at col 3. Due to, 'many' is not a valid value for the type xsd:int:NumberOfEmployees --","Bad","Co","many"\n"","REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --","Worse","","1"\n`,
    );
    expect((await results(job.id, 'unprocessedrecords')).text).toBe('LastName,Company,NumberOfEmployees\n');
  });

  test('update, upsert and delete; an empty cell changes nothing, #N/A empties', async () => {
    const { id } = await api.connection
      .sobject('Lead')
      .create({ LastName: 'In', Company: 'Gest', Email: 'in@gest.example', Phone: '1', Title: 'T' });
    await ingest(
      { object: 'Lead', operation: 'update', columnDelimiter: 'PIPE', lineEnding: 'CRLF' },
      `Id|Phone|Title|FirstName\r\n${id}||#N/A|"An\r\nna"\r\n`,
    );
    expect(await api.connection.sobject('Lead').retrieve(id as string)).toMatchObject({ Phone: '1', Title: null });
    const job = await ingest(
      { object: 'Lead', operation: 'upsert', externalIdFieldName: 'Email' },
      'Email,LastName,Company\nin@gest.example,Out,Gest\nnew@gest.example,New,Gest\n',
    );
    expect((await results(job.id, 'successfulResults')).text.match(/"(true|false)"/g)).toEqual(['"false"', '"true"']);
    const deleted = await ingest({ object: 'Lead', operation: 'delete' }, `Id\n${id}\n00Q000000000001AAA\n`);
    expect(deleted).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
  });

  test('an upload without a byte is a job with nothing to do', async () => {
    for (const operation of ['insert', 'delete'] as const)
      expect(await api.connection.bulk2.loadAndWaitForResults({ object: 'Lead', operation, input: [] })).toEqual({
        successfulResults: [],
        failedResults: [],
        unprocessedRecords: [],
      });
  });

  test('rows are saved 200 at a time: the same record twice in those is refused, further down it is changed again', async () => {
    const { id } = await api.connection.sobject('Lead').create({ LastName: 'Again', Company: 'Co' });
    const rows = (n: number, row: (i: number) => string) => [...Array(n).keys()].map(row).join('\n');
    const job = await ingest(
      { object: 'Lead', operation: 'update' },
      `Id,Title\n${id},First\n${id},Twice\n${rows(198, (i) => `00Q00000000${String(i).padStart(4, '0')},None`)}\n${id},Last\n`,
    );
    expect(job).toMatchObject({ numberRecordsProcessed: 201, numberRecordsFailed: 199 });
    expect((await results(job.id, 'failedResults')).text).toContain(
      `"${id}","DUPLICATE_VALUE:Duplicate id in list: ${id}: --","${id}","Twice"`,
    );
    expect(await api.connection.sobject('Lead').retrieve(id as string)).toMatchObject({ Title: 'Last' });
    const upsert = await ingest(
      { object: 'Lead', operation: 'upsert', externalIdFieldName: 'Email' },
      `Email,LastName,Company\n${rows(201, (i) => `again${i % 200}@gest.example,Row ${i},Co`)}\n`,
    );
    expect(upsert).toMatchObject({ numberRecordsProcessed: 201, numberRecordsFailed: 0 });
    const found = await api.connection.query(
      "SELECT LastName FROM Lead WHERE Email LIKE 'again%' AND LastName LIKE 'Row%'",
    );
    expect([found.totalSize, found.records.some((lead) => lead.LastName === 'Row 200')]).toEqual([200, true]);
  });

  test('duplicate rules find records that an earlier chunk of the same file has made', async () => {
    const { pool } = api.org;
    await pool.query(
      `insert into setup.duplicate_rule (object, name, field, match_object, action, message) values ('Lead', 'Same', 'Email', 'Lead', 'block', 'Known')`,
    );
    const leads = [...Array(201).keys()].map((i) => `Rule,Co,rule${i % 200}@gest.example`).join('\n');
    const job = await ingest({ object: 'Lead', operation: 'insert' }, `LastName,Company,Email\n${leads}\n`);
    await pool.query('delete from setup.duplicate_rule');
    expect(job).toMatchObject({ numberRecordsProcessed: 201, numberRecordsFailed: 1 });
  });

  test('a job with an unknown column or a broken file fails as a whole', async () => {
    const unknown = await ingest({ object: 'Lead', operation: 'insert' }, 'LastName,Nope\nA,B\n');
    expect(unknown).toMatchObject({ state: 'Failed', errorMessage: 'InvalidBatch : Field name not found : Nope' });
    const broken = await ingest({ object: 'Lead', operation: 'insert' }, 'LastName,Company\nA,B,C\n');
    expect(broken).toMatchObject({ state: 'Failed', errorMessage: expect.stringContaining('InvalidBatch : ') });
  });

  test('job and content in one request', async () => {
    const job = JSON.stringify({
      object: 'Lead',
      operation: 'insert',
      columnDelimiter: 'BACKQUOTE',
      lineEnding: 'CRLF',
    });
    const part = (name: string, type: string, content: string) =>
      `--BOUNDARY\r\nContent-Type: ${type}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
    const csv = 'LastName`Company\r\nMulti`Part, Inc\r\n\u00c9`\r\n';
    const body = `${part('job', 'application/json', job)}${part('content', 'text/csv', csv)}--BOUNDARY--`;
    const { body: created } = await api.call('POST', '/jobs/ingest', body, {
      'content-type': 'multipart/form-data; boundary=BOUNDARY',
    });
    expect(await finished('ingest', created.id)).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect((await results(created.id, 'failedResults')).text).toBe(
      '"sf__Id"`"sf__Error"`LastName`Company\r\n""`"REQUIRED_FIELD_MISSING:Required fields are missing: [Company]:Company --"`"\u00c9"`""\r\n',
    );
  });

  test('hardDelete needs a permission, and leaves nothing in the recycle bin', async () => {
    const refused = await api.call('POST', '/jobs/ingest', { object: 'Lead', operation: 'hardDelete' });
    expect(refused.body[0].errorCode).toBe('FEATURENOTENABLED');
    const { rows } = await api.org.pool.query('select "ProfileId" as id from org."User" where "Username" = $1', [
      api.org.syncUser.username,
    ]);
    await api.org.context.settings.set('hardDeleteProfiles', [rows[0].id]);
    const { id } = await api.connection.sobject('Lead').create({ LastName: 'Gone', Company: 'For Good' });
    expect(await ingest({ object: 'Lead', operation: 'hardDelete' }, `Id\n${id}\n`)).toMatchObject({
      numberRecordsFailed: 0,
    });
    const left = await api.connection.query(`SELECT Id FROM Lead WHERE Id = '${id}'`, { scanAll: true });
    expect(left.totalSize).toBe(0);
  });

  test('an open job can be aborted, then deleted', async () => {
    const { body } = await api.call('POST', '/jobs/ingest', { object: 'Lead', operation: 'insert' });
    expect(body.contentUrl).toBe(`services/data/v60.0/jobs/ingest/${body.id}/batches`);
    expect((await api.call('PATCH', `/jobs/ingest/${body.id}`, { state: 'Aborted' })).body.state).toBe('Aborted');
    expect((await api.call('DELETE', `/jobs/ingest/${body.id}`)).status).toBe(204);
  });
});

test('parts of a result can be fetched side by side', async () => {
  const job = await query('SELECT Id FROM Contact');
  const { body } = await api.call('GET', `/jobs/query/${job.id}/resultPages`);
  expect(body).toMatchObject({
    done: true,
    resultPages: [{ resultUrl: expect.stringContaining('/results?locator=') }],
  });
  const url = body.resultPages[0].resultUrl.replace('/services/data/v60.0', '');
  expect((await api.call('GET', url)).text.split('\n')).toHaveLength(22);
});

test('jsforce runs both kinds of jobs', async () => {
  const options = { pollInterval: 50, pollTimeout: 20_000 };
  const input = [...Array(300).keys()].map((i) => ({ LastName: `Bulk ${i}`, Company: 'jsforce' }));
  const loaded = await api.connection.bulk2.loadAndWaitForResults({
    object: 'Lead',
    operation: 'insert',
    input,
    ...options,
  });
  expect([loaded.successfulResults.length, loaded.failedResults.length]).toEqual([300, 0]);
  const stream = await api.connection.bulk2.query("SELECT Id, Owner.Name FROM Lead WHERE Company = 'jsforce'", options);
  expect(await stream.toArray()).toHaveLength(300);
});

test('a client that goes away in the middle of a result costs nothing', async () => {
  await api.org.pool.query(
    `insert into org."Lead" ("Id", "LastName", "Company", "Description", "SystemModstamp")
     select setup.new_id('00Q'), 'Gone', 'Gone', repeat('x', 1000), now() from generate_series(1, 20000)`,
  );
  const job = await query("SELECT Id, Description FROM Lead WHERE Company = 'Gone'");
  for (let i = 0; i < 25; i++) {
    const abort = new AbortController();
    const response = await fetch(`${api.org.url}/services/data/v60.0/jobs/query/${job.id}/results`, {
      headers: { authorization: `Bearer ${api.connection.accessToken}` },
      signal: abort.signal,
    });
    await response.body?.getReader().read();
    abort.abort();
  }
  // More aborted reads than the pool has connections: had they been kept, this would wait for ever.
  expect((await api.call('GET', `/jobs/query/${job.id}`)).body.state).toBe('JobComplete');
  await expect.poll(() => api.org.pool.totalCount - api.org.pool.idleCount).toBe(0);
});
