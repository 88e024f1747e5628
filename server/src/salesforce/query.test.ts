import { expect, test } from 'vitest';
import { all, connectTo } from './testing/connected.ts';
import { json } from './testing/recorded-org.ts';

const attributes = { type: 'Contact', url: '/services/data/v66.0/sobjects/Contact/003' };

test('all pages, in order, by the addresses that Salesforce gives', async () => {
  await using connected = await connectTo(({ path }) =>
    path.includes('/query?')
      ? json({
          totalSize: 3,
          done: false,
          nextRecordsUrl: '/services/data/v66.0/query/01g-2000',
          records: [
            { attributes, Id: '1' },
            { attributes, Id: '2' },
          ],
        })
      : json({ totalSize: 3, done: true, records: [{ attributes, Id: '3' }] }),
  );
  const pages = await all(connected.salesforce.query('SELECT Id FROM Contact', { batchSize: 2000 }));
  expect(pages).toEqual([
    { totalSize: 3, records: [{ Id: '1' }, { Id: '2' }] },
    { totalSize: 3, records: [{ Id: '3' }] },
  ]);
  expect(connected.calls().map(({ path }) => path)).toEqual([
    '/services/data/v66.0/query?q=SELECT%20Id%20FROM%20Contact',
    '/services/data/v66.0/query/01g-2000',
  ]);
  expect(connected.org.requests[1]?.headers['sforce-query-options']).toBe('batchSize=2000');
});

test('fewer rows than announced are an incomplete answer', async () => {
  await using connected = await connectTo(() => json({ totalSize: 3, done: true, records: [{ attributes, Id: '1' }] }));
  await expect(all(connected.salesforce.query('SELECT Id FROM Contact'))).rejects.toMatchObject({
    code: 'sf/incomplete-answer',
    detail: '1 of 3 rows came.',
  });
});

test('attributes are removed at every depth; nulls, addresses and child rows stay', async () => {
  const record = {
    attributes,
    Id: '003',
    Account: { attributes, Name: 'Acme', Owner: { attributes, Name: 'Jo' } },
    ReportsTo: null,
    MailingAddress: { city: 'Utrecht', street: null },
    Cases: { totalSize: 1, done: true, records: [{ attributes, Subject: 'Help' }] },
  };
  await using connected = await connectTo(() => json({ totalSize: 1, done: true, records: [record] }));
  const [page] = await all(connected.salesforce.query('SELECT …'));
  expect(page?.records).toEqual([
    {
      Id: '003',
      Account: { Name: 'Acme', Owner: { Name: 'Jo' } },
      ReportsTo: null,
      MailingAddress: { city: 'Utrecht', street: null },
      Cases: { totalSize: 1, done: true, records: [{ Subject: 'Help' }] },
    },
  ]);
});

test('queryAll, and SELECT COUNT() that has a size and no rows', async () => {
  await using connected = await connectTo(() => json({ totalSize: 22, done: true, records: [] }));
  const pages = await all(connected.salesforce.query('SELECT COUNT() FROM Lead', { all: true }));
  expect(pages).toEqual([{ totalSize: 22, records: [] }]);
  expect(connected.calls()[0]?.path).toContain('/queryAll?q=');
});

test('a query too long for an address travels in a composite call', async () => {
  const soql = `SELECT Id FROM Lead WHERE Id IN (${Array.from({ length: 900 }, () => "'00Q000000000001AAA'").join(',')})`;
  const body = { totalSize: 1, done: true, records: [{ attributes, Id: '1' }] };
  await using connected = await connectTo(() =>
    json({ compositeResponse: [{ body, httpHeaders: {}, httpStatusCode: 200, referenceId: 'part0' }] }),
  );
  expect(await all(connected.salesforce.query(soql))).toEqual([{ totalSize: 1, records: [{ Id: '1' }] }]);
  expect(connected.calls()).toEqual([{ method: 'POST', path: '/services/data/v66.0/composite' }]);
});

test('counts: five to a call, in the order asked', async () => {
  await using connected = await connectTo(({ body }) => {
    const { compositeRequest } = JSON.parse(body) as { compositeRequest: { url: string; referenceId: string }[] };
    const parts = compositeRequest.map(({ url, referenceId }) => ({
      body: {
        totalSize: Number(/LIMIT%20(\d+)/.exec(url)?.[1]) + (url.includes('queryAll') ? 1000 : 0),
        done: true,
        records: [],
      },
      httpHeaders: {},
      httpStatusCode: 200,
      referenceId,
    }));
    return json({ compositeResponse: parts.reverse() });
  });
  const queries = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ soql: `SELECT COUNT() FROM Lead LIMIT ${n}`, all: n === 7 }));
  expect(await connected.salesforce.counts(queries)).toEqual([1, 2, 3, 4, 5, 6, 1007]);
  expect(connected.salesforce.calls).toBe(2);
});

test('one refused part of a composite call is the error of the whole', async () => {
  const body = [{ message: "sObject type 'Foo' is not supported.", errorCode: 'INVALID_TYPE' }];
  await using connected = await connectTo(() =>
    json({ compositeResponse: [{ body, httpHeaders: {}, httpStatusCode: 400, referenceId: 'part0' }] }),
  );
  const counting = connected.salesforce.counts([{ soql: 'SELECT COUNT() FROM Foo' }]);
  await expect(counting).rejects.toMatchObject({ code: 'sf/no-access', detail: expect.stringContaining('Foo') });
});
