import { expect, test } from 'vitest';
import { connectTo } from './testing/connected.ts';
import { json, type RecordedRequest, sessionExpired } from './testing/recorded-org.ts';

interface Subrequest {
  url: string;
  referenceId: string;
  httpHeaders?: Record<string, string>;
}

const field = {
  aggregatable: true,
  name: 'LastName',
  label: 'Last Name',
  type: 'string',
  length: 80,
  precision: 0,
  scale: 0,
  digits: 0,
  custom: false,
  calculated: false,
  createable: true,
  updateable: true,
  nillable: false,
  defaultedOnCreate: false,
  restrictedPicklist: false,
  externalId: false,
  referenceTo: [],
  relationshipName: null,
  compoundFieldName: 'Name',
  picklistValues: [{ active: true, defaultValue: false, label: 'A', validFor: null, value: 'a' }],
};

const lastModified = 'Sat, 4 Jan 2025 14:24:23 GMT';

function describeAnswer({ url, referenceId, httpHeaders }: Subrequest) {
  const name = /sobjects\/(\w+)\/describe/.exec(url)?.[1] ?? '';
  if (name === 'Hidden__c') {
    const body = [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }];
    return { body, httpHeaders: {}, httpStatusCode: 404, referenceId };
  }
  // Recorded by amp-labs/connectors: a part that did not change.
  if (httpHeaders?.['If-Modified-Since'] === lastModified) {
    return {
      body: null,
      httpHeaders: { ETag: '"73d7928e"', 'Last-Modified': lastModified },
      httpStatusCode: 304,
      referenceId,
    };
  }
  const body = {
    name,
    label: name,
    custom: false,
    createable: true,
    updateable: true,
    deletable: true,
    queryable: true,
    keyPrefix: '00Q',
    childRelationships: [],
    fields: [field],
  };
  return { body, httpHeaders: { 'Last-Modified': lastModified }, httpStatusCode: 200, referenceId };
}

const answerAll = ({ body }: RecordedRequest) =>
  json({
    compositeResponse: (JSON.parse(body) as { compositeRequest: Subrequest[] }).compositeRequest.map(describeAnswer),
  });

test('describes 25 objects a call; what the user can not see is missing', async () => {
  await using connected = await connectTo(answerAll);
  const names = Array.from({ length: 26 }, (_, index) => `Object${index}`);
  const described = await connected.salesforce.describe([...names, 'Hidden__c']);
  expect([...described.keys()]).toEqual(names);
  expect(connected.salesforce.calls).toBe(2);
  const lead = described.get('Object0');
  expect(lead).toMatchObject({ name: 'Object0', keyPrefix: '00Q', queryable: true });
  expect(lead?.fields[0]).toEqual({
    name: 'LastName',
    label: 'Last Name',
    type: 'string',
    length: 80,
    precision: 0,
    scale: 0,
    digits: 0,
    custom: false,
    calculated: false,
    createable: true,
    updateable: true,
    nillable: false,
    defaultedOnCreate: false,
    restrictedPicklist: false,
    externalId: false,
    referenceTo: [],
    relationshipName: null,
    compoundFieldName: 'Name',
    picklistValues: [{ value: 'a', label: 'A', active: true }],
  });
});

test('a session that ended between the call and a part of it is renewed, and all of it asked again', async () => {
  await using connected = await connectTo((request) => {
    if (request.headers.authorization !== 'Bearer session-1') return answerAll(request);
    const body = JSON.parse(String(sessionExpired.body));
    return json({ compositeResponse: [{ body, httpHeaders: {}, httpStatusCode: 401, referenceId: 'part0' }] });
  });
  expect([...(await connected.salesforce.describe(['Lead'])).keys()]).toEqual(['Lead']);
  expect(connected.logins()).toBe(2);
});

test('an object that did not change is answered with 304 and taken from memory', async () => {
  await using connected = await connectTo(answerAll);
  const first = await connected.salesforce.describe(['Lead']);
  const second = await connected.salesforce.describe(['Lead', 'Contact']);
  expect(second.get('Lead')).toBe(first.get('Lead'));
  expect(second.get('Contact')?.name).toBe('Contact');
  const [lead, contact] = (JSON.parse(connected.org.requests[2]?.body ?? '') as { compositeRequest: Subrequest[] })
    .compositeRequest;
  expect(lead?.httpHeaders).toEqual({ 'If-Modified-Since': lastModified });
  expect(contact?.httpHeaders).toBeUndefined();
});

test('the names of the objects, and 304 for them too', async () => {
  const sobjects = [{ name: 'Lead', label: 'Lead', custom: false, queryable: true, keyPrefix: '00Q' }];
  await using connected = await connectTo(({ headers }) =>
    headers['if-modified-since'] === lastModified
      ? { status: 304 }
      : json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects }, { headers: { 'last-modified': lastModified } }),
  );
  const names = [{ name: 'Lead', label: 'Lead', custom: false, queryable: true }];
  expect(await connected.salesforce.describeGlobal()).toEqual(names);
  expect(await connected.salesforce.describeGlobal()).toEqual(names);
  expect(connected.org.requests[2]?.headers['if-modified-since']).toBe(lastModified);
});
