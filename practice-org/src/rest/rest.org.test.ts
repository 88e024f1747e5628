import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const soql = (query: string) => api.call('GET', `/query?q=${encodeURIComponent(query)}`);
const newLead = async (more: object = {}) =>
  (await api.call('POST', '/sobjects/Lead', { LastName: 'Test', Company: 'Test', ...more })).body.id as string;

describe('every answer', () => {
  test('counts the request and forbids caching; without a session it says so and no more', async () => {
    const { headers } = await api.call('GET', '/limits');
    expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/15000$/);
    expect(headers.get('cache-control')).toBe('no-cache,must-revalidate,max-age=0,no-store,private');
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    const refused = await api.call('GET', '/limits', undefined, { authorization: 'Bearer nobody' });
    expect(refused.status).toBe(401);
    expect(refused.text).toBe('[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]');
    expect(refused.headers.get('sforce-limit-info')).toBeNull();
    expect(refused.headers.get('www-authenticate')).toBe('Token');
  });

  test('an unknown version, resource or object is NOT_FOUND', async () => {
    const literal = '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]';
    expect((await api.call('GET', '/nothing')).text).toBe(literal);
    expect((await api.call('GET', '/sobjects/Nothing__c/describe')).text).toBe(literal);
    const response = await fetch(`${api.org.url}/services/data/v99.0/limits`);
    expect([response.status, await response.text()]).toEqual([404, literal]);
  });

  test('a form is no record: its media type is refused by name', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { authorization: `Bearer ${api.connection.accessToken}`, ...form };
    const refused = await fetch(`${api.org.url}/services/data/v60.0/sobjects/Lead`, {
      method: 'POST',
      headers,
      body: 'LastName=A',
    });
    expect([refused.status, await refused.json()]).toEqual([
      415,
      [
        {
          message: `MediaType of 'application/x-www-form-urlencoded' is not supported by this resource`,
          errorCode: 'UNSUPPORTED_MEDIA_TYPE',
        },
      ],
    ]);
  });

  test('trailing slashes and gzip both ways are fine', async () => {
    expect((await api.call('GET', '/limits/')).status).toBe(200);
    const headers = { authorization: `Bearer ${api.connection.accessToken}` };
    expect((await fetch(`${api.org.url}//services/data/v60.0/limits`, { headers })).status).toBe(200);
    const { gzipSync } = await import('node:zlib');
    const response = await fetch(`${api.org.url}/services/data/v60.0/sobjects/Lead`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${api.connection.accessToken}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: gzipSync(JSON.stringify({ LastName: 'Zip', Company: 'Zip' })),
    });
    expect(response.status).toBe(201);
    const described = await api.call('GET', '/sobjects/Lead/describe', undefined, { 'accept-encoding': 'gzip' });
    expect(described.headers.get('content-encoding')).toBe('gzip');
  });
});

describe('one record', () => {
  test('is created, read, changed and deleted in the recorded form', async () => {
    const created = await api.call('POST', '/sobjects/Lead', {
      LastName: 'Wire',
      Company: 'Wire',
      Email: 'wire@example.com',
    });
    const { id } = created.body;
    expect([created.status, created.text]).toEqual([201, `{"id":"${id}","success":true,"errors":[]}`]);
    expect(created.headers.get('location')).toBe(`/services/data/v60.0/sobjects/Lead/${id}`);
    const read = await api.call('GET', `/sobjects/Lead/${id}?fields=Name,Status,CreatedDate`);
    expect(read.body).toMatchObject({
      attributes: { type: 'Lead', url: `/services/data/v60.0/sobjects/Lead/${id}` },
      Name: 'Wire',
      Status: 'Open - Not Contacted',
    });
    expect(read.body.CreatedDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);
    const changed = await api.call('PATCH', `/sobjects/Lead/${id.slice(0, 15)}`, { FirstName: '  Ann ', Phone: '' });
    expect([changed.status, changed.text, changed.headers.get('content-type')]).toEqual([204, '', null]);
    expect((await api.call('GET', `/sobjects/Lead/${id}?fields=Name,Phone`)).body).toMatchObject({
      Name: 'Ann Wire',
      Phone: null,
    });
    expect((await api.call('DELETE', `/sobjects/Lead/${id}`)).status).toBe(204);
    const again = await api.call('DELETE', `/sobjects/Lead/${id}`);
    expect([again.status, again.text]).toEqual([
      404,
      '[{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}]',
    ]);
  });

  test.each([
    [
      { Company: 'X' },
      '[{"message":"Required fields are missing: [LastName]","errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName"]}]',
    ],
    [
      { LastName: 'X', Company: 'X', Nope__c: 1 },
      `[{"message":"No such column 'Nope__c' on sobject of type Lead","errorCode":"INVALID_FIELD"}]`,
    ],
    [
      { LastName: 'X', Company: 'X', Email: 'not an email' },
      '[{"message":"Email: invalid email address: not an email","errorCode":"INVALID_EMAIL_ADDRESS","fields":["Email"]}]',
    ],
    [
      { LastName: 'X', Company: 'X', CleanStatus: 'Terrible' },
      '[{"message":"Clean Status: bad value for restricted picklist field: Terrible","errorCode":"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST","fields":["CleanStatus"]}]',
    ],
    [
      { LastName: 'X', Company: 'X', FirstName: 'x'.repeat(41) },
      `[{"message":"First Name: data value too large: ${'x'.repeat(41)} (max length=40)","errorCode":"STRING_TOO_LONG","fields":["FirstName"]}]`,
    ],
    [
      { LastName: 'X', Company: 'X', MasterRecordId: '00Q000000000001' },
      '[{"message":"Unable to create/update fields: MasterRecordId. Please check the security settings of this field and verify that it is read/write for your profile or permission set.","errorCode":"INVALID_FIELD_FOR_INSERT_UPDATE","fields":["MasterRecordId"]}]',
    ],
  ])('is refused as recorded: %j', async (body, literal) => {
    const { status, text } = await api.call('POST', '/sobjects/Lead', body);
    expect([status, text]).toEqual([400, literal]);
  });

  test('a value of the wrong JSON type can not be read', async () => {
    const { status, body } = await api.call('POST', '/sobjects/Lead', {
      LastName: 'X',
      Company: 'X',
      NumberOfEmployees: 'many',
    });
    expect([status, body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
  });

  test('the owner may be a queue, not an account, and must exist', async () => {
    const queue = (await soql("SELECT Id FROM Group WHERE Type = 'Queue' AND Name = 'Inbound Leads'")).body.records[0]
      .Id;
    const account = (await soql('SELECT Id FROM Account LIMIT 1')).body.records[0].Id;
    const id = await newLead({ OwnerId: queue });
    expect(
      (await soql(`SELECT Owner.Name, Owner.Type FROM Lead WHERE Id = '${id}'`)).body.records[0].Owner,
    ).toMatchObject({ Name: 'Inbound Leads', Type: 'Queue' });
    expect((await api.call('PATCH', `/sobjects/Lead/${id}`, { OwnerId: account })).body[0].errorCode).toBe(
      'FIELD_INTEGRITY_EXCEPTION',
    );
    expect((await api.call('PATCH', `/sobjects/Lead/${id}`, { OwnerId: '005000000000001' })).body[0].errorCode).toBe(
      'INVALID_CROSS_REFERENCE_KEY',
    );
  });

  test('is upserted by a look-up field, and several matches are listed', async () => {
    const path = '/sobjects/Lead/Email/upsert%40example.com';
    const created = await api.call('PATCH', path, { LastName: 'U', Company: 'U' });
    expect([created.status, created.text]).toEqual([
      201,
      `{"id":"${created.body.id}","success":true,"errors":[],"created":true}`,
    ]);
    const updated = await api.call('PATCH', path, { FirstName: 'Up' });
    expect([updated.status, updated.body.created]).toEqual([200, false]);
    await newLead({ Email: 'UPSERT@example.com' });
    const ambiguous = await api.call('PATCH', path, { FirstName: 'Which' });
    expect([ambiguous.status, ambiguous.body.length]).toEqual([300, 2]);
    expect((await api.call('PATCH', '/sobjects/Lead/Namez/x', {})).body).toEqual([
      { message: 'Provided external ID field does not exist or is not accessible: Namez', errorCode: 'NOT_FOUND' },
    ]);
  });
});

describe('rules set as data', () => {
  test('a validation rule and a mandatory custom field refuse, and are seen at once', async () => {
    const { pool } = api.org;
    await pool.query(
      `insert into setup.validation_rule (object, name, field, condition, message) values ('Lead', 'no_acme', 'Company', '{"field":"Company","op":"equals","value":"Acme"}', 'We do not sell to Acme.')`,
    );
    expect((await api.call('POST', '/sobjects/Lead', { LastName: 'X', Company: 'Acme' })).text).toBe(
      '[{"message":"We do not sell to Acme.","errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","fields":["Company"]}]',
    );
    await pool.query(`update setup.field set required = true where object = 'Lead' and name = 'SICCode__c'`);
    expect((await api.call('POST', '/sobjects/Lead', { LastName: 'X', Company: 'Y' })).body[0].message).toBe(
      'Required fields are missing: [SICCode__c]',
    );
    const described = (await api.call('GET', '/sobjects/Lead/describe')).body.fields;
    expect(described.find((field: { name: string }) => field.name === 'SICCode__c').nillable).toBe(false);
    await pool.query(`update setup.field set required = false`);
    await pool.query('delete from setup.validation_rule');
    expect((await api.call('POST', '/sobjects/Lead', { LastName: 'X', Company: 'Acme' })).status).toBe(201);
  });
});

describe('collections', () => {
  test('each record has its own result; allOrNone undoes all', async () => {
    const records = [
      { attributes: { type: 'Lead' }, LastName: 'A', Company: 'A' },
      { attributes: { type: 'Lead' }, LastName: 'B' },
    ];
    const { status, body, text } = await api.call('POST', '/composite/sobjects', { records });
    expect(status).toBe(200);
    expect(text).toBe(
      `[{"id":"${body[0].id}","success":true,"errors":[]},{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [Company]","fields":["Company"]}]}]`,
    );
    const undone = await api.call('POST', '/composite/sobjects', { allOrNone: true, records });
    expect(undone.body[0].errors[0].statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect((await soql("SELECT COUNT() FROM Lead WHERE Name = 'A'")).body.totalSize).toBe(1);
  });

  test('an update without an id and an empty collection are told apart', async () => {
    const { body } = await api.call('PATCH', '/composite/sobjects', {
      records: [{ attributes: { type: 'Lead' }, FirstName: 'X' }],
    });
    expect(body[0].errors).toEqual([
      { statusCode: 'MISSING_ARGUMENT', message: 'Id not specified in an update call', fields: [] },
    ]);
    expect((await api.call('POST', '/composite/sobjects', { records: [] })).text).toBe(
      '[{"message":"At least 1 record is required","errorCode":"REQUIRED_FIELD_MISSING"}]',
    );
  });
});

test('an address refuses the methods it has not; who cannot send PATCH writes it in the address', async () => {
  const id = await newLead();
  const refused = await api.call('POST', `/sobjects/Lead/${id}`, {});
  expect([refused.status, refused.headers.get('allow'), refused.text]).toEqual([
    405,
    'HEAD,GET,PATCH,DELETE',
    `[{"errorCode":"METHOD_NOT_ALLOWED","message":"HTTP Method 'POST' not allowed. Allowed are HEAD,GET,PATCH,DELETE"}]`,
  ]);
  expect((await api.call('PATCH', '/sobjects/Lead/', {})).headers.get('allow')).toBe('HEAD,GET,POST');
  expect((await api.call('DELETE', '/jobs/query')).status).toBe(405);
  expect((await api.call('POST', `/sobjects/Lead/${id}?_HttpMethod=PATCH`, { Title: 'T' })).status).toBe(204);
  expect((await api.call('GET', `/sobjects/Lead/${id}?fields=Title`)).body.Title).toBe('T');
});

describe('composite', () => {
  test('later subrequests use earlier answers, describe answers 304 to who has it', async () => {
    const first = await api.call('GET', '/sobjects/Lead/describe');
    const lastModified = first.headers.get('last-modified') as string;
    const { body } = await api.call('POST', '/composite', {
      compositeRequest: [
        {
          method: 'POST',
          url: '/services/data/v60.0/sobjects/Account',
          referenceId: 'acc',
          body: { Name: 'Composite' },
        },
        {
          method: 'POST',
          url: '/services/data/v60.0/sobjects/Contact',
          referenceId: 'con',
          body: { LastName: 'C', AccountId: '@{acc.id}' },
        },
        {
          method: 'GET',
          url: '/services/data/v60.0/sobjects/Lead/describe',
          referenceId: 'des',
          httpHeaders: { 'If-Modified-Since': lastModified },
        },
      ],
    });
    const [account, contact, described] = body.compositeResponse;
    expect(account).toMatchObject({
      httpStatusCode: 201,
      httpHeaders: { Location: `/services/data/v60.0/sobjects/Account/${account.body.id}` },
    });
    expect(contact.httpStatusCode).toBe(201);
    expect(described).toMatchObject({
      body: null,
      httpStatusCode: 304,
      httpHeaders: { ETag: first.headers.get('etag') },
    });
  });

  test('allOrNone leaves nothing behind', async () => {
    const { body } = await api.call('POST', '/composite', {
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', url: '/services/data/v60.0/sobjects/Account', referenceId: 'one', body: { Name: 'Gone' } },
        {
          method: 'POST',
          url: '/services/data/v60.0/sobjects/Lead',
          referenceId: 'two',
          body: { LastName: 'Incomplete' },
        },
      ],
    });
    expect(body.compositeResponse[0].body[0].errorCode).toBe('PROCESSING_HALTED');
    expect((await soql("SELECT COUNT() FROM Account WHERE Name = 'Gone'")).body.totalSize).toBe(0);
  });

  test('a tree is refused when it is too deep, too large, or its records can not be told apart', async () => {
    const account = (referenceId: string | undefined, more = {}) => ({
      attributes: { type: 'Account', ...(referenceId && { referenceId }) },
      Name: 'Tree',
      ...more,
    });
    const nested = (levels: number): object =>
      account(`l${levels}`, levels > 1 ? { ChildAccounts: { records: [nested(levels - 1)] } } : {});
    const refusal = async (...records: object[]) => {
      const { status, body } = await api.call('POST', '/composite/tree/Account', { records });
      return [status, body.hasErrors, body.results[0].errors?.[0].statusCode];
    };
    const refused = [400, true, 'INVALID_INPUT'];
    expect(await refusal(account('a'), account('a'))).toEqual(refused);
    expect(await refusal(account(undefined))).toEqual(refused);
    expect(await refusal(nested(6))).toEqual(refused);
    expect(await refusal(...Array.from({ length: 201 }, (_, n) => account(`r${n}`)))).toEqual(refused);
    expect(await refusal(nested(5))).toEqual([201, false, undefined]);
  });

  test('a tree creates parents with children; a batch goes on after an error', async () => {
    const tree = await api.call('POST', '/composite/tree/Account', {
      records: [
        {
          attributes: { type: 'Account', referenceId: 'a' },
          Name: 'Tree',
          Contacts: { records: [{ attributes: { type: 'Contact', referenceId: 'c' }, LastName: 'Leaf' }] },
        },
      ],
    });
    expect([tree.status, tree.body.hasErrors, tree.body.results.length]).toEqual([201, false, 2]);
    const batch = await api.call('POST', '/composite/batch', {
      batchRequests: [
        { method: 'GET', url: 'v60.0/nothing' },
        { method: 'GET', url: 'v60.0/limits' },
      ],
    });
    expect(batch.body.results.map(({ statusCode }: { statusCode: number }) => statusCode)).toEqual([404, 200]);
  });
});

describe('changes and counts', () => {
  test('getUpdated, getDeleted, undeletion of nothing else, recordCount', async () => {
    const id = await newLead();
    await api.call('DELETE', `/sobjects/Lead/${id}`);
    const range = `start=${new Date(Date.now() - 3_600_000).toISOString()}&end=${new Date(Date.now() + 120_000).toISOString()}`;
    expect((await api.call('GET', `/sobjects/Lead/deleted/?${range}`)).body.deletedRecords).toContainEqual(
      expect.objectContaining({ id }),
    );
    expect((await api.call('GET', `/sobjects/Lead/updated/?${range}`)).body.ids).not.toContain(id);
    expect((await api.call('GET', '/limits/recordCount?sObjects=Campaign')).text).toBe(
      '{"sObjects":[{"count":4,"name":"Campaign"}]}',
    );
  });

  test('deleting an account takes its contacts along', async () => {
    const account = (await api.call('POST', '/sobjects/Account', { Name: 'Parent' })).body.id;
    const contact = (await api.call('POST', '/sobjects/Contact', { LastName: 'Child', AccountId: account })).body.id;
    await api.call('DELETE', `/sobjects/Account/${account}`);
    const { body } = await api.call(
      'GET',
      `/queryAll?q=${encodeURIComponent(`SELECT IsDeleted FROM Contact WHERE Id = '${contact}'`)}`,
    );
    expect(body.records[0].IsDeleted).toBe(true);
  });

  test('the day is over when the limit is reached', async () => {
    await api.org.context.settings.set('dailyApiRequests', 1);
    const { status, text } = await api.call('GET', '/limits');
    await api.org.context.settings.set('dailyApiRequests', 15_000);
    expect([status, text]).toEqual([
      403,
      '[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]',
    ]);
  });
});
