import { afterAll, beforeAll, expect, test } from 'vitest';
import { createField } from '../metadata/custom-fields.ts';
import { startTestApi, type TestApi } from '../test-api.ts';
import { parseSoql } from './parser.ts';
import { planQuery } from './plan.ts';
import { openRun, statement } from './run.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await createField(api.org.context, 'Lead', {
    name: 'Number__c',
    label: 'Number',
    type: 'Text',
    length: 20,
    externalId: true,
  });
  await api.org.pool.query(
    `insert into org."Lead" ("Id", "FirstName", "LastName", "Email", "Number__c", "SystemModstamp")
       select setup.new_id('00Q'), 'A', 'B' || n, 'p' || n || '@example.com', 'N' || n, now() - n * interval '1 minute' from generate_series(1, 20000) n`,
  );
  await api.org.pool.query('analyze org."Lead"');
});
afterAll(() => api[Symbol.asyncDispose]());

async function explain(soql: string): Promise<string> {
  const { context, pool } = api.org;
  const { rows: users } = await pool.query(
    `select "Id" as id, "ProfileId" as profile from org."User" where "IsActive" limit 1`,
  );
  const caller = { userId: users[0].id, profileId: users[0].profile };
  const run = await openRun(context, caller, pool, { soql, allRows: false, basePath: '' });
  const plan = planQuery(parseSoql(soql), run);
  const { rows } = await pool.query(`explain ${statement(plan, plan.columns, plan.limit)}`, plan.parameters);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

test.each([
  ["SELECT Name FROM Lead WHERE Id = '00Q000000000001'", 'Lead_pkey'],
  ["SELECT Name FROM Lead WHERE Id IN ('00Q000000000001', '00Q000000000002')", 'Lead_pkey'],
  ['SELECT Name FROM Lead WHERE SystemModstamp > 2099-01-01T00:00:00Z', 'Lead_SystemModstamp'],
  ['SELECT Name FROM Lead WHERE SystemModstamp = NEXT_N_DAYS:3', 'Lead_SystemModstamp'],
  ['SELECT Name FROM Lead ORDER BY SystemModstamp, Id LIMIT 10', 'Lead_SystemModstamp'],
  ["SELECT Id FROM Lead WHERE Email = 'P17@example.com'", 'Lead_Email'],
  ["SELECT Id FROM Lead WHERE Email IN ('p17@example.com', 'p18@example.com')", 'Lead_Email'],
  ["SELECT Id FROM Lead WHERE Name LIKE 'A B177%'", 'Lead_Name'],
  ["SELECT Id FROM Lead WHERE Number__c = 'n17'", 'Lead_lower'],
])('%s uses the index %s', async (soql, index) => {
  expect(await explain(soql)).toContain(index);
});
