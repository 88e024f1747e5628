import { expect, test } from 'vitest';
import { connectTo } from './testing/connected.ts';
import { json, type RecordedRequest } from './testing/recorded-org.ts';

type Sent = { attributes: { type: string } } & Record<string, unknown>;

const recordsOf = ({ body }: RecordedRequest) => (JSON.parse(body) as { records: Sent[] }).records;
const people = (count: number) => Array.from({ length: count }, (_, index) => ({ LastName: `L${index}` }));

// Recorded by amp-labs/connectors: a failed create has no id.
const missingName = {
  success: false,
  errors: [
    { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName]', fields: ['LastName'] },
  ],
};

test('any number of records, 200 a call, results in their order, a refused record among them', async () => {
  let open = 0;
  let most = 0;
  await using connected = await connectTo(async (request) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((later) => setTimeout(later, Math.random() * 20));
    open -= 1;
    return json(
      recordsOf(request).map(({ LastName }) =>
        LastName === 'L450' ? missingName : { id: `id-${LastName}`, success: true, errors: [] },
      ),
    );
  });
  const results = await connected.salesforce.createRecords('Lead', people(1001));
  expect(results).toHaveLength(1001);
  expect(results[1000]).toEqual({ id: 'id-L1000', success: true, errors: [] });
  expect(results[450]).toEqual({ id: null, ...missingName });
  expect(connected.calls()).toHaveLength(6);
  expect(most).toBeLessThanOrEqual(3);
  const first = JSON.parse(connected.org.requests[1]?.body ?? '');
  expect(first.allOrNone).toBe(false);
  expect(first.records[0]).toEqual({ attributes: { type: 'Lead' }, LastName: 'L0' });
});

test('update is PATCH, delete names the ids in the address', async () => {
  await using connected = await connectTo(() => json([{ id: '00Q1', success: true, errors: [] }]));
  await connected.salesforce.updateRecords('Lead', [{ Id: '00Q1', Email: null }]);
  await connected.salesforce.deleteRecords(['00Q1']);
  expect(connected.calls()).toEqual([
    { method: 'PATCH', path: '/services/data/v66.0/composite/sobjects' },
    { method: 'DELETE', path: '/services/data/v66.0/composite/sobjects?ids=00Q1&allOrNone=false' },
  ]);
  expect(JSON.parse(connected.org.requests[1]?.body ?? '').records).toEqual([
    { attributes: { type: 'Lead' }, Id: '00Q1', Email: null },
  ]);
});

test('no records, no call', async () => {
  await using connected = await connectTo(() => json([]));
  expect(await connected.salesforce.createRecords('Lead', [])).toEqual([]);
  expect(connected.salesforce.calls).toBe(0);
});

test('a value that can not be read refuses its own record only', async () => {
  const message =
    'Cannot deserialize instance of date from VALUE_STRING value tomorrow or request may be missing a required field at [line:1, column:60]';
  await using connected = await connectTo((request) => {
    const records = recordsOf(request);
    if (records.some(({ Birthdate }) => Birthdate === 'tomorrow'))
      return json([{ message, errorCode: 'JSON_PARSER_ERROR' }], { status: 400 });
    return json(records.map(({ LastName }) => ({ id: `id-${LastName}`, success: true, errors: [] })));
  });
  const records = people(200).map((person, index) => (index === 77 ? { ...person, Birthdate: 'tomorrow' } : person));
  const results = await connected.salesforce.createRecords('Contact', records);
  expect(results.filter(({ success }) => success)).toHaveLength(199);
  expect(results[77]).toEqual({
    id: null,
    success: false,
    errors: [{ statusCode: 'JSON_PARSER_ERROR', message, fields: [] }],
  });
  expect(results[199]?.id).toBe('id-L199');
  expect(connected.calls().length).toBeLessThanOrEqual(17);
});

test('a call that fails as a whole: what is known is kept, what is not is said', async () => {
  await using connected = await connectTo((request) => {
    const [first] = recordsOf(request);
    if (first?.LastName === 'L200') return (response) => response.destroy();
    return json(recordsOf(request).map(({ LastName }) => ({ id: `id-${LastName}`, success: true, errors: [] })));
  });
  const error = await connected.salesforce.createRecords('Lead', people(2000)).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'LockstepError', code: 'sf/unreachable' });
  expect(error.outcomes).toHaveLength(2000);
  expect(error.outcomes[0]).toMatchObject({ id: 'id-L0' });
  expect(error.outcomes.slice(200, 400)).toEqual(Array(200).fill('unknown'));
  expect(error.outcomes[1999]).toBe('not-done');
});

test('a call that Salesforce refused was certainly not done', async () => {
  await using connected = await connectTo(() =>
    json([{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }], { status: 403 }),
  );
  const saving = connected.salesforce.createRecords('Lead', people(2));
  await expect(saving).rejects.toMatchObject({ code: 'sf/request-limit', outcomes: ['not-done', 'not-done'] });
});

test('fewer results than records are an incomplete answer', async () => {
  await using connected = await connectTo(() => json([{ id: '00Q1', success: true, errors: [] }]));
  const saving = connected.salesforce.createRecords('Lead', people(2));
  await expect(saving).rejects.toMatchObject({ code: 'sf/incomplete-answer', outcomes: ['unknown', 'unknown'] });
});

test('records that were locked are saved once more, fewer at a time and one call after the other', async () => {
  const locked = { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: 'locked', fields: [] }] };
  const tried = new Map<string, number>();
  const sizes: number[] = [];
  await using connected = await connectTo((request) => {
    const records = recordsOf(request);
    sizes.push(records.length);
    return json(
      records.map(({ LastName }) => {
        const name = String(LastName);
        tried.set(name, (tried.get(name) ?? 0) + 1);
        const free = name === 'L7' ? 99 : Number(name.slice(1)) % 4 === 0 ? 1 : 0;
        return (tried.get(name) ?? 0) > free ? { id: `id-${name}`, success: true, errors: [] } : locked;
      }),
    );
  });
  const results = await connected.salesforce.updateRecords('Contact', people(200));
  expect(results.filter(({ success }) => !success)).toHaveLength(1);
  expect(results[7]?.errors[0]?.statusCode).toBe('UNABLE_TO_LOCK_ROW');
  expect(results[8]).toEqual({ id: 'id-L8', success: true, errors: [] });
  expect(sizes).toEqual([200, 20, 20, 11]);
  expect(tried.get('L1')).toBe(1);
});

test('children of one parent are never saved side by side: it is locked while one of them is', async () => {
  const parents = Array.from({ length: 1300 }, (_, index) => (index < 1000 ? `A${Math.floor(index / 60)}` : 'Large'));
  const open = new Set<string>();
  let most = 0;
  await using connected = await connectTo(async (request) => {
    const records = recordsOf(request);
    const own = new Set(records.map(({ Account }) => String(Account)));
    expect([...own].filter((parent) => open.has(parent))).toEqual([]);
    for (const parent of own) open.add(parent);
    most = Math.max(most, open.size);
    await new Promise((later) => setTimeout(later, 5));
    for (const parent of own) open.delete(parent);
    return json(records.map(({ Id }) => ({ id: Id, success: true, errors: [] })));
  });
  const records = parents.map((Account, index) => ({ Id: `C${index}`, Account }));
  const results = await connected.salesforce.updateRecords('Contact', records, { parents });
  expect(results.map(({ id }) => id)).toEqual(records.map(({ Id }) => Id));
  expect(most).toBeGreaterThan(3);
});
