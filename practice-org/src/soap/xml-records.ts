import { nil, type SoapApi, type Xml, type XmlElement } from '../identity/soap/soap-envelope.ts';
import type { QueryResult } from '../soql/run.ts';

type JsonRecord = Record<string, unknown> & { attributes?: { type: string } };

/** A query's answer in SOAP's form, from the one REST has. */
export function queryResult(api: SoapApi, result: QueryResult): XmlElement {
  return { '@xsi:type': 'QueryResult', ...queryContent(api, result) };
}

function queryContent(api: SoapApi, result: QueryResult): XmlElement {
  const records = result.records as JsonRecord[];
  return {
    done: result.done,
    queryLocator: result.nextRecordsUrl?.split('/').at(-1) ?? nil,
    ...(records.length > 0 && { records: records.map((record) => recordElement(api, record)) }),
    size: result.totalSize,
  };
}

/** In the partner API a record tells its type and id first, whether or not the id was asked for. */
export function recordElement(api: SoapApi, record: JsonRecord): XmlElement {
  const { attributes, ...fields } = record;
  const type = attributes?.type ?? 'AggregateResult';
  const content = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`sf:${name}`, valueElement(api, value)]),
  );
  if (api === 'enterprise') return { '@xsi:type': `sf:${type}`, ...content };
  const id = typeof fields.Id === 'string' ? [fields.Id, fields.Id] : nil;
  const { 'sf:Id': _, ...others } = content;
  return { '@xsi:type': 'sf:sObject', 'sf:type': type, 'sf:Id': id, ...others };
}

function valueElement(api: SoapApi, value: unknown): Xml {
  if (value === null || value === undefined) return nil;
  if (typeof value === 'string') return value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\+0000$/, '$1Z');
  if (typeof value !== 'object') return value as Xml;
  if ('records' in value) return { '@xsi:type': 'QueryResult', ...queryContent(api, value as QueryResult) };
  if ('attributes' in value) return recordElement(api, value as JsonRecord);
  const parts = Object.entries(value).map(([name, part]) => [`sf:${name}`, valueElement(api, part)]);
  return {
    '@xsi:type': 'latitude' in value && !('city' in value) ? 'sf:location' : 'sf:address',
    ...Object.fromEntries(parts),
  };
}

/** A describe in SOAP's form: lists are repeated elements, what has no value is left out. */
export function plainElement(value: unknown): Xml {
  if (Array.isArray(value)) return value.map(plainElement);
  if (typeof value !== 'object' || value === null) return value as Xml;
  const entries = Object.entries(value).filter(
    ([, child]) => child !== null && child !== undefined && !(Array.isArray(child) && child.length === 0),
  );
  return Object.fromEntries(entries.map(([name, child]) => [name, plainElement(child)]));
}
