import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRecordType } from '../../../../practice-org/src/metadata/record-types.ts';
import { editPeople } from '../../people/write-people.ts';
import { listNotifications } from '../../subscription/notifications.ts';
import { retryRecordErrors } from '../record-errors.ts';
import { readSyncCost } from '../sync-cost.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';

/** Two automations that undo each other (field.md 36), one bad record among many (field.md 31), and what it all costs (SYN-16). */

let sync: TestSync;
beforeAll(async () => {
  sync = await startTestSync({ leads: 60, settings: { bulkThresholdRows: 20 } });
  await sync.connect();
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

const leads = () =>
  sync.rows<{ id: number; sfdc_id: string }>(`select id, sfdc_id from person where sfdc_type = 'Lead' order by id`);
const edit = (id: number, values: Record<string, unknown>) =>
  sync.run((client) => editPeople(client, [{ id, values }], 'test'));
const told = async () => (await sync.run((client) => listNotifications(client))).filter((n) => n.kind === 'loop');
const inOrg = (id: string) => sync.admin.sobject('Lead').retrieve(id);

test('a field that both sides keep changing back is stopped, with an error; other fields of the person go on', async () => {
  const [lead] = (await leads()) as [{ id: number; sfdc_id: string }];
  const log = (source: string) =>
    `insert into activity (person_id, type_id, field, old_value, new_value, source)
     select ${lead.id}, 13, 'city', 'a', 'b', '${source}' from generate_series(1, 5)`;
  await sync.rows(log('flow'));
  await sync.rows(log('salesforce'));
  await edit(lead.id, { city: 'Bounced', title: 'Goes on' });
  await sync.cycle();
  expect(await inOrg(lead.sfdc_id)).toMatchObject({ Title: 'Goes on' });
  expect((await inOrg(lead.sfdc_id)).City).not.toBe('Bounced');
  expect(await sync.rows(`select code, class, fields from record_error where resolved_at is null`)).toEqual([
    { code: 'FIELD_LOOP', class: 'needs-operator', fields: ['City'] },
  ]);
  expect(await told()).toMatchObject([{ subject: expect.stringContaining('City') }]);
  await sync.cycle();
  expect((await inOrg(lead.sfdc_id)).City).not.toBe('Bounced');

  await sync.rows(`delete from activity where person_id = ${lead.id} and field = 'city'`); // The automation is gone.
  await sync.run(retryRecordErrors);
  await sync.cycle();
  expect(await inOrg(lead.sfdc_id)).toMatchObject({ City: 'Bounced' });
  expect(await sync.rows('select from record_error where resolved_at is null')).toEqual([]);
  expect(await told()).toEqual([]);
});

test.each([
  { way: 'collections', people: 10 },
  { way: 'a Bulk job', people: 40 },
])('one bad record among $people fails alone, by $way (SYN-14)', async ({ people }) => {
  const chosen = (await leads()).slice(5, 5 + people);
  await sync.run((client) =>
    editPeople(
      client,
      chosen.map(({ id }, place) => ({
        id,
        values: place === 3 ? { email: 'no address' } : { title: `One of ${people}` },
      })),
      'test',
    ),
  );
  await sync.cycle();
  const step = (await sync.steps()).find((s) => s.object === 'Lead' && s.operation === 'Push updates');
  expect(step).toMatchObject({ counts: { updated: people - 1, failed: 1 } });
  await edit(chosen[3]?.id ?? 0, { email: `good${people}@address.example` });
  await sync.cycle();
  expect(await sync.rows('select from pending_change')).toEqual([]);
});

test('a value that a picklist refuses is dropped from a mass push, and the rest of its record is saved (SYN-14)', async () => {
  await sync.org.pool.query(
    `update setup.field set describe = describe || '{"restrictedPicklist": true}' where object = 'Lead' and name = 'Rating'`,
  );
  const chosen = (await leads()).slice(5, 45);
  const values = (place: number) => {
    if (place === 1) return { rating: 'Nonsense' };
    return place === 0 ? { title: 'En masse', rating: 'Nonsense' } : { title: 'En masse', rating: 'Hot' };
  };
  await sync.run((client) =>
    editPeople(
      client,
      chosen.map(({ id }, place) => ({ id, values: values(place) })),
      'test',
    ),
  );
  await sync.cycle();
  const step = (await sync.steps()).find((s) => s.object === 'Lead' && s.operation === 'Push updates');
  expect(step).toMatchObject({ counts: { updated: 39, failed: 1 } });
  expect(await inOrg(chosen[0]?.sfdc_id ?? '')).toMatchObject({ Title: 'En masse', Rating: null });
  expect(await inOrg(chosen[2]?.sfdc_id ?? '')).toMatchObject({ Title: 'En masse', Rating: 'Hot' });
  const refused = chosen.slice(0, 2).map(({ id }) => ({ person_id: id, name: 'rating' }));
  expect(
    await sync.rows(`select person_id, f.name from pending_change c join field f on f.id = c.field_id order by 1`),
  ).toEqual(refused);
  expect(await sync.rows('select fields from record_error where resolved_at is null')).toEqual([
    { fields: ['Rating'] },
    { fields: ['Rating'] },
  ]);
  await sync.run((client) =>
    editPeople(
      client,
      refused.map(({ person_id }) => ({ id: person_id, values: { rating: 'Hot' } })),
      'test',
    ),
  );
  await sync.cycle();
  expect(await sync.rows('select from pending_change')).toEqual([]);
});

test('a value that is not available for the record type is dropped from its record, and the rest is saved (SYN-14)', async () => {
  const { id: type } = await createRecordType(sync.org.context, 'Lead', {
    name: 'Partner',
    label: 'Partner',
    picklistValues: [{ picklist: 'Rating', values: ['Warm'] }],
  });
  const [partner, other] = (await leads()).slice(45, 47) as [
    { id: number; sfdc_id: string },
    { id: number; sfdc_id: string },
  ];
  await sync.org.pool.query(`update org."Lead" set "RecordTypeId" = $1 where "Id" = $2`, [type, partner.sfdc_id]);
  const { Rating } = await inOrg(partner.sfdc_id);
  for (const { id } of [partner, other]) await edit(id, { title: 'By type', rating: 'Hot' });
  await sync.cycle();
  expect(await inOrg(partner.sfdc_id)).toMatchObject({ Title: 'By type', Rating });
  expect(await inOrg(other.sfdc_id)).toMatchObject({ Title: 'By type', Rating: 'Hot' });
  expect(await sync.rows('select code, fields from record_error where resolved_at is null')).toEqual([
    { code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['Rating'] },
  ]);
  await edit(partner.id, { rating: 'Warm' });
  await sync.cycle();
  expect(await inOrg(partner.sfdc_id)).toMatchObject({ Rating: 'Warm' });
  expect(await sync.rows('select from record_error where resolved_at is null')).toEqual([]);
});

test('what the sync costs: requests by object, and rows that came without a change (SYN-16, field.md 4)', async () => {
  // Some automation of the org saves every lead and changes nothing.
  await sync.org.pool.query(`update org."Lead" set "SystemModstamp" = date_trunc('second', now())`);
  await sync.cycle();
  const cost = await sync.run(readSyncCost);
  expect(cost).toMatchObject({
    state: 'free',
    usage: { max: 15_000 },
    budget: 12_000,
    reserved: 3_000,
    budgetReachedAt: null,
  });
  expect(cost.ours).toBeGreaterThan(10);
  expect(cost.ours).toBeLessThanOrEqual(cost.usage?.used ?? 0);
  const lead = cost.objects.find((o) => o.object === 'Lead');
  expect(lead?.calls).toBeGreaterThan(5);
  expect(lead?.unchanged).toBeGreaterThanOrEqual(60);
  expect(cost.objects.reduce((sum, o) => sum + o.calls, 0)).toBeLessThanOrEqual(cost.ours);
});

test('the budget is forecast from the growth of the last hours', async () => {
  await sync.rows(
    `update sync_cycle set api_used = 9000, ended_at = now() - interval '1 hour' where id = (select min(id) from sync_cycle)`,
  );
  await sync.rows(`update sync_cycle set api_used = null where id > (select min(id) from sync_cycle)`);
  await sync.rows(
    `update sync_cycle set api_used = 10000, ended_at = now() where id = (select max(id) from sync_cycle)`,
  );
  const { budgetReachedAt } = await sync.run(readSyncCost);
  const hours = (Date.parse(budgetReachedAt ?? '') - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(1.9);
  expect(hours).toBeLessThan(2.1);
});
