import { afterAll, beforeAll, expect, test } from 'vitest';
import { createField, deleteField } from '../metadata/custom-fields.ts';
import { startTestApi, type TestApi } from '../test-api.ts';
import { enablePersonAccounts } from './person-accounts.ts';

let api: TestApi;
let personType = '';
beforeAll(async () => {
  api = await startTestApi();
  await createField(api.org.context, 'Contact', { name: 'Shoe__c', label: 'Shoe', type: 'Text', length: 10 });
  await enablePersonAccounts(api.org.context);
  const [type] = await query(`SELECT Id FROM RecordType WHERE SobjectType = 'Account' AND IsPersonType = true`);
  personType = String(type?.Id);
});
afterAll(() => api[Symbol.asyncDispose]());

const query = async (soql: string) => (await api.connection.query(soql)).records;
const create = async (object: string, values: Record<string, unknown>) =>
  String((await api.connection.sobject(object).create(values)).id);
const person = (values: Record<string, unknown>) => create('Account', { RecordTypeId: personType, ...values });
const one = async (id: string) =>
  (
    await query(
      `SELECT Name, IsPersonAccount, PersonContactId, SystemModstamp, PersonEmail, Shoe__pc, FirstName FROM Account WHERE Id = '${id}'`,
    )
  )[0];
const contactOf = async (id: string) =>
  (
    await query(
      `SELECT Id, Name, Email, Shoe__c, IsPersonAccount, AccountId, OwnerId, SystemModstamp FROM Contact WHERE AccountId = '${id}'`,
    )
  )[0];

test('a person account is an account and a contact, written through the account', async () => {
  const id = await person({ FirstName: 'Ada', LastName: 'Byron', PersonEmail: 'ada@person.example', Shoe__pc: '38' });
  const contact = await contactOf(id);
  expect(await one(id)).toMatchObject({
    Name: 'Ada Byron',
    IsPersonAccount: true,
    PersonContactId: contact?.Id,
    PersonEmail: 'ada@person.example',
    Shoe__pc: '38',
  });
  expect(contact).toMatchObject({
    Name: 'Ada Byron',
    Email: 'ada@person.example',
    Shoe__c: '38',
    IsPersonAccount: true,
  });
  await api.connection.sobject('Account').update({ Id: id, LastName: 'Lovelace', Shoe__pc: '39' });
  expect(await one(id)).toMatchObject({ Name: 'Ada Lovelace', SystemModstamp: (await contactOf(id))?.SystemModstamp });
  expect(await contactOf(id)).toMatchObject({ Name: 'Ada Lovelace', Shoe__c: '39' });
});

test('the contact can be changed, and its account with it; it can not be made, moved or deleted by itself', async () => {
  const id = await person({ LastName: 'Turing' });
  const contact = await contactOf(id);
  const contacts = api.connection.sobject('Contact');
  await contacts.update({ Id: contact?.Id ?? '', FirstName: 'Alan', Email: 'alan@person.example' });
  expect(await one(id)).toMatchObject({
    Name: 'Alan Turing',
    PersonEmail: 'alan@person.example',
    SystemModstamp: (await contactOf(id))?.SystemModstamp,
  });
  const other = await create('Account', { Name: 'Business' });
  const badName = { errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' };
  await expect(contacts.update({ Id: contact?.Id ?? '', AccountId: other })).rejects.toMatchObject(badName);
  await expect(contacts.create({ LastName: 'Second', AccountId: id })).rejects.toMatchObject(badName);
  await expect(contacts.destroy(contact?.Id ?? '')).rejects.toMatchObject({ errorCode: 'DELETE_FAILED' });
  await api.connection.sobject('Account').destroy(id);
  expect(await query(`SELECT Id FROM Contact WHERE Id = '${contact?.Id}'`)).toEqual([]);
});

test('each kind of account refuses the names and fields of the other', async () => {
  const badNames = (names: string) => ({ message: `Account: bad field names on insert/update call: ${names}` });
  await expect(person({ LastName: 'L', Name: 'L' })).rejects.toMatchObject(badNames('Name'));
  await expect(create('Account', { Name: 'B', PersonEmail: 'b@person.example' })).rejects.toMatchObject(
    badNames('PersonEmail'),
  );
  await expect(person({ FirstName: 'Only' })).rejects.toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' });
});

test('persons merge with persons, by their accounts: the contacts become one too', async () => {
  const [winner, loser] = [await person({ LastName: 'W' }), await person({ LastName: 'L' })];
  const [kept, gone] = [await contactOf(winner), await contactOf(loser)];
  const soap = api.connection.soap as unknown as { merge(request: object): Promise<unknown> };
  const merge = (type: string, master: string | undefined, other: string | undefined) =>
    soap.merge({ masterRecord: { type, Id: master }, recordToMergeIds: [other] });
  expect(await merge('Contact', kept?.Id, gone?.Id)).toMatchObject({ success: false });
  expect(await merge('Account', await create('Account', { Name: 'B' }), loser)).toMatchObject({ success: false });
  expect(await merge('Account', winner, loser)).toMatchObject({ success: true });
  const { records } = await api.connection.query(`SELECT MasterRecordId FROM Contact WHERE Id = '${gone?.Id}'`, {
    scanAll: true,
  });
  expect(records).toMatchObject([{ MasterRecordId: kept?.Id }]);
});

test('a custom field of Contact is on Account as long as it is there', async () => {
  await createField(api.org.context, 'Contact', { name: 'Hat__c', label: 'Hat', type: 'Number', precision: 3 });
  const id = await person({ LastName: 'Hatted', Hat__pc: 57 });
  expect(await query(`SELECT Hat__pc FROM Account WHERE Id = '${id}'`)).toMatchObject([{ Hat__pc: 57 }]);
  await deleteField(api.org.context, 'Contact', 'Hat__c');
  await expect(query('SELECT Hat__pc FROM Account')).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
});
