import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn, startTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function setClock(now: string | undefined): Promise<void> {
  const response = await fetch(`${api.org.url}/practice-org/clock`, {
    method: now ? 'PUT' : 'DELETE',
    ...(now && { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ now }) }),
  });
  expect(response.status).toBe(200);
}

test('the clock says when records are made and what date literals mean, forwards and backwards', async () => {
  await setClock('2031-03-01T12:00:00Z');
  const connection = await logIn(api.org, api.org.syncUser);
  const { id } = await connection.sobject('Lead').create({ LastName: 'Later', Company: 'C' });
  const lead = await connection.sobject('Lead').retrieve(id as string);
  expect(lead.CreatedDate).toMatch(/^2031-03-01T12:0/);
  expect(lead.SystemModstamp).toBe(lead.CreatedDate);
  const today = 'SELECT Id FROM Lead WHERE CreatedDate = TODAY';
  expect((await connection.query(today)).records).toMatchObject([{ Id: id }]);
  expect((await connection.soap.getServerTimestamp()).timestamp).toMatch(/^2031-03-01/);
  await setClock('2030-01-01T00:00:00Z');
  const earlier = await connection.sobject('Lead').create({ LastName: 'Earlier', Company: 'C' });
  expect((await connection.sobject('Lead').retrieve(earlier.id as string)).CreatedDate).toMatch(/^2030-01-01/);
});

test('sessions end by the clock', async () => {
  await setClock('2032-01-01T00:00:00Z');
  const { accessToken } = await logIn(api.org, api.org.syncUser);
  // jsforce itself would log in again.
  const status = async () => {
    const authorization = `Bearer ${accessToken}`;
    return (await fetch(`${api.org.url}/services/data/v60.0/limits`, { headers: { authorization } })).status;
  };
  expect(await status()).toBe(200);
  await setClock('2032-01-01T05:00:00Z');
  expect(await status()).toBe(401);
  await setClock(undefined);
  const response = await fetch(`${api.org.url}/practice-org/clock`);
  expect(await response.json()).toMatchObject({ offsetMs: 0 });
});
