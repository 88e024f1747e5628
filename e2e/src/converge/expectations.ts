import { expect } from 'vitest';
import { customValuesThere, fieldsApart, isOfOther } from './custom-fields.ts';
import { membership, noMember } from './ledger.ts';
import { type PersonType, pendingChange, type World } from './world.ts';

/** The ledger beside what both sides hold. */

interface RecordThere {
  id: string;
  type: PersonType;
  /** By the names of the ledger. */
  values: Record<string, string | null>;
}

async function recordsThere(world: World): Promise<RecordThere[]> {
  const custom = await customValuesThere(world);
  const { rows } = await world.sync.org.pool.query<RecordThere>(`
    with member as (
      select coalesce("ContactId", "LeadId") as id, jsonb_object_agg('${membership('')}' || "CampaignId", "Status") as values
        from org."CampaignMember" where not "IsDeleted" group by 1
    ), person as (
      select "Id" as id, 'Lead' as type, "Phone" as phone, "City" as city, "Title" as title
        from org."Lead" where not "IsDeleted" and not "IsConverted"
      union all
      select "Id", 'Contact', "Phone", "MailingCity", "Title" from org."Contact" where not "IsDeleted"
    )
    select p.id, p.type, jsonb_build_object('phone', p.phone, 'city', p.city, 'title', p.title) || coalesce(m.values, '{}') as values
      from person p left join member m using (id)`);
  return rows.map((record) => ({ ...record, values: { ...record.values, ...custom.get(record.id) } }));
}

/** A cycle ended well, and everything it could see was there before it began: who has nothing pending is in step. */
export async function agree(world: World): Promise<void> {
  const waiting = await world.sync.rows<{ id: string }>(`
    select p.sfdc_id as id from person p
     where p.sfdc_is_deleted or exists (select from ${pendingChange} c where c.person_id = p.id)`);
  const records = await recordsThere(world);
  const lines = new Set(waiting.map(({ id }) => world.ledger.lineOf(id)));
  world.ledger.agree(lines, await fieldsApart(world), typesOf(world, records));
}

/** Whose record became part of another that lives is no person of its own any more (SYN-8). */
export async function nobodyApart({ sync }: World): Promise<void> {
  const { rows } = await sync.org.pool.query<{ id: string }>(`
    with recursive became as (
      select "Id" as id, coalesce("MasterRecordId", "ConvertedContactId") as heir from org."Lead"
      union all select "Id", "MasterRecordId" from org."Contact"
    ), chain as (
      select id, heir from became where heir is not null
      union all select c.id, b.heir from chain c join became b on b.id = c.heir where b.heir is not null
    )
    select c.id from chain c join (
      select "Id" as id from org."Lead" where not "IsDeleted" and not "IsConverted"
      union all select "Id" from org."Contact" where not "IsDeleted") living on living.id = c.heir`);
  const gone = rows.map(({ id }) => `'${id}'`).join(', ') || 'null';
  expect(await sync.rows(`select id, sfdc_id, sfdc_master_id from person where sfdc_id in (${gone})`)).toEqual([]);
}

/** Of a line, the type of the one record that it is; a line that was a lead and is a contact has none. */
function typesOf({ ledger }: World, records: readonly RecordThere[]) {
  const types = new Map(records.filter(({ id }) => ledger.lineOf(id) === id).map(({ id, type }) => [id, type]));
  return (line: string) => types.get(line) ?? null;
}

/** Nobody's last edit is lost, on neither side: the org holds what the ledger says, and here is the same as there. */
export async function noEditLost(world: World): Promise<void> {
  const { ledger } = world;
  const records = await recordsThere(world);
  const typeOf = typesOf(world, records);
  const lost = records.flatMap(({ id, type, values }) =>
    ledger.fieldsOf(id).flatMap((field) => {
      const expected = ledger.isDoubtful(id) || isOfOther(type, field) ? null : ledger.expected(id, field, typeOf);
      const holds = values[field] ?? (field in values ? null : noMember);
      return expected === null || expected.some((value) => value === holds) ? [] : [{ id, field, holds, expected }];
    }),
  );
  expect(lost).toEqual([]);
  expect(await websitesThere(world)).toMatchObject(Object.fromEntries(world.websites));
  await settleDoubts(world);
  await agree(world);
}

async function websitesThere({ sync, websites }: World): Promise<Record<string, string>> {
  const { rows } = await sync.org.pool.query<{ id: string; website: string }>(
    `select "Id" as id, "Website" as website from org."Account" where "Id" = any($1)`,
    [[...websites.keys()]],
  );
  return Object.fromEntries(rows.map(({ id, website }) => [id, website]));
}

/** What became of merges and conversions whose answer was lost: the records say it. */
async function settleDoubts({ sync, ledger }: World): Promise<void> {
  const { rows } = await sync.org.pool.query<{ id: string; heir: string }>(`
    select "Id" as id, "MasterRecordId" as heir from org."Lead" where "MasterRecordId" is not null
    union all select "Id", "ConvertedContactId" from org."Lead" where "ConvertedContactId" is not null
    union all select "Id", "MasterRecordId" from org."Contact" where "MasterRecordId" is not null`);
  for (const { id, heir } of rows) ledger.takesOver(heir, id);
  ledger.endDoubts();
}
