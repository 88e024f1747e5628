import type { Queryable } from '../database.ts';
import { addCurrencyField } from '../features/multi-currency.ts';
import type { OrgContext } from '../org-context.ts';
import { customField } from '../schema/custom-field.ts';
import { describeField, type FieldDefinition } from '../schema/custom-field-describe.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import type { ObjectDescribe, ObjectHeader } from '../schema/object-describe.ts';
import { createIndexStatements, createTableStatement, quoteName, tableName } from '../schema/object-tables.ts';
import { changeMetadata } from './change-metadata.ts';
import { addField, removeField } from './custom-fields.ts';
import { addColumn } from './field-columns.ts';
import {
  addChildRelationship,
  changeChildRelationships,
  findField,
  findObject,
  insertField,
  saveField,
} from './field-rows.ts';
import { invalid } from './invalid.ts';
import { deleteRecordTypes } from './record-types.ts';

/** A custom object as an administrator asks for it. */
export interface ObjectDefinition {
  /** Ends in `__c`. */
  name: string;
  label: string;
  pluralLabel?: string | undefined;
  /** Unless told, people give the records' names. */
  nameField?:
    | { label?: string; type?: 'Text' | 'AutoNumber'; displayFormat?: string; startingNumber?: number }
    | undefined;
  /** Tasks and events may be about its records. */
  enableActivities?: boolean | undefined;
  fields?: FieldDefinition[] | undefined;
}

/** The object whose recorded describe new ones are modelled on: an own object without peculiarities. */
const model = 'Campaign';
const systemFields = [
  'Id',
  'OwnerId',
  'IsDeleted',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'RecordTypeId',
];

/** Makes a custom object, with its table, and its fields. It is there at once. */
export function createObject(org: OrgContext, definition: ObjectDefinition): Promise<ObjectHeader> {
  return changeMetadata(org, async (database) => {
    const { name } = definition;
    if (!definition.label) throw invalid('Required fields are missing: [Label]', 'REQUIRED_FIELD_MISSING');
    await checkObjectName(database, name);
    const header = await headerOf(database, definition);
    await database.query('insert into setup.object (name, key_prefix, describe) values ($1, $2, $3)', [
      name,
      header.keyPrefix,
      JSON.stringify(header),
    ]);
    await makeTable(database, header, definition);
    await addCurrencyField(database, name);
    if (definition.enableActivities) await allowChildren(database, header, activities);
    await allowChildren(database, header, files);
    for (const field of definition.fields ?? []) await addField(database, name, field);
    return header;
  });
}

/** Refuses a name that is malformed or taken. */
export async function checkObjectName(database: Queryable, name: string): Promise<void> {
  if (!/^(?!.*__.*__)[A-Za-z](?:\w*[A-Za-z0-9])?__c$/.test(name ?? '') || name.length > 43)
    throw invalid(
      `The object name ${name} is not valid: letters, digits and single underscores, ending in __c`,
      'INVALID_FULL_NAME',
    );
  const { rows } = await database.query('select from setup.object where lower(name) = lower($1)', [name]);
  if (rows.length > 0) throw invalid(`There is already an object named ${name}.`, 'DUPLICATE_DEVELOPER_NAME');
}

export function alterObject(
  org: OrgContext,
  name: string,
  changes: Pick<Partial<ObjectDefinition>, 'label' | 'pluralLabel'>,
): Promise<ObjectHeader> {
  return changeMetadata(org, async (database) => {
    const header = await findObject(database, name);
    const changed = {
      ...header,
      label: changes.label ?? header.label,
      labelPlural: changes.pluralLabel ?? header.labelPlural,
    };
    await database.query('update setup.object set describe = $2 where name = $1', [
      header.name,
      JSON.stringify(changed),
    ]);
    return changed;
  });
}

/** Removes a custom object with its records, and the fields of others that point at it. */
export function deleteObject(org: OrgContext, given: string): Promise<void> {
  return changeMetadata(org, async (database) => {
    const { name, custom } = await findObject(database, given);
    if (!custom) throw invalid(`Cannot delete standard object: ${name}`, 'INVALID_OPERATION');
    const { rows } = await database.query<{ object: string; name: string; describe: FieldDescribe }>(
      `select object, name, describe from setup.field where object <> $1 and describe -> 'referenceTo' ? $1`,
      [name],
    );
    for (const field of rows) {
      if (field.describe.custom) await removeField(database, field.object, field.name);
      else await pointAt(database, field.object, field.name, (targets) => targets.filter((target) => target !== name));
    }
    await changeChildRelationships(database, (child) => (child.childSObject === name ? undefined : child));
    await deleteRecordTypes(database, name);
    for (const table of ['field', 'field_permission', 'object_permission', 'validation_rule', 'before_save_rule'])
      await database.query(`delete from setup.${table} where object = $1`, [name]);
    await database.query('delete from setup.object where name = $1', [name]);
    await database.query(`drop table ${tableName(name)}`);
  });
}

async function headerOf(database: Queryable, definition: ObjectDefinition): Promise<ObjectHeader> {
  const { name, label, pluralLabel = `${label}s` } = definition;
  const modelled = JSON.parse(
    JSON.stringify(await findObject(database, model)).replaceAll(`/sobjects/${model}`, `/sobjects/${name}`),
  ) as ObjectHeader;
  return {
    ...modelled,
    name,
    label,
    labelPlural: pluralLabel,
    keyPrefix: await nextPrefix(database),
    custom: true,
    childRelationships: [],
    supportedScopes: [{ label: `All ${pluralLabel.toLowerCase()}`, name: 'everything' }],
  };
}

/** a00, a01, …, a0z, a10, … as Salesforce hands them out. */
async function nextPrefix(database: Queryable): Promise<string> {
  const { rows } = await database.query(
    `select key_prefix as prefix from setup.object where key_prefix like 'a__' order by key_prefix collate "C" desc limit 1`,
  );
  const last = rows[0] ? Number.parseInt(rows[0].prefix.slice(1), 36) : -1;
  return `a${(last + 1).toString(36).padStart(2, '0')}`;
}

async function makeTable(database: Queryable, header: ObjectHeader, definition: ObjectDefinition): Promise<void> {
  const { label: nameLabel = `${definition.label} Name`, type = 'Text', ...numbering } = definition.nameField ?? {};
  const nameDefinition = { name: 'Name', label: nameLabel, type, ...numbering };
  const nameField = customField('Name', nameLabel, {
    ...describeField({ ...nameDefinition, ...(type === 'Text' && { length: 80 }) }),
    custom: false,
    idLookup: true,
    nameField: true,
    permissionable: false,
  });
  const { rows } = await database.query<{ describe: FieldDescribe }>(
    `select describe from setup.field where object = $1 and name = any($2) order by array_position($2, name)`,
    [model, systemFields],
  );
  const system = rows.map(({ describe }) =>
    describe.name === 'OwnerId'
      ? { ...describe, referenceTo: ['Group', 'User'], polymorphicForeignKey: true }
      : describe,
  );
  const described: ObjectDescribe = { ...header, fields: system };
  await database.query(createTableStatement(described));
  await addColumn(database, header.name, nameField, nameDefinition);
  for (const field of [...system.slice(0, 3), nameField, ...system.slice(3)])
    await insertField(database, header.name, field);
  for (const statement of createIndexStatements(described)) await database.query(statement);
  await database.query(`create index on ${tableName(header.name)} (lower(${quoteName('Name')}) text_pattern_ops)`);
}

/** Standard objects whose records may belong to those of a custom object, with the names of the relationships. */
const activities = [
  ['Task', 'WhatId', 'Tasks'],
  ['Event', 'WhatId', 'Events'],
] as const;
const files = [
  ['Attachment', 'ParentId', 'Attachments'],
  ['ContentDocumentLink', 'LinkedEntityId', 'ContentDocumentLinks'],
] as const;

async function allowChildren(
  database: Queryable,
  { name }: ObjectHeader,
  children: readonly (readonly [object: string, field: string, relationship: string])[],
): Promise<void> {
  for (const [childSObject, field, relationship] of children) {
    await pointAt(database, childSObject, field, (targets) => [...targets, name]);
    await addChildRelationship(database, name, { childSObject, field, cascadeDelete: true }, relationship, '');
  }
}

async function pointAt(
  database: Queryable,
  object: string,
  field: string,
  change: (targets: string[]) => string[],
): Promise<void> {
  const row = await findField(database, object, field);
  const describe = { ...row.describe, referenceTo: change(row.describe.referenceTo) };
  await saveField(database, row, describe, row.required);
}
