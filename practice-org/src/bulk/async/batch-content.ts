import { parseXml } from '../../xml-text.ts';
import { AsyncError } from './async-error.ts';

type Cells = Record<string, string>;

/** How a cell says that a field is to be emptied. */
const explicitNull = '#N/A';

/** The records of a JSON batch, a list of objects, as CSV: jobs of both APIs work on cells. */
export function csvFromJson(text: string): string {
  const records = parseJson(text);
  if (!Array.isArray(records)) throw new AsyncError('InvalidBatch', 'Records not processed: a list is expected');
  return toCsv(records.map((record) => cellsOf(record as Record<string, unknown>, jsonCell)));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AsyncError('InvalidBatch', (error as Error).message);
  }
}

/** The same of an XML batch, `<sObjects><sObject>…`. */
export function csvFromXml(text: string): string {
  const { root, content } = parsedXml(text);
  if (root !== 'sObjects') throw new AsyncError('InvalidBatch', `Found unexpected element: ${root}`);
  const records = [content.sObject ?? []].flat() as Record<string, unknown>[];
  return toCsv(records.map((record) => cellsOf(record, xmlCell)));
}

export function parsedXml(text: string) {
  try {
    return parseXml(text);
  } catch (error) {
    throw new AsyncError('InvalidXML', (error as Error).message);
  }
}

function cellsOf(record: Record<string, unknown>, cellOf: (value: unknown) => string): Cells {
  const fields = Object.entries(record).filter(
    ([name]) => name !== 'attributes' && name !== 'type' && !name.startsWith('@'),
  );
  return Object.fromEntries(fields.map(([name, value]) => [name, cellOf(value)]));
}

function jsonCell(value: unknown): string {
  return value === null ? explicitNull : String(value);
}

function xmlCell(value: unknown): string {
  const isNil = typeof value === 'object' && value !== null && '@nil' in value;
  return isNil ? explicitNull : String(value);
}

function toCsv(records: Cells[]): string {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return [line(names), ...records.map((record) => line(names.map((name) => record[name] ?? '')))].join('\n');
}
