import type { FieldDescribe } from './field-describe.ts';

export interface ChildRelationship {
  cascadeDelete: boolean;
  childSObject: string;
  field: string;
  relationshipName: string | null;
  restrictedDelete: boolean;
}

/** An object's describe without its fields. */
export interface ObjectHeader {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string | null;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  undeletable: boolean;
  queryable: boolean;
  childRelationships: ChildRelationship[];
  urls: Record<string, string>;
  [attribute: string]: unknown;
}

export interface ObjectDescribe extends ObjectHeader {
  fields: FieldDescribe[];
}
