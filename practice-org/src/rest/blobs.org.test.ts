import { afterAll, beforeAll, expect, test } from 'vitest';
import { createObject } from '../metadata/custom-objects.ts';
import { sendSoap } from '../soap/test-soap.ts';
import { startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
let account = '';
beforeAll(async () => {
  api = await startTestApi();
  account = await create('Account', { Name: 'With files' });
});
afterAll(() => api[Symbol.asyncDispose]());

const create = async (object: string, values: Record<string, unknown>) =>
  String((await api.connection.sobject(object).create(values)).id);
const query = async (soql: string) => (await api.connection.query(soql)).records;
const bytes = Buffer.from([0, 255, 10, 13, 10, 45, 45, 7]);

async function download(path: string): Promise<{ type: string | null; bytes: Buffer }> {
  const headers = { authorization: `Bearer ${api.connection.accessToken}` };
  const response = await fetch(api.org.url + path, { headers });
  return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
}

async function inParts(method: string, path: string, record: object, field: string): Promise<Response> {
  const form = new FormData();
  form.set('entity', new Blob([JSON.stringify(record)], { type: 'application/json' }));
  form.set(field, new Blob([bytes], { type: 'application/octet-stream' }), 'bytes.bin');
  const headers = { authorization: `Bearer ${api.connection.accessToken}` };
  return fetch(`${api.org.url}/services/data/v60.0/sobjects/${path}`, { method, headers, body: form });
}

test('an attachment is made with base64, read as an address, and its body is the bytes', async () => {
  const id = await create('Attachment', { ParentId: account, Name: 'a.bin', Body: bytes.toString('base64') });
  const address = `/services/data/v60.0/sobjects/Attachment/${id}/Body`;
  expect(await api.connection.sobject('Attachment').retrieve(id)).toMatchObject({
    Body: address,
    BodyLength: bytes.length,
    ParentId: account,
  });
  expect(await download(address)).toEqual({ type: 'application/octetstream', bytes });
  expect(await query(`SELECT (SELECT Name FROM Attachments) FROM Account WHERE Id = '${account}'`)).toMatchObject([
    { Attachments: { records: [{ Name: 'a.bin' }] } },
  ]);
  await expect(create('Attachment', { ParentId: account, Name: 'b', Body: 'not base64!' })).rejects.toMatchObject({
    errorCode: 'JSON_PARSER_ERROR',
  });
  const { result } = await sendSoap(
    api,
    `<retrieve><fieldList>Body</fieldList><sObjectType>Attachment</sObjectType><ids>${id}</ids></retrieve>`,
  );
  expect(result).toContain(`<sf:Body>${bytes.toString('base64')}</sf:Body>`);
  await api.connection.sobject('Attachment').destroy(id);
  expect((await download(address)).bytes.toString()).toContain('NOT_FOUND');
});

test('a document comes in parts, byte for byte, and is changed so', async () => {
  const made = await inParts(
    'POST',
    'Document',
    { Name: 'Brochure', FolderId: (await api.connection.identity()).user_id, Type: 'bin' },
    'Body',
  );
  const { id } = (await made.json()) as { id: string };
  expect([made.status, id]).toEqual([201, expect.stringMatching(/^015/)]);
  expect((await inParts('PATCH', `Document/${id}`, { Name: 'Renamed' }, 'Body')).status).toBe(204);
  expect(await query(`SELECT Name, BodyLength FROM Document WHERE Id = '${id}'`)).toMatchObject([
    { Name: 'Renamed', BodyLength: bytes.length },
  ]);
  expect((await download(`/services/data/v60.0/sobjects/Document/${id}/Body`)).bytes).toEqual(bytes);
});

test('a file is a document with versions, shared with its owner and where it was published', async () => {
  const made = await inParts(
    'POST',
    'ContentVersion',
    { PathOnClient: 'notes/First.txt', FirstPublishLocationId: account },
    'VersionData',
  );
  const { id } = (await made.json()) as { id: string };
  const [first] = await query(
    `SELECT ContentDocumentId, Title, FileExtension, FileType, ContentSize, VersionNumber, IsLatest FROM ContentVersion WHERE Id = '${id}'`,
  );
  expect(first).toMatchObject({
    Title: 'First',
    FileExtension: 'txt',
    FileType: 'TEXT',
    ContentSize: bytes.length,
    VersionNumber: '1',
    IsLatest: true,
  });
  const document = String(first?.ContentDocumentId);
  const links = await query(
    `SELECT LinkedEntityId, ShareType FROM ContentDocumentLink WHERE ContentDocumentId = '${document}' ORDER BY ShareType`,
  );
  expect(links).toMatchObject([{ ShareType: 'I' }, { LinkedEntityId: account, ShareType: 'V' }]);
  const second = await create('ContentVersion', {
    ContentDocumentId: document,
    PathOnClient: 'Second.txt',
    VersionData: Buffer.from('second').toString('base64'),
  });
  expect(
    await query(
      `SELECT Title, LatestPublishedVersionId, (SELECT VersionNumber, IsLatest FROM ContentVersions ORDER BY VersionNumber) FROM ContentDocument WHERE Id = '${document}'`,
    ),
  ).toMatchObject([
    {
      Title: 'Second',
      LatestPublishedVersionId: second,
      ContentVersions: {
        records: [
          { VersionNumber: '1', IsLatest: false },
          { VersionNumber: '2', IsLatest: true },
        ],
      },
    },
  ]);
  await api.connection.sobject('ContentDocument').destroy(document);
  expect(await query(`SELECT Id FROM ContentVersion WHERE ContentDocumentId = '${document}'`)).toEqual([]);
});

test('records of custom objects have attachments and files, under the standard names', async () => {
  await createObject(api.org.context, { name: 'Seat__c', label: 'Seat', enableActivities: true });
  const seat = await create('Seat__c', { Name: 'S' });
  await create('Attachment', { ParentId: seat, Name: 'a.txt', Body: 'YQ==' });
  await create('Task', { WhatId: seat, Subject: 'Sit' });
  expect(await query(`SELECT (SELECT Name FROM Attachments), (SELECT Subject FROM Tasks) FROM Seat__c`)).toMatchObject([
    { Attachments: { records: [{ Name: 'a.txt' }] }, Tasks: { records: [{ Subject: 'Sit' }] } },
  ]);
});
