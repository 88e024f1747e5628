import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { startAppWithOrg } from './testing/app-with-org.ts';

/** Programs, channels, member fields and the link with a campaign, as the API and the command line reach them (PRG). */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const { org, context, admin, lockstep, connect, cycle } = stack.use(await startAppWithOrg());
const post = (path: string, body: object) => admin.send('POST', path, body);
const get = async (path: string) => (await admin.send('GET', path)).body;

async function answerOf(...args: string[]) {
  const { out, ...rest } = await lockstep('--json', ...args);
  return { ...rest, answer: out.startsWith('{') ? JSON.parse(out) : out };
}

let people: number[] = [];
beforeAll(async () => {
  await connect();
  expect((await cycle()).error).toBeNull();
  const { rows } = await inSubscription(context.pool, await openSubscription(context.pool), (client) =>
    client.query('select id from person order by id limit 3'),
  );
  people = rows.map((row) => row.id);
});

let programId = 0;

test('a program with its costs and members over HTTP; wrong names are refused with what is possible', async () => {
  const made = await post('/admin/programs', {
    name: 'Spring webinar',
    channel: 'Webinar',
    costs: [{ month: '2026-03', cost: 250 }],
  });
  expect(made).toMatchObject({
    status: 200,
    body: { members: 0, campaign: null, costs: [{ month: '2026-03', cost: 250 }] },
  });
  programId = made.body.id;
  expect(await post('/admin/programs', { name: 'Spring webinar', channel: 'Webinar' })).toMatchObject({ status: 400 });
  expect(await post('/admin/programs', { name: 'X', channel: 'Nope' })).toMatchObject({ status: 400 });
  const members = `/admin/programs/${programId}/members`;
  const [first, second] = people;
  expect(
    await post(members, { members: [{ personId: first }, { personId: second, status: 'Attended' }] }),
  ).toMatchObject({
    status: 200,
    body: { added: 2, changed: 0 },
  });
  expect(await post(members, { members: [{ personId: first, status: 'Maybe' }] })).toMatchObject({
    status: 400,
    body: { error: { detail: expect.stringContaining('Invited, Registered') } },
  });
  expect(await post(members, { members: [{ personId: first, status: 'Registered' }] })).toMatchObject({
    body: { added: 0, changed: 1 },
  });
  expect(await get(members)).toMatchObject({
    members: [
      { personId: first, status: 'Registered', reachedSuccess: false },
      { personId: second, status: 'Attended', reachedSuccess: true },
    ],
    next: null,
  });
  expect(await get(`/admin/programs?search=spring`)).toMatchObject({ programs: [{ members: 2, successes: 1 }] });
  const changed = await admin.send('PATCH', `/admin/programs/${programId}`, { description: 'D', channel: 'Content' });
  expect(changed).toMatchObject({
    status: 400,
    body: { error: { detail: expect.stringContaining('keeps its channel') } },
  });
  const { activities } = await get(`/admin/people/${first}`);
  expect(activities).toMatchObject([
    { type: 'Change Status in Progression', field: 'Spring webinar', oldValue: 'Invited', newValue: 'Registered' },
    { oldValue: 'Not in Program', newValue: 'Invited' },
    {},
  ]);
});

test('channels are listed, made and changed; a status that members have stays', async () => {
  const { channels } = await get('/admin/channels');
  expect(channels.map((c: { name: string }) => c.name)).toContain('Trade Show');
  const statuses = [
    { name: 'Asked', step: 1, success: false },
    { name: 'Came', step: 2, success: true },
  ];
  expect(await post('/admin/channels', { name: 'Dinner', statuses: statuses.slice(0, 1) })).toMatchObject({
    status: 400,
  });
  const { body } = await post('/admin/channels', { name: 'Dinner', statuses });
  const webinar = channels.find((c: { name: string }) => c.name === 'Webinar');
  expect(await admin.send('PUT', `/admin/channels/${webinar.id}`, { name: 'Webinar', statuses })).toMatchObject({
    status: 400,
    body: { error: { detail: expect.stringContaining('has to stay') } },
  });
  const changed = await answerOf(
    'channels',
    'change',
    `${body.id}`,
    'Supper',
    '--status',
    'Asked:1',
    '--status',
    'Ate:5:success',
  );
  expect(changed).toMatchObject({
    code: 0,
    answer: { name: 'Supper', statuses: [{ name: 'Asked' }, { name: 'Ate', success: true }] },
  });
  expect((await get('/admin/audit')).entries[0]).toMatchObject({ action: 'channel/changed' });
});

test('compare, link and unlink over HTTP and the command line, with the audit trail', async () => {
  const { rows } = await org.pool.query(`select "Id" as id from org."Campaign" where not "IsDeleted" limit 1`);
  const compared = await answerOf('programs', 'compare', `${programId}`, '--campaign', rows[0].id);
  expect(compared).toMatchObject({ code: 1, answer: { matches: false } });
  expect(await post(`/admin/programs/${programId}/link`, { campaignId: rows[0].id })).toMatchObject({
    status: 409,
    body: { error: { code: 'program/statuses-differ' } },
  });
  const linked = await answerOf('programs', 'link', `${programId}`, '--new-name', 'From the terminal');
  expect(linked).toMatchObject({ code: 0, answer: { campaign: { state: 'taking up members' } } });
  expect((await cycle()).error).toBeNull();
  expect(await get(`/admin/programs/${programId}`)).toMatchObject({
    campaign: { name: 'From the terminal', waiting: 0 },
  });
  const { memberships } = await get(`/admin/people/${people[0]}/explain`);
  expect(memberships).toMatchObject([
    { programId, program: 'Spring webinar', status: 'Registered', campaignName: 'From the terminal', state: 'in step' },
  ]);
  expect((await answerOf('explain', `${people[0]}`)).answer).toMatchObject({ memberships: [{ state: 'in step' }] });
  expect(await post(`/admin/programs/${programId}/unlink`, {})).toMatchObject({
    status: 200,
    body: { campaign: null },
  });
  const { entries } = await get('/admin/audit');
  expect(entries.slice(0, 2)).toMatchObject([{ action: 'program/unlinked' }, { action: 'program/linked' }]);
});

test('member fields and members from the command line', async () => {
  expect(await answerOf('member-fields', 'create', 'seats', '--type', 'integer')).toMatchObject({ code: 0 });
  expect(await post('/admin/member-fields', { name: 'Seats', type: 'string' })).toMatchObject({ status: 400 });
  const mapping = await admin.send('PUT', '/admin/member-fields/seats/mapping', { salesforceField: 'Nope__c' });
  expect(mapping).toMatchObject({ status: 400, body: { error: { detail: expect.stringContaining('Nope__c') } } });
  const set = await answerOf('programs', 'set-member', `${programId}`, `${people[2]}`, '--field', 'seats=2');
  expect(set.answer).toEqual({ added: 1, changed: 0 });
  const page = await answerOf('programs', 'members', `${programId}`, '--status', 'Invited');
  expect(page.answer).toMatchObject({ members: [{ personId: people[2], values: { seats: '2' } }] });
  const removed = await answerOf('programs', 'remove-member', `${programId}`, `${people[2]}`, `${people[0]}`);
  expect(removed.answer).toEqual({ removed: 2 });
  expect(await answerOf('programs', 'create', '--name', 'Y', '--channel', 'Email', '--cost', 'May')).toMatchObject({
    code: 2,
  });
  const made = await answerOf('programs', 'create', '--name', 'Y', '--channel', 'Email', '--cost', '2026-05=10');
  expect(made.answer).toMatchObject({ name: 'Y', costs: [{ month: '2026-05', cost: 10 }] });
  expect((await answerOf('programs', 'list')).answer.programs).toHaveLength(2);
});

test('a member field goes with its values; its columns with the next cycle, and the name is free again (PRG)', async () => {
  const fields = () => get('/admin/member-fields');
  expect(await admin.send('DELETE', '/admin/member-fields/nobody')).toMatchObject({ status: 404 });
  expect(await admin.send('DELETE', '/admin/member-fields/seats')).toMatchObject({ status: 200, body: { fields: [] } });
  expect((await get('/admin/audit')).entries[0]).toMatchObject({ action: 'member-field/removed', target: 'seats' });
  expect((await cycle()).error).toBeNull();
  expect(await post('/admin/member-fields', { name: 'seats', type: 'string' })).toMatchObject({ status: 200 });
  expect(await fields()).toMatchObject({ fields: [{ name: 'seats', type: 'string', salesforceField: null }] });
  expect((await get(`/admin/programs/${programId}/members`)).members[0].values).toEqual({ seats: null });
  expect(await answerOf('member-fields', 'remove', 'seats', '--yes')).toMatchObject({
    code: 0,
    answer: { fields: [] },
  });
});

test('a deleted program leaves its campaign and people as they are; who were members left it in their logs (PRG)', async () => {
  const linked = await post(`/admin/programs/${programId}/link`, { newName: 'Stays there' });
  expect(linked).toMatchObject({ status: 200 });
  const members = async () => (await get(`/admin/programs/${programId}/members`)).members;
  expect(await members()).toMatchObject([{ personId: people[1], state: 'pending', refused: null }]);
  expect((await cycle()).error).toBeNull();
  expect(await members()).toMatchObject([{ state: 'in step', refused: null }]);
  expect(await admin.send('DELETE', `/admin/programs/${programId}`)).toMatchObject({ status: 200 });
  expect((await get('/admin/audit')).entries[0]).toMatchObject({
    action: 'program/deleted',
    target: 'Spring webinar',
    detail: { members: 1, campaign: linked.body.campaign.sfdcId },
  });
  expect((await cycle()).error).toBeNull();
  const { rows } = await org.pool.query(
    `select m."Status" as status from org."CampaignMember" m join org."Campaign" c on c."Id" = m."CampaignId"
      where c."Name" = 'Stays there' and not c."IsDeleted" and not m."IsDeleted"`,
  );
  expect(rows).toEqual([{ status: 'Attended' }]);
  expect((await get(`/admin/people/${people[1]}`)).activities).toContainEqual(
    expect.objectContaining({ field: 'Spring webinar', oldValue: 'Attended', newValue: 'Not in Program' }),
  );
  const [other] = (await answerOf('programs', 'list')).answer.programs;
  expect(await answerOf('programs', 'delete', `${other.id}`, '--yes')).toMatchObject({ answer: { deleted: 'Y' } });
  expect(await answerOf('programs', 'delete', `${other.id}`)).toMatchObject({ code: 2 });
});
