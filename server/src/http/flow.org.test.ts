import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAppWithOrg } from './testing/app-with-org.ts';

/** The flow actions as the web page and the command line reach them. */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const { org, admin, lockstep, connect, cycle } = stack.use(await startAppWithOrg());
const post = (path: string, body: object) => admin.send('POST', path, body);

let id = 0;
beforeAll(async () => {
  expect(await post('/admin/people/sync', { ids: [1] })).toMatchObject({
    status: 409,
    body: { error: { code: 'setup/wrong-order' } },
  });
  await connect();
  expect((await cycle()).error).toBeNull();
  const created = await post('/admin/people', { people: [{ email: 'web@flow.example' }] });
  id = created.body.ids[0];
});

test('the options are shown and changed by the names of the API (SYN-15)', async () => {
  expect((await admin.send('GET', '/admin/sync/options')).body).toMatchObject({
    defaultLastName: '[not provided]',
    defaultCompany: '[not provided]',
    onMatch: 'link',
    allowDuplicates: false,
    notifyOwner: false,
    fallbackOwnerId: null,
    campaignSync: true,
    apiBudgetPercent: 80,
  });
  expect(await admin.send('PUT', '/admin/sync/options', { defaultCompany: 'Web Ltd' })).toMatchObject({
    status: 200,
    body: { defaultCompany: 'Web Ltd', onMatch: 'link' },
  });
  for (const wrong of [{ onMatch: 'maybe' }, { defaultLastName: '' }, { unknown: 1 }, { fallbackOwnerId: 'x' }]) {
    expect(await admin.send('PUT', '/admin/sync/options', wrong)).toMatchObject({ status: 400 });
  }
  const shown = await lockstep('sync-options', '--default-last-name', 'Terminal');
  expect(shown).toMatchObject({ code: 0, out: expect.stringMatching(/defaultCompany +Web Ltd/) });
  expect(await lockstep('sync-options', '--on-match', 'maybe')).toMatchObject({ code: 1 });
});

test('Sync Person, Create Task, Change Owner and Delete over HTTP', async () => {
  const synced = await post('/admin/people/sync', { ids: [id] });
  expect(synced).toMatchObject({ status: 200, body: { results: [{ personId: id, outcome: 'created', code: null }] } });
  const { person, activities } = (await admin.send('GET', `/admin/people/${id}`)).body;
  expect(person).toMatchObject({ sfdcType: 'Lead', values: { lastName: 'Terminal', company: 'Web Ltd' } });
  expect(activities.map((a: { type: string }) => a.type)).toContain('Sync Person to SFDC');

  const task = await post('/admin/people/create-task', { ids: [id], subject: 'Call', dueInDays: 1 });
  expect(task.body.results).toMatchObject([{ outcome: 'created', taskId: expect.stringMatching(/^00T/) }]);
  expect(await post('/admin/people/create-task', { ids: [id] })).toMatchObject({ status: 400 });
  const { rows } = await org.pool.query(`select "Id" from org."Group" where "Type" = 'Queue' limit 1`);
  const owned = await post('/admin/people/change-owner', { ids: [id], owner: { kind: 'queue', id: rows[0].Id } });
  expect(owned.body.results).toMatchObject([{ outcome: 'updated' }]);
  expect(await post('/admin/people/change-owner', { ids: [id], owner: { kind: 'nobody' } })).toMatchObject({
    status: 400,
  });
  const removed = await post('/admin/people/delete', { ids: [id, 999_999], from: 'salesforce' });
  expect(removed.body.results).toMatchObject([{ outcome: 'deleted' }, { outcome: 'refused' }]);
  expect((await admin.send('GET', '/admin/audit')).body.entries[0]).toMatchObject({ action: 'people/deleted' });
});

test('Convert Person over HTTP and from the command line', async () => {
  const { ids } = (await post('/admin/people', { people: [{ lastName: 'Http' }, { lastName: 'Cli' }] })).body;
  const request = { ids: [ids[0]], createOpportunity: false };
  expect(await post('/admin/people/convert', request)).toMatchObject({
    status: 200,
    body: { results: [{ outcome: 'converted', accountId: expect.stringMatching(/^001/), opportunityId: null }] },
  });
  const wrong = await post('/admin/people/convert', { ids: [ids[1]], status: 'Never' });
  expect(wrong).toMatchObject({ status: 422, body: { error: { code: 'flow/converted-status' } } });
  const args = ['--opportunity-name', 'Deal', '--notify-owner', '--status', 'Closed - Converted'];
  const converted = await lockstep('--json', 'people', 'convert', String(ids[1]), ...args);
  expect(JSON.parse(converted.out)).toMatchObject({ results: [{ opportunityId: expect.stringMatching(/^006/) }] });
  const { activities } = (await admin.send('GET', `/admin/people/${ids[1]}`)).body;
  expect(activities.map((a: { type: string }) => a.type)).toContain('Convert');
});

test('people are merged over HTTP and from the command line, and the merges are listed (SYN-8)', async () => {
  const made = [{ lastName: 'Stays' }, { lastName: 'Goes', title: 'Boss' }, { lastName: 'Goes too' }];
  const { ids } = (await post('/admin/people', { people: made })).body;
  const merged = await post('/admin/people/merge', {
    winnerId: ids[0],
    loserIds: [ids[1]],
    keep: { lastName: ids[1] },
  });
  expect(merged.body.results).toMatchObject([{ personId: ids[1], outcome: 'merged', becamePersonId: ids[0] }]);
  expect((await admin.send('GET', '/admin/audit')).body.entries[0]).toMatchObject({ action: 'people/merged' });
  expect(await post('/admin/people/merge', { winnerId: ids[0], loserIds: [ids[0]] })).toMatchObject({ status: 400 });
  const keep = ['--keep', `lastName=${ids[2]}`];
  expect(await lockstep('people', 'merge', String(ids[0]), String(ids[2]), ...keep)).toMatchObject({
    code: 0,
    out: expect.stringContaining('merged'),
  });
  expect((await admin.send('GET', `/admin/people/${ids[0]}`)).body.person.values).toMatchObject({
    lastName: 'Goes too',
    title: 'Boss',
  });
  const { merges } = (await admin.send('GET', `/admin/people/${ids[0]}/merges`)).body;
  expect(merges).toMatchObject([
    { loserId: ids[2], source: 'command line' },
    { loserId: ids[1], source: 'api', differences: [{ field: 'lastName', winner: 'Stays', loser: 'Goes' }, {}] },
  ]);
  expect((await lockstep('people', 'merges', String(ids[0]))).out).toMatch(/lastName +Stays +Goes/);
});

test('the same from the command line; a refusal makes the exit code 1', async () => {
  const synced = await lockstep('--json', 'people', 'sync', String(id));
  expect(synced.code).toBe(0);
  expect(JSON.parse(synced.out)).toMatchObject({ results: [{ personId: id, outcome: 'created' }] });
  expect((await lockstep('people', 'create-task', String(id), '--subject', 'Call')).out).toMatch(
    /created +00Q\w+ +00T/,
  );
  expect(await lockstep('people', 'change-owner', String(id))).toMatchObject({
    code: 1,
    err: expect.stringContaining('Give --user or --queue.'),
  });
  expect(await lockstep('people', 'delete', String(id), '999999', '--from', 'both')).toMatchObject({
    code: 1,
    out: expect.stringContaining('There is no person 999999.'),
  });
  expect(await admin.send('GET', `/admin/people/${id}`)).toMatchObject({ status: 404 });
});
