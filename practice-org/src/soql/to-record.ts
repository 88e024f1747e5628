import { type Calendar, formatted } from './calendar.ts';
import type { RecordShape } from './shape.ts';

/** What a record's text depends on besides the record. */
export interface RecordContext {
  /** `/services/data/v60.0` */
  basePath: string;
  inlineBlobs?: boolean | undefined;
  calendar: Calendar;
  childrenOf(child: number, id: string): unknown;
}

/** The record a row holds, as the REST API writes it; null when no owner's id is there (an empty parent). */
export function toRecord(context: RecordContext, shape: RecordShape, row: unknown[]): Record<string, unknown> | null {
  const owner = shape.owners.find(({ idIndex }) => row[idIndex] !== null);
  if (!owner) return null;
  const id = row[owner.idIndex] as string;
  const record = { ...blankOf(shape) };
  record.attributes = { type: owner.object, url: urlOf(context, owner.object, id) };
  for (const entry of shape.entries) {
    if (entry.kind === 'value' && entry.type === 'base64' && !context.inlineBlobs)
      record[entry.key] = row[entry.index] === null ? null : `${urlOf(context, owner.object, id)}/${entry.field?.name}`;
    else if (entry.kind === 'value') record[entry.key] = toText(context.calendar, row[entry.index], entry.type);
    else if (entry.kind === 'address') record[entry.key] = toAddress(entry.parts, row);
    else if (entry.kind === 'parent') record[entry.key] = toRecord(context, entry.shape, row);
    else if (entry.kind === 'typeof') record[entry.key] = firstRecord(context, entry.shapes, row);
    else record[entry.key] = context.childrenOf(entry.child, id);
  }
  return record;
}

/** Where a record is; the blobs of a record are below it. */
function urlOf({ basePath }: RecordContext, object: string, id: string): string {
  return `${basePath}/sobjects/${object}/${id}`;
}

/**
 * What the records of a shape begin as. V8 turns an object that is filled key by key into a hash table, which takes almost twice as long to
 * make and to write as JSON as a copy of a parsed one.
 */
function blankOf(shape: RecordShape): Record<string, unknown> {
  const known = blanks.get(shape);
  if (known) return known;
  const blank = JSON.parse(
    JSON.stringify(
      Object.fromEntries(['attributes', ...shape.entries.map(({ key }) => key)].map((key) => [key, null])),
    ),
  );
  blanks.set(shape, blank);
  return blank;
}

const blanks = new WeakMap<RecordShape, Record<string, unknown>>();

function firstRecord(context: RecordContext, shapes: RecordShape[], row: unknown[]): Record<string, unknown> | null {
  for (const shape of shapes) {
    const record = toRecord(context, shape, row);
    if (record) return record;
  }
  return null;
}

/** A value as it is, or as FORMAT writes it. */
export function toText(calendar: Calendar, value: unknown, type: string): unknown {
  const formattedType = /^format (.+)/.exec(type)?.[1];
  return formattedType ? formatted(calendar, value, formattedType) : toJson(value, type);
}

/** One value as the REST API writes it: instants with an offset instead of Z, in whole seconds. */
export function toJson(value: unknown, type: string): unknown {
  if (value instanceof Date)
    return type === 'date' ? value.toISOString().slice(0, 10) : value.toISOString().replace('Z', '+0000');
  return value ?? null;
}

function toAddress(parts: [string, number][], row: unknown[]): unknown {
  const address = Object.fromEntries(parts.map(([part, index]) => [part, row[index] ?? null]));
  return Object.values(address).every((value) => value === null) ? null : address;
}
