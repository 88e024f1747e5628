import { createHash } from 'node:crypto';
import avro, { type Schema, type Type } from 'avsc';
import type { FieldMeta, ObjectMeta } from '../metadata/metadata.ts';

/** A field of a change event: a field of the object, or a compound one with its components. */
export interface EventField {
  name: string;
  /** The object's fields by the name they have in the event. One of its own name, unless it is compound. */
  components: { name: string; field: FieldMeta }[] | undefined;
  field: FieldMeta | undefined;
}

/** An Avro schema as GetSchema answers it. */
export interface EventSchema {
  id: string;
  json: string;
  type: Type;
}

export interface ChangeEventSchema extends EventSchema {
  fields: readonly EventField[];
}

/** Not in change events: system fields, and what is derived from other records (Change Event Message Structure). */
const left = new Set([
  'Id',
  'IsDeleted',
  'SystemModstamp',
  'MasterRecordId',
  'LastActivityDate',
  'LastViewedDate',
  'LastReferencedDate',
  'PhotoUrl',
]);

export const changeTypes = [
  'CREATE',
  'UPDATE',
  'DELETE',
  'UNDELETE',
  'GAP_CREATE',
  'GAP_UPDATE',
  'GAP_DELETE',
  'GAP_UNDELETE',
  'GAP_OVERFLOW',
  'SNAPSHOT',
];

const texts: Schema = { type: 'array', items: 'string' };

const header: Schema = {
  type: 'record',
  name: 'ChangeEventHeader',
  fields: [
    { name: 'entityName', type: 'string' },
    { name: 'recordIds', type: texts },
    { name: 'changeType', type: { type: 'enum', name: 'ChangeType', symbols: changeTypes } },
    { name: 'changeOrigin', type: 'string' },
    { name: 'transactionKey', type: 'string' },
    { name: 'sequenceNumber', type: 'int' },
    { name: 'commitTimestamp', type: 'long' },
    { name: 'commitNumber', type: 'long' },
    { name: 'commitUser', type: 'string' },
    { name: 'nulledFields', type: texts },
    { name: 'diffFields', type: texts },
    { name: 'changedFields', type: texts },
  ],
};

/** `LeadChangeEvent`, `Seat__ChangeEvent`. */
export function eventName(object: string): string {
  return object.endsWith('__c') ? `${object.slice(0, -1)}ChangeEvent` : `${object}ChangeEvent`;
}

export function changeEventSchema(object: ObjectMeta): ChangeEventSchema {
  const fields = eventFields(object);
  const records = new Map<string, Schema>();
  const schema = {
    type: 'record',
    name: eventName(object.name),
    namespace: 'com.sforce.eventbus',
    fields: [
      { name: 'ChangeEventHeader', type: header },
      ...fields.map((field) => ({
        name: field.name,
        type: ['null', field.components ? compoundType(field, records) : scalarType(field.field as FieldMeta)],
        doc: `Data:${docOf(field)}`,
        default: null,
      })),
    ],
  } as Schema;
  return { ...asEventSchema(schema), fields };
}

/** The id is a fingerprint: the same schema has the same id, whoever asks and whenever. */
export function asEventSchema(schema: Schema): EventSchema {
  const json = JSON.stringify(schema);
  const id = createHash('md5').update(json).digest('base64url');
  return { id, json, type: avro.Type.forSchema(JSON.parse(json)) };
}

function eventFields(object: ObjectMeta): EventField[] {
  const partOf = (name: string) => object.fields.filter(({ describe }) => describe.compoundFieldName === name);
  return object.fields.flatMap((field): EventField[] => {
    const { name, describe } = field;
    if (left.has(name)) return [];
    const parts = partOf(name).filter((part) => part.name !== name && part.columnType);
    if (parts.length > 0) return [{ name, field: undefined, components: parts.map((part) => component(field, part)) }];
    const compound = describe.compoundFieldName;
    const inside = compound && compound !== name && object.fields.some((other) => other.name === compound);
    return inside || !field.columnType ? [] : [{ name, field, components: undefined }];
  });
}

/** `MailingStreet` is `Street` of `MailingAddress`, `Place__Latitude__s` is `Latitude` of `Place__c`. */
function component(compound: FieldMeta, part: FieldMeta): { name: string; field: FieldMeta } {
  const prefix = compound.name.replace(/(Address|__c)$/, '');
  const isPrefixed = compound.describe.type === 'address' || compound.describe.type === 'location';
  const own = isPrefixed && part.name.startsWith(prefix) ? part.name.slice(prefix.length) : part.name;
  return { name: own.replace(/^__(\w+)__s$/, '$1'), field: part };
}

/** A record that was defined before is named; one of the same kind with other components gets a name of its own. */
function compoundType(field: EventField, records: Map<string, Schema>): Schema {
  const components = field.components ?? [];
  const kind = components.some(({ name }) => name === 'LastName') ? 'PersonName' : 'Address';
  const key = `${kind} ${components.map(({ name }) => name).join()}`;
  const known = records.get(key);
  if (known) return known;
  const name = [...records.values()].includes(kind) ? `${kind}_${field.name}` : kind;
  records.set(key, name);
  return {
    type: 'record',
    name,
    fields: components.map((part) => ({ name: part.name, type: ['null', scalarType(part.field)], default: null })),
  } as Schema;
}

function scalarType({ describe }: FieldMeta): string {
  switch (describe.type) {
    case 'boolean':
      return 'boolean';
    case 'int':
      return 'int';
    case 'double':
    case 'currency':
    case 'percent':
      return 'double';
    // Epoch milliseconds ("Differences Between Change Events …", Date field format).
    case 'date':
    case 'datetime':
      return 'long';
    default:
      return 'string';
  }
}

function docOf({ name, field, components }: EventField): string {
  if (components) return name === 'Name' ? 'PersonName' : 'Address';
  const names: Record<string, string> = {
    id: 'EntityId',
    reference: 'EntityId',
    datetime: 'DateTime',
    date: 'DateOnly',
  };
  const type = (field as FieldMeta).describe.type;
  return names[type] ?? type.charAt(0).toUpperCase() + type.slice(1);
}
