import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { syncPeople } from '../../flow/sync-person.ts';
import { editPeople } from '../../people/write-people.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { verify } from '../verify/verify.ts';
import { checkFilter } from './check-filter.ts';
import { listFilters, type OnExit, storeFilter } from './record-filters.ts';

/** Which records take part (SYN-15): 22 leads of the sample org, 200 made-up ones. */

let sync: TestSync;
beforeAll(async () => {
  sync = await startTestSync({ leads: 222, settings: { overlapSeconds: 0 } });
  await sync.connect();
});
afterAll(() => sync[Symbol.asyncDispose]());

const check = async (condition: string, object = 'Lead') =>
  checkFilter(await sync.engine.connect(await sync.subscription()), object, condition);
const setFilter = (condition: string | null, onExit: OnExit = 'keep') =>
  sync.run((client) => storeFilter(client, 'Lead', condition, onExit));
const leads = () =>
  sync.rows<{ id: number; sfdc_id: string; city: string | null; rating: string | null }>(
    `select id, sfdc_id, city, rating from person where sfdc_type = 'Lead' order by id`,
  );
const outside = async () =>
  (await sync.rows<{ sfdc_id: string }>('select sfdc_id from out_of_filter')).map((r) => r.sfdc_id);
const update = (id: string, values: object) => sync.admin.sobject('Lead').update({ Id: id, ...values });
const inOrg = async (where: string) =>
  (await sync.org.pool.query(`select count(*)::int as n from org."Lead" where not "IsDeleted" and ${where}`)).rows[0].n;

describe('a condition is checked by the org before it is taken (SYN-15)', () => {
  test('with a count, and a warning where Salesforce has no index', async () => {
    expect(await check("Rating = 'Hot'")).toMatchObject({
      matching: await inOrg(`"Rating" = 'Hot'`),
      total: 222,
      warning: expect.stringContaining('no selective index'),
    });
    expect(await check("Email = 'bertha@fcof.net'")).toMatchObject({ matching: 1 });
    expect(await check("Rating = 'No such rating'")).toMatchObject({
      warning: 'No record meets it: nothing would be synced.',
    });
  });

  test('what Salesforce does not understand is refused in its words', async () => {
    await expect(check("Ratting = 'Hot'")).rejects.toMatchObject({
      code: 'setup/filter-refused',
      detail: expect.stringMatching(/^Salesforce says of Lead: No such column 'Ratting'/),
    });
    await expect(check('Rating = Hot AND')).rejects.toMatchObject({ code: 'setup/filter-refused' });
    await expect(check("Name = 'x'", 'Task')).rejects.toMatchObject({ code: 'request/invalid' });
  });

  test('a text that would leave its parentheses is refused before anybody is asked (SEC-3)', async () => {
    for (const text of ["Name = 'a') OR (Name != 'b'", "Name = 'a", "(Name = 'a'", '', "Name = 'a\\'"]) {
      await expect(check(text)).rejects.toMatchObject({ code: 'setup/filter-refused' });
    }
    // Inside, Salesforce refuses what is no condition.
    await expect(check("Name = 'a' LIMIT 1")).rejects.toMatchObject({ code: 'setup/filter-refused' });
  });
});

test('only records that meet the filter are read, and verify finds both sides equal', async () => {
  await setFilter("Rating = 'Hot'");
  expect(await sync.cycle()).toMatchObject({ error: null });
  const hot = await inOrg(`"Rating" = 'Hot'`);
  expect(await leads()).toHaveLength(hot);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
  expect(await sync.run(listFilters)).toEqual([
    { object: 'Lead', condition: "Rating = 'Hot'", onExit: 'keep', applied: true, outside: 0 },
  ]);
});

test('a record that leaves stays as it is, is not updated, not pushed, and explained as filtered', async () => {
  const [leaver] = await leads();
  await update(leaver?.sfdc_id ?? '', { Rating: 'Cold', City: 'Away' });
  await sync.cycle();
  expect(await outside()).toEqual([leaver?.sfdc_id]);
  expect((await leads())[0]).toEqual(leaver);
  await sync.run((client) => editPeople(client, [{ id: leaver?.id ?? 0, values: { title: 'Not pushed' } }], 'test'));
  await sync.cycle();
  expect(await sync.admin.sobject('Lead').retrieve(leaver?.sfdc_id ?? '')).toMatchObject({ City: 'Away' });
  expect(await sync.rows('select from pending_change')).toHaveLength(1);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({
    differences: 1,
    byReason: { filtered: 1 },
  });
});

test('a flow action pushes it all the same', async () => {
  const [leaver] = await leads();
  const [result] = await syncPeople(sync.engine, await sync.subscription(), { ids: [leaver?.id ?? 0] }, 'test');
  expect(result).toMatchObject({ outcome: 'updated' });
  expect(await sync.admin.sobject('Lead').retrieve(leaver?.sfdc_id ?? '')).toMatchObject({ Title: 'Not pushed' });
});

test('a record that comes back is updated again; one that enters is new', async () => {
  const [returner] = await leads();
  await update(returner?.sfdc_id ?? '', { Rating: 'Hot', City: 'Back' });
  const stranger = (
    await sync.org.pool.query(`select "Id" as id from org."Lead" where "Rating" is distinct from 'Hot' limit 1`)
  ).rows[0].id;
  await update(stranger, { Rating: 'Hot' });
  await sync.cycle();
  expect(await outside()).toEqual([]);
  expect((await leads()).find((l) => l.id === returner?.id)).toMatchObject({ city: 'Back', rating: 'Hot' });
  expect((await leads()).map((l) => l.sfdc_id)).toContain(stranger);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
});

test('a wider filter reads what it lets in though nothing was changed; a narrower one marks what it leaves out', async () => {
  await setFilter("Rating IN ('Hot', 'Warm')", 'flag');
  expect(await sync.run(listFilters)).toMatchObject([{ applied: false }]);
  await sync.cycle();
  expect(await leads()).toHaveLength(await inOrg(`"Rating" in ('Hot', 'Warm')`));
  await setFilter("Rating = 'Warm'", 'flag');
  await sync.cycle();
  const hot = await inOrg(`"Rating" = 'Hot'`);
  expect(await outside()).toHaveLength(hot);
  const flagged = await sync.rows(
    `select from activity where field = 'sfdcOutOfFilter' and old_value = 'false' and new_value = 'true'`,
  );
  expect(flagged).toHaveLength(hot);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ byReason: { filtered: hot } });
});

test('a deleted record is flagged whether it meets the filter or not', async () => {
  const [id = ''] = await outside();
  await sync.admin.sobject('Lead').delete(id);
  await sync.cycle();
  expect(await sync.rows(`select sfdc_is_deleted as gone from person where sfdc_id = '${id}'`)).toEqual([
    { gone: true },
  ]);
});

test('a filter by date lets records in and out without a change: the comparison of ids follows', async () => {
  await setFilter('CreatedDate = LAST_N_DAYS:36500');
  await sync.cycle();
  const [old] = (await leads()).filter((l) => l.rating === 'Warm');
  await sync.org.pool.query(`update org."Lead" set "CreatedDate" = '1900-01-01' where "Id" = '${old?.sfdc_id}'`);
  await sync.rows(`update id_comparison set compared_at = '-infinity'`);
  await sync.cycle();
  expect(await outside()).toContain(old?.sfdc_id);
});

test('without the filter every record takes part again', async () => {
  await setFilter(null);
  await sync.cycle();
  expect(await outside()).toEqual([]);
  expect(await leads()).toHaveLength(222);
  expect(await sync.run(listFilters)).toEqual([]);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
});
