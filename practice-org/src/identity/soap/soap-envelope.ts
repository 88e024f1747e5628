import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import type { SoapFault } from './soap-fault.ts';

/** The APIs differ in their namespaces: `/u/` is the partner API, `/c/` the enterprise, `/m/` the Metadata API. */
export type SoapApi = 'partner' | 'enterprise' | 'metadata';

export const soapNamespaces: Record<SoapApi, string> = {
  partner: 'urn:partner.soap.sforce.com',
  enterprise: 'urn:enterprise.soap.sforce.com',
  metadata: 'http://soap.sforce.com/2006/04/metadata',
};

/** An element's content for XMLBuilder: text, children in order, or several elements of one name. */
export type Xml = string | boolean | number | XmlElement | Xml[];
export interface XmlElement {
  [name: string]: Xml;
}

/** An element that is there but has no value. */
export const nil: XmlElement = { '@xsi:nil': 'true' };

export interface SoapRequest {
  operation: string;
  parameters: XmlElement;
  headers: XmlElement;
}

/** What an answer has beyond its result. */
export interface AnswerExtras {
  header?: XmlElement;
  /** Records are in it, whose elements have the prefix sf. */
  hasRecords?: boolean;
}

/** What the XML parser found wrong, in one sentence. */
export class MalformedXml extends Error {
  override name = 'MalformedXml';
}

// All values stay text: a password may look like a number and may start with a blank.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  // Switches on numeric character references too (&#38;).
  htmlEntities: true,
});

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  // Without this, xsi:nil="true" would lose its value.
  suppressBooleanAttributes: false,
});

/** Reads a request. A document type declaration is refused: it is the way to entities that expand without end. */
export function parseEnvelope(text: string): SoapRequest {
  if (/<!DOCTYPE/i.test(text)) throw new MalformedXml('DOCTYPE is disallowed when the feature is set to true.');
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new MalformedXml(valid.err.msg);
  const envelope = (parser.parse(text) as XmlElement).Envelope;
  const body = elementIn(envelope, 'Body');
  const [operation] = Object.keys(body).filter((name) => !/^[@#?]/.test(name));
  if (!operation) throw new MalformedXml('SOAP Body has no operation');
  return { operation, parameters: elementIn(body, operation), headers: elementIn(envelope, 'Header') };
}

/** The child element of this name, or an empty one. */
export function elementIn(parent: Xml | undefined, name: string): XmlElement {
  const child = isElement(parent) ? parent[name] : undefined;
  const first = Array.isArray(child) ? child[0] : child;
  return isElement(first) ? first : {};
}

/** The text of the child of this name; '' when it is missing, empty or nil. */
export function textIn(parent: Xml | undefined, name: string): string {
  const child = isElement(parent) ? parent[name] : undefined;
  const first = Array.isArray(child) ? child[0] : child;
  if (isElement(first)) return typeof first['#text'] === 'string' ? first['#text'] : '';
  return first === undefined ? '' : String(first);
}

export function renderResponse(
  api: SoapApi,
  operation: string,
  result: XmlElement,
  { header, hasRecords }: AnswerExtras = {},
): string {
  return (
    declaration +
    builder.build({
      'soapenv:Envelope': {
        ...namespaces(soapNamespaces[api]),
        ...(hasRecords && { '@xmlns:sf': `urn:sobject.${api}.soap.sforce.com` }),
        ...(header && { 'soapenv:Header': header }),
        'soapenv:Body': { [`${operation}Response`]: result },
      },
    })
  );
}

export function renderFault(api: SoapApi, fault: SoapFault): string {
  const { code, text, type, position } = fault;
  const detail = type && {
    detail: {
      [`sf:${type}`]: {
        '@xsi:type': `sf:${type}`,
        'sf:exceptionCode': code,
        'sf:exceptionMessage': text,
        ...(position && { 'sf:row': position.row, 'sf:column': position.column }),
      },
    },
  };
  return (
    declaration +
    builder.build({
      'soapenv:Envelope': {
        '@xmlns:soapenv': 'http://schemas.xmlsoap.org/soap/envelope/',
        '@xmlns:sf': api === 'metadata' ? soapNamespaces.metadata : `urn:fault.${api}.soap.sforce.com`,
        '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'soapenv:Body': {
          'soapenv:Fault': { faultcode: fault.faultcode, faultstring: fault.faultstring, ...detail },
        },
      },
    })
  );
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

function namespaces(own: string): XmlElement {
  return {
    '@xmlns:soapenv': 'http://schemas.xmlsoap.org/soap/envelope/',
    '@xmlns': own,
    '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  };
}

function isElement(value: Xml | undefined): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
