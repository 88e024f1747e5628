import type { FieldDescribe } from '../salesforce/salesforce.ts';

/**
 * Objects that somebody adds to the sync (SYN-13): custom objects, and those that lie between one and a person. Each has a
 * table of its own, named after it: `Seat__c` is in `seat__c`, `Case` in `object_case`, where it can't meet a table of ours.
 */
export type AddedTable = `${string}__c` | `object_${string}`;

export function addedTable(object: string): AddedTable {
  const name = object.toLowerCase();
  return name.endsWith('__c') ? (name as AddedTable) : `object_${name}`;
}

/** Fields that every save moves or that say who looked: with them, each touch of a record would be a change of it. */
const bookkeeping = new Set([
  'Id',
  'SystemModstamp',
  'IsDeleted',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'LastActivityDate',
  'LastViewedDate',
  'LastReferencedDate',
  'MayEdit',
  'IsLocked',
  'UserRecordAccessId',
]);

/** Of an added object every field takes part that says something about the record. */
export function isWorthKeeping({ name }: Pick<FieldDescribe, 'name'>): boolean {
  return !bookkeeping.has(name);
}
