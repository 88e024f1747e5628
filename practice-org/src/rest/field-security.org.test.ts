import type { Connection } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn, startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
let admin: Connection;
beforeAll(async () => {
  api = await startTestApi();
  admin = await logIn(api.org, api.org.admin);
  await permit('Phone', false, false);
  await permit('Title', true, false);
});
afterAll(() => api[Symbol.asyncDispose]());

async function permit(field: string, readable: boolean, editable: boolean): Promise<void> {
  await api.org.pool.query(
    `insert into setup.field_permission select "Id", 'Lead', $1, $2, $3 from org."Profile" where "Name" = 'Marketing Sync'`,
    [field, readable, editable],
  );
}

test('a hidden field does not exist for the user: describe, queries, writes', async () => {
  const { fields } = await api.connection.sobject('Lead').describe();
  expect(fields.map(({ name }) => name)).not.toContain('Phone');
  const queried = await api.call('GET', `/query?q=${encodeURIComponent('SELECT Id FROM Lead WHERE Phone = null')}`);
  expect(queried.body[0]).toMatchObject({
    errorCode: 'INVALID_FIELD',
    message: expect.stringContaining("No such column 'Phone' on entity 'Lead'"),
  });
  const written = await api.call('POST', '/sobjects/Lead', { LastName: 'X', Company: 'X', Phone: '1' });
  expect(written.text).toBe(
    `[{"message":"No such column 'Phone' on sobject of type Lead","errorCode":"INVALID_FIELD"}]`,
  );
  const job = await api.call('POST', '/jobs/query', { operation: 'query', query: 'SELECT Phone FROM Lead' });
  expect(job.body[0].errorCode).toBe('INVALID_FIELD');
});

test('a read-only field can be read and not written', async () => {
  const { fields } = await api.connection.sobject('Lead').describe();
  expect(fields.find(({ name }) => name === 'Title')).toMatchObject({ createable: false, updateable: false });
  const { body } = await api.call('POST', '/sobjects/Lead', { LastName: 'X', Company: 'X', Title: 'Boss' });
  expect(body[0]).toMatchObject({ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Title'] });
});

test('other profiles see and write both', async () => {
  const { id } = await admin.sobject('Lead').create({ LastName: 'X', Company: 'X', Phone: '1', Title: 'Boss' });
  expect(await admin.sobject('Lead').retrieve(id as string)).toMatchObject({ Phone: '1', Title: 'Boss' });
});

test('an object without permission does not exist either', async () => {
  await api.org.pool.query(
    `insert into setup.object_permission select "Id", 'Campaign', false, false, false, false from org."Profile" where "Name" = 'Marketing Sync'`,
  );
  expect((await api.call('GET', '/sobjects/Campaign/describe')).status).toBe(404);
  const { body } = await api.call('GET', `/query?q=${encodeURIComponent('SELECT Id FROM Campaign')}`);
  expect(body[0].errorCode).toBe('INVALID_TYPE');
});

test('of several changes within a second, each is news to a client that asks by date', async () => {
  const describe = (since: string) =>
    fetch(`${api.org.url}/services/data/v66.0/sobjects/Lead/describe`, {
      headers: { authorization: `Bearer ${api.connection.accessToken}`, 'if-modified-since': since },
    });
  let since = '';
  for (const field of ['Fax', 'Rating', 'Website']) {
    await permit(field, false, false);
    const answer = await describe(since);
    expect(answer.status).toBe(200);
    since = answer.headers.get('last-modified') ?? '';
    expect((await describe(since)).status).toBe(304);
  }
});
