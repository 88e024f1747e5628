import { afterAll, beforeAll, expect, test } from 'vitest';
import { definePlatformEvent } from '../events/platform-events.ts';
import { selectEntities } from '../events/selected-entities.ts';
import { startTestApi, type TestApi } from '../test-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
type Answer = any;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await selectEntities(api.org.context, ['Lead']);
  await definePlatformEvent(api.org.pool, {
    name: 'Order__e',
    label: 'Order',
    fields: [
      { name: 'Number__c', type: 'Number' },
      { name: 'Due__c', type: 'DateTime' },
    ],
  });
});
afterAll(() => api[Symbol.asyncDispose]());

async function send(messages: object[], token = api.connection.accessToken): Promise<Answer[]> {
  const response = await fetch(`${api.org.url}/cometd/60.0/`, {
    method: 'POST',
    headers: { authorization: `OAuth ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(messages),
  });
  return (await response.json()) as Answer[];
}

async function open(): Promise<string> {
  const [answer] = await send([
    { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'], id: '1' },
  ]);
  const [first] = await send([{ channel: '/meta/connect', clientId: answer.clientId, connectionType: 'long-polling' }]);
  expect(first).toMatchObject({ successful: true, advice: { reconnect: 'retry', interval: 0, timeout: 110_000 } });
  return answer.clientId;
}

const subscribe = async (clientId: string, subscription: string, from?: number) =>
  (
    await send([
      {
        channel: '/meta/subscribe',
        clientId,
        subscription,
        ...(from !== undefined && { ext: { replay: { [subscription]: from } } }),
      },
    ])
  )[0];

async function receive(clientId: string): Promise<Answer[]> {
  const answers = await send([{ channel: '/meta/connect', clientId, connectionType: 'long-polling' }]);
  expect(answers.at(-1)).toMatchObject({ channel: '/meta/connect', successful: true });
  return answers.slice(0, -1);
}

test('shakes hands with whoever has a session, and tells others why not', async () => {
  const [shaken] = await send([{ channel: '/meta/handshake', version: '1.0', id: '7' }]);
  expect(shaken).toEqual({
    channel: '/meta/handshake',
    id: '7',
    ext: { replay: true, 'payload.format': true },
    minimumVersion: '1.0',
    clientId: expect.any(String),
    supportedConnectionTypes: ['long-polling'],
    version: '1.0',
    successful: true,
  });
  const [denied] = await send([{ channel: '/meta/handshake' }], 'nobody');
  expect(denied).toMatchObject({ error: '403::Handshake denied', advice: { reconnect: 'none' }, successful: false });
  const [unknown] = await send([{ channel: '/meta/connect', clientId: 'gone' }]);
  expect(unknown).toMatchObject({ error: '403::Unknown client', advice: { reconnect: 'handshake' } });
});

test('change events arrive while a connection waits, with the names of what changed', async () => {
  const client = await open();
  expect(await subscribe(client, '/data/ChangeEvents')).toMatchObject({ successful: true });
  const waiting = receive(client);
  const { id } = await api.connection.sobject('Lead').create({ FirstName: 'Ada', LastName: 'L', Company: 'C' });
  const [made] = await waiting;
  expect(made).toMatchObject({
    channel: '/data/ChangeEvents',
    data: {
      schema: expect.any(String),
      event: { replayId: expect.any(Number) },
      payload: {
        ChangeEventHeader: { entityName: 'Lead', changeType: 'CREATE', recordIds: [id], changedFields: [] },
        Name: { FirstName: 'Ada', LastName: 'L' },
        Company: 'C',
        CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      },
    },
  });
  await api.connection.sobject('Lead').update({ Id: id as string, FirstName: null, Title: 'T' });
  const [{ data }] = await receive(client);
  expect(data.payload).toMatchObject({ Title: 'T', Name: { FirstName: null } });
  expect(data.payload.Company).toBeUndefined();
  expect(data.payload.ChangeEventHeader).toMatchObject({
    changeType: 'UPDATE',
    changedFields: expect.arrayContaining(['Name.FirstName', 'Title', 'LastModifiedDate']),
    nulledFields: ['Name.FirstName'],
  });
});

test('a subscription goes on after a replay id, or tells everything that is kept', async () => {
  const before = await open();
  await subscribe(before, '/data/LeadChangeEvent', -2);
  const all = await receive(before);
  expect(all.length).toBeGreaterThanOrEqual(2);
  const client = await open();
  expect(await subscribe(client, '/data/LeadChangeEvent', all[0].data.event.replayId)).toMatchObject({
    successful: true,
  });
  expect(await receive(client)).toEqual(all.slice(1));
  expect(await subscribe(client, '/data/LeadChangeEvent', 999_999)).toMatchObject({
    successful: false,
    error: expect.stringMatching(
      /^400::The replayId \{999999\} you provided was invalid\. {2}Please provide a valid ID/,
    ),
  });
  expect(await subscribe(client, '/data/NothingChangeEvent')).toMatchObject({ successful: false });
  await send([{ channel: '/meta/disconnect', clientId: client }]);
  expect((await send([{ channel: '/meta/connect', clientId: client }]))[0]).toMatchObject({ successful: false });
});

test('platform events are published as records, and received by jsforce', async () => {
  const received = new Promise<Answer>((resolve) => {
    const client = api.connection.streaming.createClient([]);
    const subscription = client.subscribe('/event/Order__e', (message: Answer) => {
      (client as Answer).disconnect();
      resolve(message);
    });
    subscription.then(async () => {
      const published = await api.call('POST', '/sobjects/Order__e', {
        Number__c: 7,
        Due__c: '2026-01-02T03:04:05.000Z',
      });
      expect([published.status, published.body]).toEqual([
        201,
        {
          id: expect.stringMatching(/^e\w{17}$/),
          success: true,
          errors: [{ statusCode: 'OPERATION_ENQUEUED', message: expect.any(String), fields: [] }],
        },
      ]);
    });
  });
  expect(await received).toMatchObject({
    payload: { Number__c: 7, Due__c: '2026-01-02T03:04:05.000Z', CreatedById: expect.stringMatching(/^005/) },
    event: { replayId: expect.any(Number) },
  });
  expect((await api.call('POST', '/sobjects/Order__e', { Nope__c: 1 })).body[0].errorCode).toBe('INVALID_FIELD');
  expect((await api.call('POST', '/sobjects/Nope__e', {})).status).toBe(404);
});

test('push topics tell the records that their query selects, created, changed, deleted', async () => {
  const topic = {
    Name: 'NewAccounts',
    Query: "SELECT Id, Name FROM Account WHERE Name LIKE 'Told%'",
    ApiVersion: 60,
    NotifyForFields: 'Referenced',
  };
  const made = await api.connection.sobject('PushTopic').create(topic);
  expect(
    (await api.call('POST', '/sobjects/PushTopic', { ...topic, Name: 'Bad', Query: 'SELECT Nope FROM Account' }))
      .body[0].errorCode,
  ).toBe('INVALID_FIELD');
  const client = await open();
  expect(await subscribe(client, '/topic/NewAccounts')).toMatchObject({ successful: true });
  expect(await subscribe(client, '/topic/Nothing')).toMatchObject({ successful: false });
  await api.connection.sobject('Account').create({ Name: 'Silent' });
  const { id } = await api.connection.sobject('Account').create({ Name: 'Told 1' });
  const told = (type: string, sobject: object) => ({
    channel: '/topic/NewAccounts',
    data: { event: { type, createdDate: expect.any(String), replayId: expect.any(Number) }, sobject },
  });
  expect(await receive(client)).toEqual([told('created', { Id: id, Name: 'Told 1' })]);
  await api.connection.sobject('Account').update({ Id: id as string, Phone: '1' });
  await api.connection.sobject('Account').update({ Id: id as string, Name: 'Told 2' });
  expect(await receive(client)).toEqual([told('updated', { Id: id, Name: 'Told 2' })]);
  await api.connection.sobject('Account').destroy(id as string);
  expect(await receive(client)).toEqual([told('deleted', { Id: id })]);
  const changes = await open();
  await subscribe(changes, '/data/AccountChangeEvent', -2);
  const waiting = receive(changes);
  await selectEntities(api.org.context, ['Lead', 'Account']);
  await api.connection.sobject('PushTopic').destroy(made.id as string);
  const later = await api.connection.sobject('Account').create({ Name: 'Selected' });
  expect(await waiting).toMatchObject([{ data: { payload: { ChangeEventHeader: { recordIds: [later.id] } } } }]);
});

test('what programs push into a streaming channel reaches all who listen, or the users it is for', async () => {
  const name = '/u/notifications/Test';
  const { id } = await api.connection.sobject('StreamingChannel').create({ Name: name });
  const push = `/sobjects/StreamingChannel/${id}/push`;
  const event = (payload: string, userIds: string[] = []) => ({ pushEvents: [{ payload, userIds }] });
  expect((await api.call('POST', push, event('nobody'))).body).toEqual([{ fanoutCount: 0, userOnlineStatus: {} }]);
  const client = await open();
  expect(await subscribe(client, name)).toMatchObject({ successful: true });
  const other = '005000000000001AAA';
  expect((await api.call('POST', push, event('other', [other]))).body).toEqual([
    { fanoutCount: 0, userOnlineStatus: { [other]: false } },
  ]);
  expect((await api.call('POST', push, event('hello'))).body).toEqual([{ fanoutCount: -1, userOnlineStatus: {} }]);
  expect(await receive(client)).toEqual([
    {
      channel: name,
      data: { event: { createdDate: expect.any(String), replayId: expect.any(Number) }, payload: 'hello' },
    },
  ]);
  const { OnlineUserIds, ChannelName } = (await api.call('GET', push)).body;
  expect([ChannelName, OnlineUserIds.length]).toEqual([name, 1]);
});
