import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendSoap } from '../soap/test-soap.ts';
import { logIn, startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
let queue: string;
let boss: string;

beforeAll(async () => {
  api = await startTestApi();
  const admin = await logIn(api.org, api.org.admin);
  const { rows } = await api.org.pool.query(
    `select (select "Id" from org."Group" where "Type" = 'Queue' limit 1) as queue, (select "Id" from org."User" where "Username" = $1) as boss`,
    [api.org.admin.username],
  );
  ({ queue, boss } = rows[0]);
  const put = async (path: string, body: unknown) => {
    const response = await fetch(`${api.org.url}/practice-org/metadata/objects/${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${admin.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  await put('Lead/assignment-rules', [
    { condition: { field: 'Country', op: 'equals', value: 'Japan' }, ownerId: boss },
    { ownerId: queue ?? boss },
  ]);
  await put('Contact/duplicate-rules', [{ name: 'Same_Email' }]);
  await put('Account/duplicate-rules', [
    { name: 'Same_Name', field: 'Name', action: 'block', message: 'There is one' },
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

async function create(object: string, values: Record<string, unknown>, headers: Record<string, string> = {}) {
  return (await api.call('POST', `/sobjects/${object}`, values, headers)).body;
}

const lead = (values: Record<string, unknown> = {}) => ({ LastName: 'L', Company: 'C', ...values });
const ownerOf = async (id: string) => (await api.connection.sobject('Lead').retrieve(id)).OwnerId;

test('assignment rules choose the owner of new leads unless the header forbids it', async () => {
  const { userInfo } = api.connection;
  const off = { 'Sforce-Auto-Assign': 'FALSE' };
  expect(await ownerOf((await create('Lead', lead({ Country: 'Japan' }), { 'Sforce-Auto-Assign': 'TRUE' })).id)).toBe(
    boss,
  );
  expect(await ownerOf((await create('Lead', lead())).id)).toBe(queue ?? boss);
  const { id } = await create('Lead', lead({ Country: 'Japan' }), off);
  expect(await ownerOf(id)).toBe(userInfo?.id);
  await api.call('PATCH', `/sobjects/Lead/${id}`, { Title: 'T' });
  expect(await ownerOf(id)).toBe(userInfo?.id);
  await api.call('PATCH', `/sobjects/Lead/${id}`, { Title: 'U' }, { 'Sforce-Auto-Assign': 'true' });
  expect(await ownerOf(id)).toBe(boss);
});

test('over SOAP they are asked for', async () => {
  const body =
    '<create><sObjects><type>Lead</type><LastName>S</LastName><Company>C</Company><Country>Japan</Country></sObjects></create>';
  const idOf = (result: string) => /<id>(\w+)</.exec(result)?.[1] as string;
  expect(await ownerOf(idOf((await sendSoap(api, body)).result))).toBe(api.connection.userInfo?.id);
  const headers = '<AssignmentRuleHeader><useDefaultRule>true</useDefaultRule></AssignmentRuleHeader>';
  expect(await ownerOf(idOf((await sendSoap(api, body, { headers })).result))).toBe(boss);
});

test('a duplicate is refused in the recorded form and saved with the header', async () => {
  const contact = { LastName: 'D', Email: 'd@d.example' };
  const { id } = await create('Contact', contact);
  const refused = await api.call('POST', '/sobjects/Contact', { ...contact, Email: 'D@d.example' });
  expect([refused.status, refused.text]).toEqual([
    400,
    `[{"duplicateResut":{"allowSave":true,"duplicateRule":"Same_Email","duplicateRuleEntityType":"Contact","errorMessage":"Use one of these records?","matchResults":[{"entityType":"Contact","errors":[],"matchEngine":"ExactMatchEngine","matchRecords":[{"additionalInformation":[],"fieldDiffs":[],"matchConfidence":100,"record":{"attributes":{"type":"Contact","url":"/services/data/v60.0/sobjects/Contact/${id}"},"Id":"${id}"}}],"rule":"Same_Email","size":1,"success":true}]},"errorCode":"DUPLICATES_DETECTED","message":"Use one of these records?"}]`,
  ]);
  const soap = await sendSoap(
    api,
    '<create><sObjects><type>Contact</type><LastName>D</LastName><Email>d@d.example</Email></sObjects></create>',
  );
  expect(soap.result).toContain(
    '<errors xsi:type="DuplicateError"><message>Use one of these records?</message><statusCode>DUPLICATES_DETECTED</statusCode><duplicateResult><allowSave>true</allowSave>',
  );
  const allowed = await create('Contact', contact, {
    'Sforce-Duplicate-Rule-Header': 'allowSave=true; runAsCurrentUser=true',
  });
  expect(allowed).toMatchObject({ success: true });
  const [listed] = await api.connection.sobject('Contact').create([contact], { allOrNone: false });
  expect(listed).toMatchObject({
    success: false,
    errors: [{ statusCode: 'DUPLICATES_DETECTED', message: 'Use one of these records?', fields: [] }],
  });
});

test('an unchanged record is not its own duplicate; a rule that blocks takes no header', async () => {
  const { id } = await create('Account', { Name: 'Only' });
  expect((await api.call('PATCH', `/sobjects/Account/${id}`, { Name: 'only' })).status).toBe(204);
  const refused = await create('Account', { Name: 'Only' }, { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' });
  expect(refused[0]).toMatchObject({ errorCode: 'DUPLICATES_DETECTED', duplicateResut: { allowSave: false } });
});
