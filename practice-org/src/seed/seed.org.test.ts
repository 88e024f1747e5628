import { makeTestDatabase, type TestDatabase } from '@lockstep/local-postgres/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkCharacters, numberedId } from '../ids.ts';
import { type PracticeOrg, startPracticeOrg } from '../practice-org.ts';

let database: TestDatabase;
let org: PracticeOrg;
beforeAll(async () => {
  database = await makeTestDatabase();
  org = await startPracticeOrg({ databaseUrl: database.url, leads: 5000 });
});
afterAll(async () => {
  await org.stop();
  await database[Symbol.asyncDispose]();
});

async function counts() {
  const objects = ['Lead', 'Contact', 'Account', 'Opportunity', 'Campaign', 'CampaignMemberStatus'];
  const rows = await Promise.all(
    objects.map(async (name) => (await org.pool.query(`select count(*) from org."${name}"`)).rows[0].count),
  );
  return Object.fromEntries(objects.map((name, i) => [name, rows[i]]));
}

test('an org of a given size holds the samples and generated people, contacts at accounts', async () => {
  expect(await counts()).toEqual({
    Lead: 5000,
    Contact: 2500,
    Account: 500,
    Opportunity: 31,
    Campaign: 4,
    CampaignMemberStatus: 12,
  });
  const { rows } = await org.pool.query(
    `select count(distinct "Email") as emails, count(*) filter (where "Email" is null) as without, min("CreatedDate") < now() - interval '1 year' as spread,
            bool_and(date_trunc('second', "SystemModstamp") = "SystemModstamp" and "SystemModstamp" >= "CreatedDate") as stamps from org."Lead"`,
  );
  expect(rows[0]).toMatchObject({ spread: true, stamps: true });
  expect(rows[0].emails).toBeGreaterThan(4500);
  expect(rows[0].without).toBeGreaterThan(20);
  const { rows: orphans } = await org.pool.query(
    `select count(*) from org."Contact" c where "AccountId" is not null and not exists (select from org."Account" a where a."Id" = c."AccountId")`,
  );
  expect(orphans[0].count).toBe(0);
});

test('ids made in SQL have the right prefix and check characters and ascend', async () => {
  const { rows } = await org.pool.query(`select "Id" as id from org."Lead" order by "Id"`);
  const ids = rows.map(({ id }) => id as string);
  expect(
    ids.every((id) => id.startsWith('00Q') && id.length === 18 && checkCharacters(id.slice(0, 15)) === id.slice(15)),
  ).toBe(true);
  const numbers = [0, 61, 62, 20_000_001, 62 ** 5 + 7];
  const { rows: same } = await org.pool.query(`select setup.id18('00Q', n) as id from unnest($1::bigint[]) n`, [
    numbers,
  ]);
  expect(same.map(({ id }) => id)).toEqual(numbers.map((number) => numberedId('00Q', number)));
});

test.each([
  [`select * from org."Lead" where lower("Email") = lower('x@y.z') and not "IsDeleted"`, 'Lead_Email'],
  [
    `select * from org."Lead" where "SystemModstamp" > now() - interval '1 minute' order by "SystemModstamp", "Id" limit 200`,
    'Lead_SystemModstamp',
  ],
  [`select * from org."Lead" where "Id" = any(array['00Q000000000001AAA'])`, 'Lead_pkey'],
  [`select * from org."Contact" where "AccountId" = '001000000000001AAA'`, 'Contact_AccountId'],
])('the planner has an index for %s', async (statement, index) => {
  await org.pool.query('analyze');
  const { rows } = await org.pool.query(`explain ${statement}`);
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index);
});

test('a restart keeps everything, a fresh start forgets it', async () => {
  await org.pool.query(`update org."Lead" set "LastName" = 'Kept' where "Id" = (select min("Id") from org."Lead")`);
  await org.stop();
  org = await startPracticeOrg({ databaseUrl: database.url });
  expect((await counts()).Lead).toBe(5000);
  expect((await org.pool.query(`select count(*) from org."Lead" where "LastName" = 'Kept'`)).rows[0].count).toBe(1);
  await org.stop();
  org = await startPracticeOrg({ databaseUrl: database.url, fresh: true });
  expect(await counts()).toMatchObject({ Lead: 22, Contact: 20, Account: 13 });
});
