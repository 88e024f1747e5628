import { computedExpression } from './computed-fields.ts';
import type { FieldDescribe } from './field-describe.ts';
import type { ObjectDescribe } from './object-describe.ts';
import { isFormula } from './summary-field.ts';

const personObjects = new Set(['Lead', 'Contact', 'User']);

/** Fields a client may filter on that deserve an index beyond the keys. Text compares without case, so its index is on lower(). */
const searched: Record<string, string[]> = {
  Lead: ['Email', 'Name'],
  Contact: ['Email', 'Name'],
  Account: ['Name'],
  User: ['Username', 'Email'],
  Campaign: ['Name'],
  Opportunity: ['Name'],
};

/**
 * References that lead back to a record. Their indexes leave out records without one, so that most updates have nothing to write there.
 * OwnerId has none: an org has few users, so it would find half the table, and each update of any record writes each of its indexes.
 */
const indexedReferences = new Set([
  'AccountId',
  'LeadId',
  'ContactId',
  'CampaignId',
  'OpportunityId',
  'WhoId',
  'WhatId',
  'ParentId',
  'ContentDocumentId',
  'LinkedEntityId',
  'MasterRecordId',
  'ConvertedContactId',
]);

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function tableName(object: string): string {
  return `org.${quoteName(object)}`;
}

/** The PostgreSQL type that holds a field, or undefined when the field has no column (compound, computed). */
export function columnType(object: string, field: FieldDescribe): string | undefined {
  if (computedExpression(object, field.name) || isFormula(field)) return undefined;
  switch (field.type) {
    case 'address':
    case 'location':
      return undefined;
    case 'id':
    case 'reference':
      return 'text collate "C"';
    case 'boolean':
      return 'boolean';
    case 'int':
      return 'integer';
    case 'double':
    case 'currency':
    case 'percent':
      return 'numeric';
    case 'date':
      return 'date';
    case 'datetime':
      return 'timestamptz';
    default:
      return 'text';
  }
}

/** `create table` for an sObject: one typed column per field, named as the API names it. */
export function createTableStatement(object: ObjectDescribe): string {
  const columns = object.fields.flatMap((field) => columnDefinition(object.name, field) ?? []);
  // Which delete took this row along, so that undeleting the parent brings back its children and no others.
  const internal = object.fields.some((field) => field.name === 'IsDeleted') ? ['deleted_with text collate "C"'] : [];
  return `create table ${tableName(object.name)} (\n  ${[...columns, ...internal].join(',\n  ')}\n)`;
}

export function columnDefinition(object: string, field: FieldDescribe): string | undefined {
  const type = columnType(object, field);
  if (!type) return undefined;
  const name = quoteName(field.name);
  if (field.name === 'Id') return `${name} ${type} primary key`;
  if (field.name === 'Name' && personObjects.has(object)) {
    return `${name} text generated always as (case when "FirstName" is null then "LastName" else "FirstName" || ' ' || "LastName" end) stored`;
  }
  return field.type === 'boolean' ? `${name} ${type} not null default false` : `${name} ${type}`;
}

/** Indexes, made after the first records are in: building them then is several times faster than keeping them. */
export function createIndexStatements(object: ObjectDescribe): string[] {
  const table = tableName(object.name);
  const index = (suffix: string, expression: string, only = '') =>
    `create index if not exists ${quoteName(`${object.name}_${suffix}`)} on ${table} (${expression})${only}`;
  const filled = (name: string) => ` where ${quoteName(name)} is not null`;
  const has = (name: string) => object.fields.some((field) => field.name === name);
  return [
    ...(has('SystemModstamp') ? [index('SystemModstamp', '"SystemModstamp", "Id"')] : []),
    ...(searched[object.name] ?? []).map((name) => index(name, `lower(${quoteName(name)}) text_pattern_ops`)),
    ...object.fields
      .filter((field) => indexedReferences.has(field.name) && columnType(object.name, field))
      .map((field) => index(field.name, quoteName(field.name), filled(field.name))),
    ...object.fields
      .filter((field) => field.externalId && columnType(object.name, field) === 'text')
      .map((field) => index(field.name, `lower(${quoteName(field.name)})`, filled(field.name))),
    // What a deletion took along is found by it: when it is undone, and when the recycle bin is emptied.
    ...(has('IsDeleted') ? [index('deleted_with', 'deleted_with', filled('deleted_with'))] : []),
  ];
}
