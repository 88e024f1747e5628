import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator } from '../../identity/default-people.ts';
import { startTestOrg, type TestOrg } from '../../test-org.ts';
import { TestBrowser } from '../test-browser.ts';

let running: TestOrg;
let browser: TestBrowser;

beforeAll(async () => {
  running = await startTestOrg();
  browser = await new TestBrowser(running.org.url).follow('/');
  await browser.submit('/practice-org/login', { username: administrator.username, password: administrator.password });
});
afterAll(() => running[Symbol.asyncDispose]());

const query = async (text: string, values: unknown[] = []) => (await running.org.pool.query(text, values)).rows;

test('a lead is converted from its page, and the page says so afterwards', async () => {
  const [lead] = await query(`select "Id" as id from org."Lead" where not "IsConverted" limit 1`);
  await browser.open(`/practice-org/records/${lead.id}`);
  expect(browser.page).toContain(`/practice-org/records/${lead.id}/convert`);
  await browser.open(`/practice-org/records/${lead.id}/convert`);
  await browser.submit(`/practice-org/records/${lead.id}/convert`, {
    convertedStatus: 'Closed - Converted',
    accountId: '001Hs0000000000AAA',
  });
  expect([browser.status, browser.page]).toEqual([400, expect.stringContaining('invalid cross reference id')]);
  await browser.submit(`/practice-org/records/${lead.id}/convert`, { convertedStatus: 'Closed - Converted' });
  expect(browser.location).toMatch(/\/records\/003/);
  const [converted] = await query(`select * from org."Lead" where "Id" = $1`, [lead.id]);
  expect(converted).toMatchObject({ IsConverted: true, ConvertedOpportunityId: null });
  await browser.open(`/practice-org/records/${lead.id}`);
  expect(browser.page).not.toContain('/convert"');
});

test('two contacts are merged from a page', async () => {
  const [winner, loser] = await query(`select "Id" as id from org."Contact" order by "Id" limit 2`);
  await browser.open(`/practice-org/records/${winner.id}/merge`);
  await browser.submit(`/practice-org/records/${winner.id}/merge`, { first: winner.id });
  expect(browser.status).toBe(400);
  await browser.submit(`/practice-org/records/${winner.id}/merge`, { first: loser.id, second: '' });
  expect(browser.location).toBe(`/practice-org/records/${winner.id}`);
  const [merged] = await query(`select "IsDeleted", "MasterRecordId" from org."Contact" where "Id" = $1`, [loser.id]);
  expect(merged).toEqual({ IsDeleted: true, MasterRecordId: winner.id });
});

test('only what can be converted or merged offers it', async () => {
  const [opportunity] = await query(`select "Id" as id from org."Opportunity" limit 1`);
  await browser.open(`/practice-org/records/${opportunity.id}`);
  expect(browser.page).not.toContain('/merge"');
  expect((await browser.open(`/practice-org/records/${opportunity.id}/merge`)).status).toBe(404);
});
