import { customField } from './custom-field.ts';
import type { FieldDescribe } from './field-describe.ts';
import type { ObjectDescribe } from './object-describe.ts';

/** The describe of a field that comes with a feature of the org. */
export function standardField(name: string, label: string, changes: Partial<FieldDescribe>): FieldDescribe {
  return customField(name, label, { custom: false, permissionable: false, ...changes });
}

const fixed = { createable: false, updateable: false, nillable: false, defaultedOnCreate: true } as const;
const stamp = { ...fixed, type: 'datetime', soapType: 'xsd:dateTime', groupable: false } as const;

export const idField = standardField('Id', 'Record ID', {
  ...fixed,
  type: 'id',
  length: 18,
  byteLength: 18,
  soapType: 'tns:ID',
  idLookup: true,
});

/** Who made and changed a record, and when. */
export const stampFields: FieldDescribe[] = [
  standardField('CreatedDate', 'Created Date', stamp),
  userField('CreatedById', 'Created By ID'),
  standardField('LastModifiedDate', 'Last Modified Date', stamp),
  userField('LastModifiedById', 'Last Modified By ID'),
  standardField('SystemModstamp', 'System Modstamp', stamp),
];

export function numberField(name: string, label: string, changes: Partial<FieldDescribe>): FieldDescribe {
  return standardField(name, label, { type: 'double', soapType: 'xsd:double', precision: 18, scale: 6, ...changes });
}

export function flagField(name: string, label: string, changes: Partial<FieldDescribe> = {}): FieldDescribe {
  const flag = {
    type: 'boolean',
    soapType: 'xsd:boolean',
    nillable: false,
    defaultedOnCreate: true,
    defaultValue: false,
  };
  return standardField(name, label, { ...flag, ...changes });
}

export const textField = (name: string, label: string, length: number, changes: Partial<FieldDescribe> = {}) =>
  standardField(name, label, { length, byteLength: 3 * length, ...changes });

export const referenceField = (
  name: string,
  label: string,
  referenceTo: string[],
  changes: Partial<FieldDescribe> = {},
) =>
  standardField(name, label, {
    type: 'reference',
    length: 18,
    byteLength: 18,
    soapType: 'tns:ID',
    referenceTo,
    relationshipName: name.replace(/Id$/, ''),
    polymorphicForeignKey: referenceTo.length > 1,
    namePointing: referenceTo.length > 1,
    ...changes,
  });

export const picklistField = (
  name: string,
  label: string,
  values: [string, string][],
  changes: Partial<FieldDescribe> = {},
) =>
  standardField(name, label, {
    type: 'picklist',
    length: 40,
    byteLength: 120,
    restrictedPicklist: true,
    picklistValues: values.map(([value, valueLabel], i) => ({
      active: true,
      defaultValue: i === 0,
      label: valueLabel,
      validFor: null,
      value,
    })),
    ...changes,
  });

/** An object that comes with a feature of the org. */
export function standardObject(
  name: string,
  label: string,
  keyPrefix: string,
  allows: Pick<ObjectDescribe, 'createable' | 'updateable' | 'deletable'>,
  fields: FieldDescribe[],
): ObjectDescribe {
  const address = `/services/data/v59.0/sobjects/${name}`;
  return {
    name,
    label,
    labelPlural: `${label}s`,
    keyPrefix,
    custom: false,
    customSetting: false,
    queryable: true,
    retrieveable: true,
    replicateable: true,
    searchable: false,
    undeletable: false,
    mergeable: false,
    ...allows,
    childRelationships: [],
    recordTypeInfos: [],
    supportedScopes: [{ label: `All ${label.toLowerCase()}s`, name: 'everything' }],
    urls: { sobject: address, describe: `${address}/describe`, rowTemplate: `${address}/{ID}` },
    fields,
  };
}

function userField(name: string, label: string): FieldDescribe {
  return standardField(name, label, {
    ...fixed,
    type: 'reference',
    length: 18,
    byteLength: 18,
    soapType: 'tns:ID',
    referenceTo: ['User'],
    relationshipName: name.replace(/Id$/, ''),
  });
}
