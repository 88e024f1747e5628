import type { Problem } from '../api-error.ts';
import type { Queryable } from '../database.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import { contactFieldOf } from '../schema/person-fields.ts';
import { asSystem, onObject } from './caller-context.ts';
import type { Values } from './org-rules.ts';
import type { Draft, InputRecord } from './prepare.ts';
import { refuse } from './refusal.ts';
import type { SaveContext, SaveResult } from './save-context.ts';

type Save = (context: SaveContext, inputs: InputRecord[]) => Promise<SaveResult[]>;

/** What belongs to the person contact of each account that is saved; empty where the org has no person accounts. */
export type PersonParts = Map<Draft, Values>;

const has = ({ meta }: ObjectView, field: string) => meta.fields.some(({ name }) => name === field);

/**
 * Before accounts are saved: which of them are persons, and what of their values belongs to the contact. A person account is named by
 * FirstName and LastName, a business account by Name; the other's fields are refused, in Salesforce's words.
 */
export async function splitPersonAccounts(
  { object, database }: SaveContext,
  drafts: readonly Draft[],
): Promise<PersonParts> {
  const parts: PersonParts = new Map();
  if (object.name === 'Contact') await refuseOfPersonContacts(database, object, drafts);
  if (object.name !== 'Account' || !has(object, 'IsPersonAccount')) return parts;
  const personTypes = await database.query(`select "Id" as id from org."RecordType" where "IsPersonType"`);
  const isPersonType = (id: unknown) => personTypes.rows.some((row) => row.id === id);
  const stored = await storedPersons(database, drafts);
  for (const draft of drafts) {
    const { values } = draft;
    const person = draft.id ? stored.get(draft.id) : undefined;
    const mine = Object.entries(values).filter(([name]) => contactFieldOf(name));
    if (!(draft.id ? person : isPersonType(values.RecordTypeId))) {
      if (mine.length > 0) draft.problems.push(badNames(mine.map(([name]) => name)));
      continue;
    }
    if (values.Name !== undefined) draft.problems.push(badNames(['Name']));
    const contact = Object.fromEntries(mine.map(([name, value]) => [contactFieldOf(name), value]));
    if ((contact.LastName ?? (draft.id ? person?.last : null)) === null)
      draft.problems.push({
        statusCode: 'REQUIRED_FIELD_MISSING',
        message: 'Required fields are missing: [LastName]',
        fields: ['LastName'],
      });
    const first = contact.FirstName === undefined ? person?.first : contact.FirstName;
    values.Name = [first, contact.LastName ?? person?.last].filter(Boolean).join(' ');
    values.IsPersonAccount = true;
    parts.set(draft, contact);
  }
  return parts;
}

/** After accounts are saved: their person contacts, made or changed with them. Both always have the same stamps. */
export async function savePersonContacts(
  context: SaveContext,
  parts: PersonParts,
  create: Save,
  update: Save,
): Promise<void> {
  const contacts = onObject(asSystem(context), 'Contact');
  for (const [draft, values] of parts) {
    if (draft.problems.length > 0) continue;
    const { rows } = await context.database.query(
      `select "PersonContactId" as id, "OwnerId" as owner from org."Account" where "Id" = $1`,
      [draft.id],
    );
    const { id, owner } = rows[0];
    const record = { ...values, OwnerId: owner };
    const [saved] = id
      ? await update(contacts, [{ ...record, Id: id }])
      : await create(contacts, [{ ...record, AccountId: draft.id }]);
    if (!saved?.success) draft.problems.push(...(saved?.errors ?? []));
    else if (!id)
      await context.database.query('update org."Account" set "PersonContactId" = $2 where "Id" = $1', [
        draft.id,
        saved.id,
      ]);
  }
}

/** After contacts are saved by themselves: their person accounts have the same name, owner and stamps. */
export async function touchPersonAccounts({ object, database }: SaveContext, drafts: readonly Draft[]): Promise<void> {
  if (object.name !== 'Contact' || !has(object, 'IsPersonAccount')) return;
  await database.query(
    `update org."Account" a
        set "Name" = c."Name", "OwnerId" = c."OwnerId", "LastModifiedDate" = c."LastModifiedDate",
            "LastModifiedById" = c."LastModifiedById", "SystemModstamp" = c."SystemModstamp"
       from org."Contact" c
      where a."PersonContactId" = c."Id" and c."Id" = any($1)`,
    [drafts.map(({ id }) => id)],
  );
}

/** A person contact can't be deleted: its account can. */
export async function refuseDeletingPersonContacts(
  { object, database }: SaveContext,
  drafts: readonly Draft[],
): Promise<void> {
  if (object.name !== 'Contact' || !has(object, 'IsPersonAccount')) return;
  const { rows } = await database.query(
    'select "PersonContactId" as id from org."Account" where "PersonContactId" = any($1)',
    [drafts.map(({ id }) => id)],
  );
  for (const draft of drafts)
    if (rows.some((row) => row.id === draft.id))
      draft.problems.push({
        statusCode: 'DELETE_FAILED',
        message: 'A person contact can not be deleted: delete its person account',
        fields: [],
      });
}

/**
 * The person contacts that become one when person accounts do. Persons merge with persons only, and by their accounts.
 * https://help.salesforce.com/s/articleView?id=sf.account_person_behavior.htm
 */
export async function personContactsOf(
  { object, database }: Pick<SaveContext, 'object' | 'database'>,
  winner: string,
  losers: string[],
): Promise<{ winner: string; losers: string[] } | undefined> {
  if (!has(object, 'IsPersonAccount')) return undefined;
  const key = object.name === 'Account' ? 'Id' : 'PersonContactId';
  const { rows } = await database.query(
    `select "Id" as account, "PersonContactId" as contact from org."Account"
      where "PersonContactId" is not null and "${key}" = any($1)`,
    [[winner, ...losers]],
  );
  if (rows.length === 0) return undefined;
  if (object.name !== 'Account') throw refuse('MERGE_FAILED', 'Person contacts are merged by their person accounts');
  if (rows.length <= losers.length)
    throw refuse('MERGE_FAILED', 'A person account can be merged with person accounts only');
  const contactOf = (account: string) => String(rows.find((row) => row.account === account)?.contact);
  return { winner: contactOf(winner), losers: losers.map(contactOf) };
}

/** A person contact stays with its account, and is the only contact of it. */
async function refuseOfPersonContacts(
  database: Queryable,
  object: ObjectView,
  drafts: readonly Draft[],
): Promise<void> {
  const moving = drafts.filter(({ values }) => values.AccountId);
  if (!has(object, 'IsPersonAccount') || moving.length === 0) return;
  const { rows } = await database.query(
    `select "Id" as account, "PersonContactId" as contact from org."Account"
      where "PersonContactId" is not null and ("Id" = any($1) or "PersonContactId" = any($2))`,
    [moving.map(({ values }) => values.AccountId), moving.map(({ id }) => id)],
  );
  for (const draft of moving)
    if (rows.some(({ account, contact }) => account === draft.values.AccountId || contact === draft.id))
      draft.problems.push(badNames(['AccountId']));
}

async function storedPersons(
  database: Queryable,
  drafts: readonly Draft[],
): Promise<Map<string, { first: string | null; last: string | null }>> {
  const { rows } = await database.query(
    `select a."Id" as id, c."FirstName" as first, c."LastName" as last
       from org."Account" a join org."Contact" c on c."Id" = a."PersonContactId" where a."Id" = any($1)`,
    [drafts.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, first, last }) => [id as string, { first, last }]));
}

function badNames(names: string[]): Problem {
  const message = `Account: bad field names on insert/update call: ${names.join(', ')}`;
  return { statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message, fields: names };
}
