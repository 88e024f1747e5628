import type { Queryable } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import { insertRecord, stamps } from '../seed/insert-record.ts';
import type { OrgPeople } from '../seed/org-people.ts';
import { changeMetadata } from './change-metadata.ts';
import { findField, findObject } from './field-rows.ts';
import { invalid } from './invalid.ts';
import type { RecordTypeMeta } from './metadata.ts';

/** A record type as the Metadata API's RecordType has it, with what profiles say about it. */
export interface RecordTypeDefinition {
  /** Its DeveloperName. */
  name: string;
  label: string;
  description?: string | undefined;
  active?: boolean | undefined;
  /** A picklist that is not named keeps all its values. */
  picklistValues?: RecordTypePicklistDefinition[] | undefined;
  /** A profile that is not named sees the type, and its default stays what it was. */
  profiles?: RecordTypeProfile[] | undefined;
}

export interface RecordTypePicklistDefinition {
  picklist: string;
  values: string[];
  default?: string | undefined;
}

export interface RecordTypeProfile {
  /** Its name. */
  profile: string;
  visible?: boolean | undefined;
  default?: boolean | undefined;
}

interface Place {
  id: string;
  object: string;
}

/** Makes a record type; its object has RecordTypeId and lists the type from now on. */
export function createRecordType(
  org: OrgContext,
  objectName: string,
  definition: RecordTypeDefinition,
): Promise<RecordTypeMeta> {
  return changed(org, async (database) => {
    const { name, label, description = null, active = true } = definition;
    const { name: object, recordTypeInfos } = await findObject(database, objectName);
    if ((recordTypeInfos as unknown[] | undefined)?.length === 0)
      throw invalid(`${object} can not have record types`, 'INVALID_OPERATION');
    if (!/^[A-Za-z](?!\w*__)(?:\w*[A-Za-z0-9])?$/.test(name) || name.length > 80)
      throw invalid(`The record type name ${name} is not valid`, 'INVALID_FULL_NAME');
    if (!label) throw invalid('Required fields are missing: [Label]', 'REQUIRED_FIELD_MISSING');
    if (await findRecordType(database, object, name))
      throw invalid(`There is already a record type named ${name} on ${object}.`, 'DUPLICATE_DEVELOPER_NAME');
    const userId = org.settings.get<OrgPeople | undefined>('people', undefined)?.administratorId as string;
    const id = await insertRecord(database, 'RecordType', '012', {
      Name: label,
      DeveloperName: name,
      Description: description,
      SobjectType: object,
      IsActive: active,
      ...stamps(userId, org.clock.now()),
    });
    return setUp(database, { id, object }, definition);
  });
}

/** Changes what the given properties say; the picklists and profiles that are not named stay as they are. */
export function alterRecordType(
  org: OrgContext,
  objectName: string,
  name: string,
  changes: Partial<Omit<RecordTypeDefinition, 'name'>>,
): Promise<RecordTypeMeta> {
  return changed(org, async (database) => {
    const { name: object } = await findObject(database, objectName);
    const id = await findRecordType(database, object, name);
    if (!id)
      throw invalid(`In field: fullName - no RecordType named ${object}.${name} found`, 'INVALID_CROSS_REFERENCE_KEY');
    await database.query(
      `update org."RecordType"
          set "Name" = coalesce($2, "Name"), "Description" = coalesce($3, "Description"), "IsActive" = coalesce($4, "IsActive"),
              "LastModifiedDate" = $5, "SystemModstamp" = $5
        where "Id" = $1`,
      [id, changes.label, changes.description, changes.active, org.clock.now()],
    );
    return setUp(database, { id, object }, changes);
  });
}

/** The record types of an object that goes away. */
export async function deleteRecordTypes(database: Queryable, object: string): Promise<void> {
  for (const table of ['record_type_picklist', 'record_type_visibility'])
    await database.query(
      `delete from setup.${table} where record_type_id in (select "Id" from org."RecordType" where "SobjectType" = $1)`,
      [object],
    );
  await database.query(`delete from org."RecordType" where "SobjectType" = $1`, [object]);
}

/** What record types say about a picklist that goes away. */
export async function forgetPicklist(database: Queryable, object: string, field: string): Promise<void> {
  await database.query(
    `delete from setup.record_type_picklist
      where field = $2 and record_type_id in (select "Id" from org."RecordType" where "SobjectType" = $1)`,
    [object, field],
  );
}

export async function renamePicklist(database: Queryable, object: string, from: string, to: string): Promise<void> {
  await database.query(
    `update setup.record_type_picklist set field = $3
      where field = $2 and record_type_id in (select "Id" from org."RecordType" where "SobjectType" = $1)`,
    [object, from, to],
  );
}

async function changed(org: OrgContext, work: (database: Queryable) => Promise<Place>): Promise<RecordTypeMeta> {
  const { id, object } = await changeMetadata(org, work);
  const { objects } = await org.metadata.current();
  return objects.get(object.toLowerCase())?.recordTypes.find((type) => type.id === id) as RecordTypeMeta;
}

async function setUp(
  database: Queryable,
  place: Place,
  { picklistValues = [], profiles = [] }: Partial<RecordTypeDefinition>,
): Promise<Place> {
  for (const picklist of picklistValues) await setPicklist(database, place, picklist);
  for (const profile of profiles) await setProfile(database, place, profile);
  return place;
}

async function setPicklist(
  database: Queryable,
  { id, object }: Place,
  { picklist, values, default: preset = undefined }: RecordTypePicklistDefinition,
): Promise<void> {
  const { name, describe } = await findField(database, object, picklist);
  const known = new Set(describe.picklistValues.map(({ value }) => value));
  const unknown = [...values, ...(preset === undefined ? [] : [preset])].find((value) => !known.has(value));
  if (unknown !== undefined) throw invalid(`Picklist value: ${unknown} in picklist: ${name} not found`);
  if (preset !== undefined && !values.includes(preset))
    throw invalid(`The default ${preset} of ${name} is none of the record type's values`);
  await database.query(
    `insert into setup.record_type_picklist (record_type_id, field, values, preset) values ($1, $2, $3, $4)
     on conflict (record_type_id, field) do update set values = excluded.values, preset = excluded.preset`,
    [id, name, values, preset],
  );
}

/** A profile has one default for each object. */
async function setProfile(database: Queryable, { id, object }: Place, given: RecordTypeProfile): Promise<void> {
  const { profile, visible = true, default: isDefault = false } = given;
  if (isDefault && !visible) throw invalid(`A record type that ${profile} does not see can not be its default`);
  const { rows } = await database.query('select "Id" as id from org."Profile" where "Name" = $1', [profile]);
  if (!rows[0]) throw invalid(`There is no profile ${profile}`, 'INVALID_CROSS_REFERENCE_KEY');
  if (isDefault)
    await database.query(
      `update setup.record_type_visibility set is_default = false
        where profile_id = $1 and record_type_id in (select "Id" from org."RecordType" where "SobjectType" = $2)`,
      [rows[0].id, object],
    );
  await database.query(
    `insert into setup.record_type_visibility (profile_id, record_type_id, visible, is_default) values ($1, $2, $3, $4)
     on conflict (profile_id, record_type_id) do update set visible = excluded.visible, is_default = excluded.is_default`,
    [rows[0].id, id, visible, isDefault],
  );
}

async function findRecordType(database: Queryable, object: string, name: string): Promise<string | undefined> {
  const { rows } = await database.query(
    `select "Id" as id from org."RecordType" where "SobjectType" = $1 and lower("DeveloperName") = lower($2)`,
    [object, name],
  );
  return rows[0]?.id;
}
