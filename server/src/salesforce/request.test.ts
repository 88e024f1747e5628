import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseUsage } from './request.ts';
import { all, connectTo } from './testing/connected.ts';
import { json, type Reply, serverUnavailable, sessionExpired } from './testing/recorded-org.ts';

const soql = 'SELECT Id FROM Lead';
const page = json({ totalSize: 1, done: true, records: [{ attributes: { type: 'Lead', url: '/x' }, Id: '00Q1' }] });
const saved = json([{ id: '00Q1', success: true, errors: [] }]);

const badGateway: Reply = { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad Gateway</html>' };

test('an expired session is renewed once, by one login for all that find it expired', async () => {
  await using connected = await connectTo(({ headers }) =>
    headers.authorization === 'Bearer session-1' ? sessionExpired : page,
  );
  const reads = Array.from({ length: 5 }, () => all(connected.salesforce.query(soql)));
  expect((await Promise.all(reads)).flat()).toHaveLength(5);
  expect(connected.logins()).toBe(2);
});

test('a write that met an expired session is done with the new one: it was refused, not lost', async () => {
  await using connected = await connectTo(({ headers }) =>
    headers.authorization === 'Bearer session-1' ? sessionExpired : saved,
  );
  expect(await connected.salesforce.createRecords('Lead', [{ LastName: 'A' }])).toMatchObject([{ success: true }]);
});

test('a session that is refused again is given up', async () => {
  await using connected = await connectTo(() => sessionExpired);
  await expect(all(connected.salesforce.query(soql))).rejects.toMatchObject({ code: 'sf/session-expired' });
  expect(connected.logins()).toBe(2);
  expect(connected.calls()).toHaveLength(2);
});

test('a read is repeated after 503', async () => {
  await using connected = await connectTo((_request, asked) => (asked === 1 ? serverUnavailable : page));
  expect(await all(connected.salesforce.query(soql))).toHaveLength(1);
  expect(connected.salesforce.calls).toBe(2);
});

test('a read is tried three times, no more', async () => {
  await using connected = await connectTo(() => badGateway);
  await expect(all(connected.salesforce.query(soql))).rejects.toMatchObject({ code: 'sf/temporary' });
  expect(connected.calls()).toHaveLength(3);
});

test('a query that timed out is not asked again at once', async () => {
  const body = '[{"message":"Your query request was running for too long.","errorCode":"QUERY_TIMEOUT"}]';
  await using connected = await connectTo(() => ({ status: 400, body }));
  await expect(all(connected.salesforce.query(soql))).rejects.toMatchObject({ code: 'sf/temporary' });
  expect(connected.calls()).toHaveLength(1);
});

test('a read whose connection was cut is repeated', async () => {
  await using connected = await connectTo((_request, asked) => (asked === 1 ? (response) => response.destroy() : page));
  expect(await all(connected.salesforce.query(soql))).toHaveLength(1);
});

test('a write whose answer was lost is not repeated', async () => {
  await using connected = await connectTo(() => (response) => response.destroy());
  const saving = connected.salesforce.createRecords('Lead', [{ LastName: 'A' }]);
  await expect(saving).rejects.toMatchObject({ code: 'sf/unreachable', outcomes: ['unknown'] });
  expect(connected.calls()).toHaveLength(1);
});

test('a write that something in between answered with 502 is not repeated', async () => {
  await using connected = await connectTo(() => badGateway);
  const saving = connected.salesforce.updateRecords('Lead', [{ Id: '00Q1' }]);
  await expect(saving).rejects.toMatchObject({ code: 'sf/temporary', outcomes: ['unknown'] });
  expect(connected.calls()).toHaveLength(1);
});

test('a write that Salesforce refused for a moment is repeated', async () => {
  await using connected = await connectTo((_request, asked) => (asked === 1 ? serverUnavailable : saved));
  expect(await connected.salesforce.createRecords('Lead', [{ LastName: 'A' }])).toMatchObject([{ success: true }]);
  expect(connected.calls()).toHaveLength(2);
});

test.each([
  ['shorter than announced', { 'content-length': '5000' }, Buffer.from(String(page.body))],
  ['cut inside of gzip', { 'content-encoding': 'gzip' }, gzipSync(String(page.body)).subarray(0, 40)],
  ['cut inside of JSON', {}, Buffer.from(String(page.body).slice(0, 30))],
])('a body %s is incomplete, and asked for again', async (_how, headers, bytes) => {
  await using connected = await connectTo(() => (response) => {
    response.writeHead(200, headers);
    response.write(bytes, () => ('content-length' in headers ? response.destroy() : response.end()));
  });
  await expect(all(connected.salesforce.query(soql))).rejects.toMatchObject({ code: 'sf/incomplete-answer' });
  expect(connected.calls()).toHaveLength(3);
});

test('an error document that ends early is asked for again', async () => {
  const half: Reply = { status: 400, body: '[{"message":"No such col' };
  await using connected = await connectTo((_request, asked) => (asked === 1 ? half : page));
  expect(await all(connected.salesforce.query(soql))).toHaveLength(1);
});

test('a compressed answer', async () => {
  await using connected = await connectTo(() => ({
    headers: { 'content-encoding': 'gzip' },
    body: gzipSync(String(page.body)),
  }));
  expect(await all(connected.salesforce.query(soql))).toEqual([{ totalSize: 1, records: [{ Id: '00Q1' }] }]);
  expect(connected.org.requests[1]?.headers['accept-encoding']).toBe('gzip');
});

test('an answer that stops in the middle is not waited for', async () => {
  const stopping = (response: ServerResponse) => {
    response.writeHead(200);
    response.write('{"totalSize":1,');
  };
  await using connected = await connectTo(() => stopping, { timeoutMs: 400 });
  await expect(all(connected.salesforce.query(soql))).rejects.toMatchObject({ code: 'sf/incomplete-answer' });
  expect(connected.calls()).toHaveLength(3);
});

test('the API usage and the clock of the org, from its headers', async () => {
  const date = 'Sat, 04 Jan 2025 14:24:23 GMT';
  await using connected = await connectTo(() => ({ ...page, headers: { ...page.headers, date } }));
  expect(connected.salesforce.usage).toBeNull();
  expect(connected.salesforce.serverTime).toBeNull();
  await all(connected.salesforce.query(soql));
  expect(connected.salesforce.usage).toEqual({ used: 51, max: 100_000 });
  expect(connected.salesforce.serverTime).toEqual(new Date('2025-01-04T14:24:23Z'));
});

test.each([
  ['api-usage=51/100000', { used: 51, max: 100_000 }],
  ['api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)', { used: 25, max: 5000 }],
  ['per-app-api-usage=17/250(appName=x); api-usage=25/5000', { used: 25, max: 5000 }],
  ['per-app-api-usage=17/250(appName=x)', null],
  [undefined, null],
])('the header %s', (header, usage) => {
  expect(parseUsage(header)).toEqual(usage);
});

test.each([
  [403, '[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]', 'sf/request-limit'],
  [400, '[{"message":"unexpected token: SELEKT","errorCode":"MALFORMED_QUERY"}]', 'sf/refused'],
  [400, '[{"message":"No such column \'X\'","errorCode":"INVALID_FIELD"}]', 'sf/no-access'],
  [302, '', 'sf/refused'],
])('status %i %s is told apart and not asked again', async (status, body, code) => {
  await using connected = await connectTo(() => ({ status, body }));
  await expect(all(connected.salesforce.query(soql))).rejects.toMatchObject({ code });
  expect(connected.calls()).toHaveLength(1);
});

test('the log has no query and no session', async () => {
  await using connected = await connectTo((_request, asked) => (asked === 1 ? serverUnavailable : page));
  await all(connected.salesforce.query("SELECT Id FROM Lead WHERE Email = 'jane@acme.example'"));
  expect(connected.log).toMatchObject([
    { method: 'GET', path: '/query', status: 503, attempt: 1, error: 'sf/temporary' },
    { method: 'GET', path: '/query', status: 200, attempt: 2, error: null },
  ]);
  expect(JSON.stringify(connected.log)).not.toMatch(/jane|session-/);
});
