import { type EventEmitter, once } from 'node:events';
import { status } from '@grpc/grpc-js';
import { Connection } from '@jsforce/jsforce-node';
import type PubSubApiClient from 'salesforce-pubsub-api-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventLog } from '../events/event-log.ts';
import type { PracticeOrg } from '../practice-org.ts';
import { startTestOrg, type TestOrg } from '../test-org.ts';
import { Inbox, metadataOf, openClient, openStub, refusal } from './test-subscriber.ts';

interface Answer {
  events: { replay_id: Buffer }[];
  commit_response: object | null;
}

let running: TestOrg;
let org: PracticeOrg;
let client: PubSubApiClient;
let admin: Connection;
beforeAll(async () => {
  running = await startTestOrg({ pubSubPort: 0, changeEvents: ['Lead', 'Contact', 'Account'], keepAliveMs: 50 });
  org = running.org;
  admin = new Connection({ loginUrl: org.url, version: '61.0', callOptions: { client: 'Astro' } });
  await admin.login(org.admin.username, org.admin.password + org.admin.securityToken);
  client = await openClient(org);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

async function createLead(LastName: string, more: Record<string, unknown> = {}): Promise<string> {
  const { id } = await admin.sobject('Lead').create({ LastName, Company: 'Acme', ...more });
  return id as string;
}

/** Subscribes at the tip: what comes is what happens from here on. */
async function listen(topic: string): Promise<Inbox> {
  const inbox = new Inbox();
  client.subscribe(topic, inbox.callback as never);
  await inbox.until(() => inbox.alive);
  return inbox;
}

test('a client that we did not write hears what was created, changed, deleted and brought back, in order', async () => {
  const inbox = await listen('/data/LeadChangeEvent');
  const id = await createLead('Byron', {
    FirstName: 'Ada',
    City: 'London',
    NumberOfEmployees: 12,
    HasOptedOutOfEmail: true,
  });
  await admin.sobject('Lead').update({ Id: id, Title: 'Countess', City: null } as never);
  await admin.sobject('Lead').delete(id);
  await admin.soap.undelete([id]);
  const [created, changed, deleted, back] = await inbox.count(4);
  expect(created?.payload.ChangeEventHeader).toMatchObject({
    entityName: 'Lead',
    recordIds: [id],
    changeType: 'CREATE',
    changeOrigin: 'com/salesforce/api/rest/61.0;client=Astro',
    sequenceNumber: 1,
    commitUser: expect.stringMatching(/^005/),
    changedFields: [],
    nulledFields: [],
  });
  expect(created?.payload).toMatchObject({
    Name: { FirstName: 'Ada', LastName: 'Byron', Salutation: null },
    Address: { City: 'London', Country: null },
    Company: 'Acme',
    Title: null,
  });
  expect(changed?.payload.ChangeEventHeader).toMatchObject({
    changeType: 'UPDATE',
    changedFields: ['Title', 'LastModifiedDate', 'Address.City'].sort(byField),
    nulledFields: ['Address.City'],
  });
  expect(changed?.payload).toMatchObject({ Title: 'Countess', Company: null, Name: null });
  expect(deleted?.payload).toMatchObject({
    ChangeEventHeader: { changeType: 'DELETE', recordIds: [id] },
    Company: null,
  });
  expect(back?.payload).toMatchObject({ ChangeEventHeader: { changeType: 'UNDELETE' }, Company: 'Acme' });
  const replayIds = inbox.events.map(({ replayId }) => replayId);
  expect(replayIds).toEqual([...replayIds].sort((a, b) => a - b));
});

/** The client lists fields of the record first, then those of compound fields. */
function byField(a: string, b: string): number {
  return Number(a.includes('.')) - Number(b.includes('.'));
}

test('one channel has every selected entity, and a subscription can begin after any event that is still there', async () => {
  const earliest = new Inbox();
  const id = await createLead('Replay');
  const account = await admin.sobject('Account').create({ Name: 'Replayed' });
  const second = await openClient(org);
  second.subscribeFromEarliestEvent('/data/ChangeEvents', earliest.callback as never);
  const all = await earliest.until(({ events }) => events.some((event) => idsOf(event).includes(account.id as string)));
  const at = all.findIndex((event) => idsOf(event).includes(id));
  const after = new Inbox();
  client.subscribeFromReplayId('/data/ChangeEvents', after.callback as never, 1, all[at]?.replayId as number);
  const [next] = await after.count(1);
  expect(next?.replayId).toBe(all[at + 1]?.replayId);
});

const idsOf = (event: { payload: { ChangeEventHeader: { recordIds: string[] } } }) =>
  event.payload.ChangeEventHeader.recordIds;

test('the same change of many records by one request is one event; conversions and merges are one transaction each', async () => {
  const ids = await Promise.all(['One', 'Two', 'Three', 'Lost'].map((name) => createLead(name)));
  const inbox = new Inbox();
  const other = await openClient(org);
  other.subscribe('/data/ChangeEvents', inbox.callback as never);
  await inbox.until(() => inbox.alive);
  await admin.sobject('Lead').update(ids.slice(0, 3).map((Id) => ({ Id, Title: 'Same' })) as never);
  const [merged] = await inbox.count(1);
  expect(merged && idsOf(merged).toSorted()).toEqual(ids.slice(0, 3).sort());
  await admin.soap.merge({
    masterRecord: { type: 'Lead', Id: ids[0], Title: 'Chief' },
    recordToMergeIds: [ids[3]],
  } as never);
  await inbox.until(({ events }) => events.some((event) => event.payload.ChangeEventHeader.changeType === 'DELETE'));
  await admin.soap.convertLead({
    leadId: ids[1],
    convertedStatus: 'Closed - Converted',
    doNotCreateOpportunity: true,
  } as never);
  const events = await inbox.until(({ events }) => events.some(({ payload }) => payload.IsConverted === true));
  const conversion = events.filter(
    ({ payload }) =>
      payload.ChangeEventHeader.transactionKey === events.at(-1)?.payload.ChangeEventHeader.transactionKey,
  );
  expect(
    conversion.map(({ payload }) => [payload.ChangeEventHeader.entityName, payload.ChangeEventHeader.changeType]),
  ).toEqual([
    ['Account', 'CREATE'],
    ['Contact', 'CREATE'],
    ['Lead', 'UPDATE'],
  ]);
  expect(conversion.map(({ payload }) => payload.ChangeEventHeader.sequenceNumber)).toEqual([1, 2, 3]);
});

test('what was refused or rolled back is no event, and what is not selected neither', async () => {
  const inbox = await listen('/data/AccountChangeEvent');
  await admin.request({
    method: 'POST',
    url: '/services/data/v61.0/composite/sobjects',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      allOrNone: true,
      records: [{ attributes: { type: 'Account' }, Name: 'Undone' }, { attributes: { type: 'Account' } }],
    }),
  });
  await admin.sobject('Campaign').create({ Name: 'Nobody hears of it' });
  const { id } = await admin.sobject('Account').create({ Name: 'Done' });
  const [first] = await inbox.count(1);
  expect(first && idsOf(first)).toEqual([id]);
});

test('a field that is added is in the schema of the next event, with a schema id of its own', async () => {
  const before = await topicOf('/data/ContactChangeEvent');
  await fetchJson('POST', '/practice-org/metadata/objects/Contact/fields', {
    name: 'Color__c',
    type: 'Picklist',
    picklistValues: ['Red'],
  });
  const inbox = await listen('/data/ContactChangeEvent');
  await admin.sobject('Contact').create({ LastName: 'Painter', Color__c: 'Red' } as never);
  const [event] = await inbox.count(1);
  expect(event?.payload.Color__c).toBe('Red');
  expect((await topicOf('/data/ContactChangeEvent')).schema_id).not.toBe(before.schema_id);
});

test('platform events: published one by one and in a stream, read back by any number of subscribers', async () => {
  await fetchJson('POST', '/practice-org/metadata/platform-events', {
    name: 'Order__e',
    label: 'Order',
    fields: [
      { name: 'Number__c', type: 'Text' },
      { name: 'Amount__c', type: 'Number' },
    ],
  });
  const inbox = await listen('/event/Order__e');
  const order = (Number__c: string) => ({
    CreatedDate: Date.now(),
    CreatedById: '005000000000001',
    Number__c: { string: Number__c },
    Amount__c: null,
  });
  const published = await client.publish('/event/Order__e', order('A-1'), 'key-1');
  expect(published).toMatchObject({ correlationKey: 'key-1' });
  const answered = new Promise<{ results: unknown[] }>((resolve) => {
    client.publishBatch(
      '/event/Order__e',
      [{ payload: order('A-2') }, { payload: order('A-3') }] as never,
      ((_info: unknown, _type: string, data: never) => resolve(data)) as never,
    );
  });
  expect((await answered).results).toHaveLength(2);
  const events = await inbox.count(3);
  expect(events.map(({ payload }) => payload.Number__c)).toEqual(['A-1', 'A-2', 'A-3']);
  expect(events[0]?.replayId).toBe(published.replayId);
});

/** The next answer of that kind; in between, the stream says that it lives. */
async function answerOf(stream: EventEmitter, isWanted: (answer: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const [answer] = await once(stream, 'data');
    if (isWanted(answer)) return answer;
  }
}

test('a managed subscription goes on after what was committed', async () => {
  const made = await fetchJson('POST', '/services/data/v61.0/tooling/sobjects/ManagedEventSubscription', {
    FullName: 'Leads',
    Metadata: { label: 'Leads', topicName: '/data/LeadChangeEvent', defaultReplay: 'LATEST', state: 'RUN' },
  });
  const stub = openStub(org);
  const open = (developer_name: string) => {
    const stream = stub.ManagedSubscribe(metadataOf(admin.accessToken as string, org));
    stream.write({ developer_name, num_requested: 1 });
    return stream;
  };
  const first = open('Leads');
  await once(first, 'data');
  const lead = await createLead('First');
  const { events } = await answerOf(first, ({ events }) => events.length > 0);
  first.write({ commit_replay_id_request: { commit_request_id: 'mine', replay_id: events[0]?.replay_id } });
  const { commit_response } = await answerOf(first, (answer) => answer.commit_response !== null);
  expect(commit_response).toMatchObject({ commit_request_id: 'mine', error: null, replay_id: events[0]?.replay_id });
  expect(await refusal(open('Leads'))).toMatchObject({ errorCode: 'managed.subscription.already.active' });
  expect(await refusal(open('Nobody'))).toMatchObject({
    errorCode: 'managed.subscription.developer.name.not.found',
  });
  await createLead('Second');
  first.end();
  await once(first, 'end');
  stub.close();

  const inbox = new Inbox();
  await client.subscribeWithManagedSubscription(made.id, inbox.callback as never);
  const [next] = await inbox.count(1);
  expect(next?.payload.Name).toMatchObject({ LastName: 'Second' });
  expect(next && idsOf(next)).not.toContain(lead);
  client.commitReplayId(made.id, next?.replayId as number);
  const committed = 'select committed from events.managed_subscription';
  await expect.poll(async () => (await org.pool.query(committed)).rows[0].committed).toBe(next?.replayId);
});

test('a transaction with more than 100,000 changes tells the rest by one overflow event an object', async () => {
  const ids = await Promise.all(['Full', 'Fuller', 'Fullest'].map((name) => createLead(name)));
  const before = (await org.pool.query('select max(replay_id) as id from events.log')).rows[0].id;
  const database = await org.pool.connect();
  await database.query("begin; set local practice_org.changes = '99999'");
  await database.query(`update org."Lead" set "Title" = "Id" where "Id" = any($1)`, [ids]);
  await database.query('commit');
  database.release();
  const events = new EventLog(org.pool, org.context.clock, org.context.log);
  await events.sequence();
  const found = (await events.read(['Lead'], before, 100)).filter((event) => event.changeType !== 'CREATE');
  expect(found.map(({ changeType }) => changeType)).toEqual(['UPDATE', 'GAP_OVERFLOW']);
  expect(found[1]?.recordIds).toEqual(['000000000000000AAA']);
});

test('nobody is taken past an event that others are still putting into the log', async () => {
  const events = new EventLog(org.pool, org.context.clock, org.context.log);
  const before = await events.sequence();
  const database = await org.pool.connect();
  await database.query('begin; select pg_advisory_xact_lock(7215011)');
  await database.query(`insert into events.log (at, object, payload) values ($1, 'Slow__e', '')`, [
    org.context.clock.instant(),
  ]);
  const tip = events.sequence();
  await database.query('commit');
  database.release();
  expect((await events.read(['Slow__e'], before, 100)).map(({ replayId }) => replayId)).toEqual([await tip]);
});

test('refusals have the status and the code in the trailers that Salesforce documents', async () => {
  const stub = openStub(org);
  const metadata = metadataOf(admin.accessToken as string, org);
  const fetch = (request: object) => {
    const stream = stub.Subscribe(metadata);
    stream.write(request);
    return refusal(stream);
  };
  const refused = (code: number, errorCode: string) => ({ code, errorCode });
  const topic = { topic_name: '/data/LeadChangeEvent', num_requested: 1 };
  const id = (n: number) => Buffer.from(n.toString(16).padStart(16, '0'), 'hex');
  const { INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED } = status;
  expect(await fetch({ ...topic, replay_preset: 2, replay_id: id(1) })).toEqual(
    refused(INVALID_ARGUMENT, 'subscription.fetch.replayid.corrupted'),
  );
  expect(await fetch({ ...topic, replay_preset: 2 })).toEqual(
    refused(INVALID_ARGUMENT, 'subscription.fetch.replayid.validation.failed'),
  );
  expect(await fetch({ ...topic, num_requested: 0 })).toEqual(
    refused(INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid'),
  );
  expect(await fetch({ topic_name: '/data/NothingChangeEvent', num_requested: 1 })).toEqual(
    refused(NOT_FOUND, 'topic.not.found'),
  );
  expect(await fetch({ topic_name: '', num_requested: 1 })).toEqual(
    refused(INVALID_ARGUMENT, 'topic.validation.empty'),
  );
  const call = (given: typeof metadata) =>
    new Promise((resolve, reject) => {
      stub.GetTopic({ topic_name: '/data/LeadChangeEvent' }, given, (error: Error | null, answer: unknown) =>
        error ? reject(error) : resolve(answer),
      );
    });
  expect(await refusal(call(metadataOf('00Dxx0000001gER!wrong', org)))).toEqual(
    refused(UNAUTHENTICATED, 'service.auth.error'),
  );
  expect(await refusal(call(metadataOf('', org)))).toEqual(refused(UNAUTHENTICATED, 'service.auth.headers.invalid'));
  stub.close();
});

test('events are kept for 72 hours; after that their replay ids are refused', async () => {
  await createLead('Old');
  const { rows } = await org.pool.query('select max(replay_id) as id from events.log');
  await createLead('New');
  org.context.clock.offsetMs = 73 * 3_600_000;
  const stub = openStub(org);
  const stream = stub.Subscribe(metadataOf(admin.accessToken as string, org));
  const replay_id = Buffer.from(Number(rows[0].id).toString(16).padStart(16, '0'), 'hex');
  stream.write({ topic_name: '/data/ChangeEvents', num_requested: 1, replay_preset: 2, replay_id });
  expect(await refusal(stream)).toMatchObject({ errorCode: 'subscription.fetch.replayid.corrupted' });
  org.context.clock.offsetMs = 0;
  stub.close();
});

async function topicOf(topic_name: string): Promise<{ schema_id: string }> {
  const stub = openStub(org);
  try {
    return await new Promise((resolve, reject) => {
      stub.GetTopic(
        { topic_name },
        metadataOf(admin.accessToken as string, org),
        (error: Error | null, answer: never) => (error ? reject(error) : resolve(answer)),
      );
    });
  } finally {
    stub.close();
  }
}

async function fetchJson(method: string, path: string, body: unknown) {
  const response = await fetch(org.url + path, {
    method,
    headers: { authorization: `Bearer ${admin.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { id: string };
}
