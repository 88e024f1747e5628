import type { Queryable } from '../database.ts';
import { changeMetadata } from '../metadata/change-metadata.ts';
import { addColumn } from '../metadata/field-columns.ts';
import { insertField } from '../metadata/field-rows.ts';
import type { OrgContext } from '../org-context.ts';
import { definitionOf } from '../schema/custom-field-describe.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { personFieldNames } from '../schema/person-fields.ts';
import { flagField, standardField } from '../schema/standard-describe.ts';
import { isFormula } from '../schema/summary-field.ts';
import { insertRecord, stamps } from '../seed/insert-record.ts';
import type { OrgPeople } from '../seed/org-people.ts';

const readOnly = { createable: false, updateable: false } as const;
const reference = { type: 'reference', length: 18, byteLength: 18, soapType: 'tns:ID' } as const;

/**
 * Person accounts: two record types of Account, and on Account the fields of the person behind it. There is no way back.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_guidelines_personaccounts.htm
 */
export function enablePersonAccounts(org: OrgContext): Promise<void> {
  const now = org.clock.now();
  const userId = org.settings.get<OrgPeople | undefined>('people', undefined)?.administratorId as string;
  return changeMetadata(org, async (database) => {
    if (await hasPersonAccounts(database)) return;
    await add(database, 'RecordType', flagField('IsPersonType', 'Is Person Type', readOnly));
    for (const [Name, DeveloperName, IsPersonType] of recordTypes) {
      const id = await insertRecord(database, 'RecordType', '012', {
        Name,
        DeveloperName,
        IsPersonType,
        SobjectType: 'Account',
        IsActive: true,
        ...stamps(userId, now),
      });
      if (!IsPersonType) await makeDefault(database, id);
    }
    for (const field of accountFields) await add(database, 'Account', field);
    await database.query(
      `update org."Account" set "RecordTypeId" = (select "Id" from org."RecordType" where "DeveloperName" = 'Business_Account')`,
    );
    await add(database, 'Contact', flagField('IsPersonAccount', 'Is Person Account', readOnly));
    const { rows } = await database.query<{ describe: FieldDescribe }>(
      `select describe from setup.field where object = 'Contact' order by position`,
    );
    const contact = new Map(rows.map(({ describe }) => [describe.name, describe]));
    for (const [name, source] of personFieldNames) {
      const describe = contact.get(source);
      if (describe) await add(database, 'Account', { ...describe, name, nameField: false, nillable: true });
    }
    for (const describe of contact.values()) await mirror(database, 'Contact', undefined, describe);
  });
}

/** Keeps the account's `__pc` field like the contact's custom field: made, changed and removed with it. */
export async function mirrorPersonField(
  database: Queryable,
  object: string,
  before: FieldDescribe | undefined,
  after: FieldDescribe | undefined,
): Promise<void> {
  if (object === 'Contact' && (await hasPersonAccounts(database))) await mirror(database, object, before, after);
}

async function mirror(
  database: Queryable,
  object: string,
  before: FieldDescribe | undefined,
  after: FieldDescribe | undefined,
): Promise<void> {
  const onAccount = (name: string) => name.replace(/c$/, 'pc');
  if (before)
    await database.query(`delete from setup.field where object = 'Account' and name = $1`, [onAccount(before.name)]);
  if (!after?.custom || isFormula(after) || after.type === 'location' || object !== 'Contact') return;
  await insertField(database, 'Account', { ...after, name: onAccount(after.name), relationshipName: null });
}

export async function hasPersonAccounts(database: Queryable): Promise<boolean> {
  const { rows } = await database.query(
    `select from setup.field where object = 'Account' and name = 'IsPersonAccount'`,
  );
  return rows.length > 0;
}

async function add(database: Queryable, object: string, describe: FieldDescribe): Promise<void> {
  await insertField(database, object, describe);
  await addColumn(database, object, describe, definitionOf(describe));
}

/** What accounts of everybody are unless they say otherwise. */
async function makeDefault(database: Queryable, recordTypeId: string): Promise<void> {
  await database.query(
    'insert into setup.record_type_visibility (profile_id, record_type_id, is_default) select "Id", $1, true from org."Profile"',
    [recordTypeId],
  );
}

const recordTypes: [name: string, developerName: string, isPersonType: boolean][] = [
  ['Business Account', 'Business_Account', false],
  ['Person Account', 'PersonAccount', true],
];

const accountFields: FieldDescribe[] = [
  flagField('IsPersonAccount', 'Is Person Account', readOnly),
  standardField('PersonContactId', 'Contact ID', {
    ...reference,
    ...readOnly,
    referenceTo: ['Contact'],
    relationshipName: 'PersonContact',
  }),
];
