import type { FlowResult } from '@lockstep/contract/flow.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPeople, editPeople } from '../people/write-people.ts';
import { changeOptions } from '../sync/options.ts';
import { startTestSync, type TestSync } from '../sync/testing/test-sync.ts';
import { verify } from '../sync/verify/verify.ts';
import { changeOwner } from './change-owner.ts';
import { createTasks } from './create-task.ts';
import { deletePeople } from './delete-person.ts';
import { syncPeople } from './sync-person.ts';

/** Change Owner, Create Task and Delete Person against the sample org, over HTTP; and pushes beside a pull. */

let sync: TestSync;
let user = '';
let queue = '';

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 30 } });
  await sync.connect();
  await sync.cycle();
  user = String(sync.admin.userInfo?.id);
  queue = (await sync.rows<{ sfdc_id: string }>('select sfdc_id from sfdc_queue limit 1'))[0]?.sfdc_id ?? '';
});
afterAll(() => sync[Symbol.asyncDispose]());
afterEach(() => faults({}));

const faults = (plan: Record<string, unknown>) => sync.faults(plan);

interface Person {
  id: number;
  sfdc_id: string;
  [column: string]: unknown;
}

const one = async (values: Record<string, unknown>) =>
  (await sync.run((client) => createPeople(client, [values], 'test')))[0] ?? 0;
const edit = (id: number, values: Record<string, unknown>) =>
  sync.run((client) => editPeople(client, [{ id, values }], 'test'));
const person = async (id: number) => (await sync.rows<Person>(`select * from person where id = ${id}`))[0];
const some = async (type: 'Lead' | 'Contact', at: number) =>
  (
    await sync.rows<Person>(
      `select * from person where sfdc_type = '${type}' and sfdc_is_deleted is not true order by id offset ${at} limit 1`,
    )
  )[0] as Person;
const own = async (ids: number[], owner: { kind: 'user' | 'queue'; id: string }): Promise<FlowResult[]> =>
  changeOwner(sync.engine, await sync.subscription(), { ids, owner }, 'test');
const remove = async (ids: number[], from: 'salesforce' | 'here' | 'both') =>
  deletePeople(sync.engine, await sync.subscription(), { ids, from }, 'test');
const task = async (ids: number[], more: object = {}) =>
  createTasks(sync.engine, await sync.subscription(), { ids, subject: 'Call', ...more }, 'test');
const mayDeleteLeads = (may: boolean) =>
  sync.org.pool.query(
    `insert into setup.object_permission (profile_id, object, deletable)
     select "ProfileId", 'Lead', $1 from org."User" where "Username" = $2
     on conflict (profile_id, object) do update set deletable = excluded.deletable`,
    [may, sync.org.syncUser.username],
  );
const tasksOf = (who: string) => sync.admin.sobject('Task').find({ WhoId: who }).execute();

test('Change Owner: to a user, or a queue for leads; logged once, and no cycle sees a difference', async () => {
  const [lead, contact] = [await some('Lead', 0), await some('Contact', 0)];
  const newcomer = await one({ lastName: 'Newcomer', company: 'X' });
  const results = await own([lead.id, contact.id, newcomer], { kind: 'queue', id: queue });
  expect(results).toMatchObject([
    { outcome: 'updated' },
    { outcome: 'refused', code: 'flow/contact-owner', message: expect.stringContaining('queue') },
    { outcome: 'created' },
  ]);
  expect(await sync.admin.sobject('Lead').retrieve(lead.sfdc_id)).toMatchObject({ OwnerId: queue });
  expect(await person(newcomer)).toMatchObject({ sfdc_owner_id: queue, sfdc_type: 'Lead' });

  const syncUser = (await (await sync.engine.connect(await sync.subscription())).identity()).userId;
  expect(await own([contact.id], { kind: 'user', id: syncUser })).toMatchObject([{ outcome: 'updated' }]);
  expect(await own([contact.id], { kind: 'user', id: syncUser })).toMatchObject([{ outcome: 'unchanged' }]);
  await sync.cycle();
  expect(
    await sync.rows(`select source, new_value from activity where type_id = 23 and person_id = ${contact.id}`),
  ).toEqual([{ source: 'test', new_value: syncUser }]);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
});

test('assignment rules own a new lead unless an owner is chosen, and a later push leaves the owner alone', async () => {
  await sync.org.pool.query(
    `insert into setup.assignment_rule (object, position, condition, owner_id) values ('Lead', 1, null, $1)`,
    [queue],
  );
  const [ruled, chosen] = [
    await one({ lastName: 'Ruled', company: 'X' }),
    await one({ lastName: 'Own', company: 'X' }),
  ];
  await syncPeople(sync.engine, await sync.subscription(), { ids: [ruled] }, 'test');
  const owner = { kind: 'user', id: user } as const;
  await syncPeople(sync.engine, await sync.subscription(), { ids: [chosen], owner }, 'test');
  expect([(await person(ruled))?.sfdc_owner_id, (await person(chosen))?.sfdc_owner_id]).toEqual([queue, user]);
  await edit(chosen, { title: 'Edited' });
  await sync.cycle();
  expect(await person(chosen)).toMatchObject({ sfdc_owner_id: user, title: 'Edited' });
  expect(await sync.admin.sobject('Lead').retrieve((await person(chosen))?.sfdc_id ?? '')).toMatchObject({
    OwnerId: user,
    Title: 'Edited',
  });
  await sync.org.pool.query('delete from setup.assignment_rule');
});

test('a duplicate rule that warns refuses a lead, unless duplicates are allowed or another lead was asked for', async () => {
  await sync.org.pool.query(`
    insert into setup.duplicate_rule (object, name, field, match_object) values ('Lead', 'Same_Phone', 'Phone', 'Lead')`);
  const twin = () => one({ lastName: 'Twin', company: 'X', phone: '555-7777' });
  const ids = [await twin(), await twin(), await twin()];
  const run = async (id = 0, onMatch?: 'create') =>
    (
      await syncPeople(sync.engine, await sync.subscription(), { ids: [id], ...(onMatch ? { onMatch } : {}) }, 'test')
    )[0];
  expect(await run(ids[0])).toMatchObject({ outcome: 'created' });
  expect(await run(ids[1])).toMatchObject({
    outcome: 'refused',
    code: 'DUPLICATES_DETECTED',
    message: 'Use one of these records?',
  });
  expect(await run(ids[1], 'create')).toMatchObject({ outcome: 'created' });
  await sync.run((client) => changeOptions(client, { allowDuplicates: true }));
  expect(await run(ids[2])).toMatchObject({ outcome: 'created' });
  await sync.org.pool.query('delete from setup.duplicate_rule');
});

test('Change Owner: an inactive or unknown user is refused before anything is sent', async () => {
  const lead = await some('Lead', 1);
  await expect(own([lead.id], { kind: 'user', id: '005000000000000AAA' })).rejects.toMatchObject({
    code: 'request/not-found',
  });
  await sync.rows(`update sfdc_user set active = false where sfdc_id = '${user}'`);
  await expect(own([lead.id], { kind: 'user', id: user })).rejects.toMatchObject({ code: 'request/invalid' });
  await sync.rows(`update sfdc_user set active = true where sfdc_id = '${user}'`);
});

test('Create Task: due in five days, owned by the owner of the record; a newcomer is synced first', async () => {
  const lead = await some('Lead', 2);
  const newcomer = await one({ lastName: 'Tasked', company: 'X' });
  const results = await task([lead.id, newcomer], {
    description: 'Ask how it went.',
    priority: 'High',
    reminderAt: '2030-01-31T09:00:00Z',
  });
  expect(results).toMatchObject([
    { outcome: 'created', sfdcId: lead.sfdc_id, taskId: expect.stringMatching(/^00T/) },
    { outcome: 'created', taskId: expect.stringMatching(/^00T/) },
  ]);
  const due = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  expect(await sync.admin.sobject('Task').retrieve(String(results[0]?.taskId))).toMatchObject({
    WhoId: lead.sfdc_id,
    Subject: 'Call',
    Description: 'Ask how it went.',
    ActivityDate: due,
    Priority: 'High',
    Status: 'Not Started',
    OwnerId: lead.sfdc_owner_id,
    IsReminderSet: true,
  });
  expect(await tasksOf((await person(newcomer))?.sfdc_id ?? '')).toHaveLength(1);
});

test('Create Task: an answer that is lost makes no second task; a refusal is an error of the person', async () => {
  const lead = await some('Lead', 3);
  await faults({ droppedConnection: { probability: 1, times: 1, path: '/services/data/v66.0/composite/sobjects' } });
  expect(await task([lead.id], { subject: "It's lost" })).toMatchObject([
    { outcome: 'created', taskId: expect.stringMatching(/^00T/) },
  ]);
  expect(await tasksOf(lead.sfdc_id)).toHaveLength(1);
  await faults({ rowLock: { probability: 1, times: 2, objects: ['Task'] } });
  expect(await task([lead.id])).toMatchObject([{ outcome: 'refused', code: 'UNABLE_TO_LOCK_ROW' }]);
  expect(await task([lead.id])).toMatchObject([{ outcome: 'created' }]);
  expect(await sync.rows(`select from record_error where person_id = ${lead.id} and resolved_at is null`)).toEqual([]);
});

test('Delete Person from SFDC: the record goes, the person stays with SFDC Is Deleted, and comes back as a new lead', async () => {
  const [lead, contact] = [await some('Lead', 4), await some('Contact', 4)];
  const stranger = await one({ lastName: 'Stranger', company: 'X' });
  expect(await remove([lead.id, contact.id, stranger], 'salesforce')).toMatchObject([
    { outcome: 'deleted', sfdcId: lead.sfdc_id },
    { outcome: 'deleted', sfdcId: contact.sfdc_id },
    { outcome: 'unchanged', sfdcId: null },
  ]);
  expect(await person(lead.id)).toMatchObject({ sfdc_is_deleted: true, sfdc_id: lead.sfdc_id });
  await expect(sync.admin.sobject('Lead').retrieve(lead.sfdc_id)).rejects.toThrow();
  await sync.cycle();
  expect(await person(contact.id)).toMatchObject({ sfdc_is_deleted: true });
  expect(await sync.rows(`select from activity where type_id = 29 and person_id = ${lead.id}`)).toHaveLength(1);
  expect(await syncPeople(sync.engine, await sync.subscription(), { ids: [lead.id] }, 'test')).toMatchObject([
    { outcome: 'created' },
  ]);
});

test('Delete Person: here alone, or in both places; a record that Salesforce keeps keeps its person', async () => {
  const both = await one({ lastName: 'Both', company: 'X' });
  const here = await one({ lastName: 'OnlyHere', company: 'X' });
  await edit(both, { title: 'T' });
  const [synced] = await syncPeople(sync.engine, await sync.subscription(), { ids: [both] }, 'test');
  await edit(both, { title: 'Pending' });
  await mayDeleteLeads(false);
  expect(await remove([both], 'both')).toMatchObject([{ outcome: 'refused', sfdcId: synced?.sfdcId }]);
  await mayDeleteLeads(true);
  expect(await person(both)).toMatchObject({ sfdc_is_deleted: false });
  expect(await remove([both], 'both')).toMatchObject([{ outcome: 'deleted' }]);
  expect(await remove([here, 999_999], 'here')).toMatchObject([
    { outcome: 'deleted' },
    { outcome: 'refused', code: 'request/not-found' },
  ]);
  for (const table of ['activity', 'pending_change', 'record_error']) {
    expect(await sync.rows(`select from ${table} where person_id in (${both}, ${here})`)).toEqual([]);
  }
  expect(await sync.rows(`select from person where id in (${both}, ${here})`)).toEqual([]);
  await expect(sync.admin.sobject('Lead').retrieve(String(synced?.sfdcId))).rejects.toThrow();
  await sync.cycle();
  expect(await sync.rows(`select from person where last_name in ('Both', 'OnlyHere')`)).toEqual([]);
});

test('a page that was read before our push and is stored after it undoes nothing', async () => {
  const lead = await some('Lead', 6);
  await sync.admin.sobject('Lead').update({ Id: lead.sfdc_id, Title: 'Old' });
  await sync.org.pool.query(`update org."Lead" set "SystemModstamp" = now() - interval '5 seconds' where "Id" = $1`, [
    lead.sfdc_id,
  ]);
  const salesforce = await sync.engine.connect(await sync.subscription());
  const smallQueries = salesforce.smallQueries.bind(salesforce);
  let pushed: FlowResult[] | null = null;
  // Between the answer of the page and its merge, somebody edits the person and syncs it at once.
  salesforce.smallQueries = async (queries) => {
    const answers = await smallQueries(queries);
    const isRead = answers.flat().some((r) => r.Id === lead.sfdc_id && r.Title === 'Old');
    if (pushed === null && isRead) {
      pushed = [];
      await edit(lead.id, { title: 'Ours' });
      pushed = await syncPeople(sync.engine, await sync.subscription(), { ids: [lead.id] }, 'test');
    }
    return answers;
  };
  try {
    expect((await sync.cycle()).error).toBeNull();
  } finally {
    salesforce.smallQueries = smallQueries;
  }
  expect(pushed).toMatchObject([{ outcome: 'updated' }]);
  expect(await person(lead.id)).toMatchObject({ title: 'Ours' });
  expect(await sync.admin.sobject('Lead').retrieve(lead.sfdc_id)).toMatchObject({ Title: 'Ours' });
  expect(
    await sync.rows(
      `select old_value from activity where person_id = ${lead.id} and field = 'title' and new_value = 'Old'`,
    ),
  ).toEqual([]);
  await sync.cycle();
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
});
