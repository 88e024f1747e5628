import type { FieldMeta } from '../metadata/metadata.ts';
import type { ChangeEventSchema } from './change-event-schema.ts';
import type { LoggedEvent } from './event-log.ts';

type Value = string | number | boolean | null;
type Fields = Record<string, unknown>;

/** The payload of a change event in Avro. `isVisible` is the reader's field-level security. */
export function encodeChangeEvent(
  schema: ChangeEventSchema,
  event: LoggedEvent,
  isVisible: (field: string) => boolean,
): Buffer {
  const fields = Object.fromEntries(Object.entries(event.fields).filter(([name]) => isVisible(name)));
  const isUpdate = event.changeType === 'UPDATE';
  return schema.type.toBuffer({
    ChangeEventHeader: {
      ...changeHeader(event),
      nulledFields: isUpdate ? bitmaps(schema, (name) => name in fields && fields[name] === null) : [],
      diffFields: [],
      changedFields: isUpdate ? bitmaps(schema, (name) => name in fields) : [],
    },
    ...Object.fromEntries(schema.fields.map((field) => [field.name, eventValue(field, fields)])),
  });
}

/** The header without the lists of fields, which each form of an event writes its own way. */
export function changeHeader(event: LoggedEvent) {
  return {
    entityName: event.object,
    recordIds: event.recordIds,
    changeType: event.changeType ?? '',
    changeOrigin: event.origin,
    transactionKey: event.transactionKey,
    sequenceNumber: event.sequenceNumber,
    commitTimestamp: event.at.getTime(),
    commitNumber: event.commitNumber,
    commitUser: event.userId,
  };
}

function eventValue({ field, components }: ChangeEventSchema['fields'][number], fields: Fields): unknown {
  if (!components) return avroValue(field as FieldMeta, fields);
  if (!components.some((part) => fields[part.field.name] !== undefined && fields[part.field.name] !== null))
    return null;
  return Object.fromEntries(components.map((part) => [part.name, avroValue(part.field, fields)]));
}

function avroValue({ name, describe }: FieldMeta, fields: Fields): Value {
  const value = (fields[name] ?? null) as Value;
  if (value === null) return null;
  return describe.type === 'date' || describe.type === 'datetime' ? Date.parse(String(value)) : value;
}

/**
 * Fields as bits: the first text is a bitmap of the schema's fields, further ones `{position}-{bitmap}` are components of a
 * compound field (Event Deserialization Considerations). The header is field 0.
 */
function bitmaps(schema: ChangeEventSchema, isSet: (field: string) => boolean): string[] {
  const top: number[] = [];
  const nested: string[] = [];
  for (const [index, { field, components }] of schema.fields.entries()) {
    const position = index + 1;
    if (field && isSet(field.name)) top.push(position);
    const inside = (components ?? []).flatMap((part, place) => (isSet(part.field.name) ? [place] : []));
    if (inside.length > 0) nested.push(`${position}-${bitmap(inside)}`);
  }
  return top.length + nested.length === 0 ? [] : [bitmap(top), ...nested];
}

function bitmap(positions: readonly number[]): string {
  const bits = positions.reduce((sum, position) => sum | (1n << BigInt(position)), 0n);
  const hex = bits.toString(16).toUpperCase();
  return `0x${hex.length % 2 ? '0' : ''}${hex}`;
}
