import { textIn, type Xml, type XmlElement } from '../identity/soap/soap-envelope.ts';
import type { InputRecord } from '../records/prepare.ts';

/** A record as a client sent it, and the object it names. */
export interface SoapRecord {
  object: string;
  input: InputRecord;
}

/** All child elements of this name. */
export function elementsIn(parent: XmlElement, name: string): XmlElement[] {
  return childrenOf(parent, name).filter(isElement);
}

/** The texts of all children of this name. */
export function textsIn(parent: XmlElement, name: string): string[] {
  return childrenOf(parent, name).map((child) => textIn({ child }, 'child').trim());
}

export function flagIn(parent: XmlElement, name: string): boolean {
  return textIn(parent, name).trim().toLowerCase() === 'true';
}

/** The text of a child; undefined when it is missing, empty or nil. */
export function optionalText(parent: XmlElement, name: string): string | undefined {
  return textIn(parent, name).trim() || undefined;
}

/**
 * Reads an sObject: the partner API names its object in `type`, the enterprise API in `xsi:type`.
 * Empty and nil elements change nothing; `fieldsToNull` empties.
 */
export function readRecord(element: XmlElement): SoapRecord {
  const xsiType = typeof element['@type'] === 'string' ? element['@type'].split(':').at(-1) : '';
  const object = optionalText(element, 'type') ?? xsiType ?? '';
  // An enterprise record may have a field named Type, whose case tells it from the partner API's.
  const skipped = new Set(['type', 'fieldsToNull']);
  const input: InputRecord = {};
  for (const [name, value] of Object.entries(element)) {
    if (/^[@#]/.test(name) || skipped.has(name)) continue;
    const text = Array.isArray(value) ? textIn(element, name) : textOf(value);
    if (text !== '') input[name] = text;
  }
  for (const name of textsIn(element, 'fieldsToNull')) input[name] = null;
  return { object, input };
}

/** A value is text; blanks around it are the field's own business. */
function textOf(value: Xml): string {
  return textIn({ value }, 'value');
}

function childrenOf(parent: XmlElement, name: string): Xml[] {
  const child = parent[name];
  if (child === undefined) return [];
  return Array.isArray(child) ? child : [child];
}

function isElement(value: Xml): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
