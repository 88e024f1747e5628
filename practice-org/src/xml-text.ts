import { XMLBuilder, XMLParser } from 'fast-xml-parser';

// Values stay text: what they mean depends on the field.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: true,
  processEntities: true,
  htmlEntities: true,
});
const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

export type XmlContent = string | number | boolean | null | undefined | XmlContent[] | { [name: string]: XmlContent };

/** The name and the content of a document's root, attributes as keys that begin with `@`. Entities of the document's own are refused: they may expand without end. */
export function parseXml(text: string): { root: string; content: Record<string, unknown> } {
  if (/<!DOCTYPE/i.test(text)) throw new Error('DOCTYPE is disallowed');
  const { '?xml': _, ...parsed } = parser.parse(text, true) as Record<string, unknown>;
  const [root = ''] = Object.keys(parsed);
  const content = parsed[root];
  return { root, content: typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {} };
}

/** Keys that begin with `@` are attributes; a list is repeated elements. */
export function renderXml(root: string, content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${builder.build({ [root]: content })}`;
}
