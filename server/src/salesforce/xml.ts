import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';

/** An element by its local name: SOAP documents use prefixes as they like. Of attributes only xsi:nil says something. */
export interface XmlElement {
  name: string;
  /** null when the element is nil. */
  text: string | null;
  children: XmlElement[];
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function escapeXml(value: string): string {
  return value.replace(/[&<>"']/g, (char) => {
    const entity = Object.entries(entities).find(([, plain]) => plain === char);
    return `&${entity?.[0]};`;
  });
}

export function unescapeXml(value: string): string {
  return value.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return entities[entity] ?? whole;
    return String.fromCodePoint(entity[1] === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1)));
  });
}

const name = '[\\w:.-]+';
const attribute = `${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;
const token = new RegExp(
  `<\\?[^>]*\\?>|<!--[^]*?-->|<!\\[CDATA\\[(?<raw>[^]*?)\\]\\]>|</(?<close>${name})\\s*>` +
    `|<(?<open>${name})(?<attributes>(?:\\s+${attribute})*)\\s*(?<empty>/?)>|(?<text>[^<]+)`,
  'y',
);

/**
 * The root element of a whole document. Strict: what is cut off, does not nest or declares a document type (the way to entities
 * that expand without end) is an incomplete answer and never half a result.
 */
export function parseXml(document: string): XmlElement {
  const top: XmlElement = { name: '', text: '', children: [] };
  const open: { element: XmlElement; tag: string }[] = [{ element: top, tag: '' }];
  token.lastIndex = 0;
  while (token.lastIndex < document.length) {
    const found = token.exec(document)?.groups;
    const inner = open.at(-1);
    if (!found || !inner) throw notWhole(document);
    if (found.open !== undefined) {
      const nil = /\bnil\s*=\s*["'](?:true|1)["']/.test(found.attributes ?? '');
      const element: XmlElement = { name: localName(found.open), text: nil ? null : '', children: [] };
      inner.element.children.push(element);
      if (!found.empty) open.push({ element, tag: found.open });
    } else if (found.close !== undefined) {
      if (open.length === 1 || inner.tag !== found.close) throw notWhole(document);
      open.pop();
    } else if (inner.element.text !== null) {
      inner.element.text += found.raw ?? unescapeXml(found.text ?? '');
    }
  }
  const [root] = top.children;
  if (!root || open.length > 1 || top.children.length > 1) throw notWhole(document);
  return root;
}

export function childrenOf(parent: XmlElement | undefined, child: string): XmlElement[] {
  return parent?.children.filter((element) => element.name === child) ?? [];
}

/** The text of the first child of this name; null when it is missing, nil or empty. */
export function textOf(parent: XmlElement | undefined, child: string): string | null {
  return childrenOf(parent, child)[0]?.text || null;
}

/** An element with markup inside. */
export function element(tag: string, content: string): string {
  return `<${tag}>${content}</${tag}>`;
}

/** An element with a value; nil without one. The name may be that of a field. */
export function valueElement(tag: string, value: string | number | boolean | null): string {
  if (!/^[\w:]+$/.test(tag)) throw new LockstepError('internal/unexpected', `"${tag}" is no name of an element.`);
  return value === null ? `<${tag} xsi:nil="true"/>` : element(tag, escapeXml(String(value)));
}

const localName = (tag: string) => tag.slice(tag.indexOf(':') + 1);

function notWhole(document: string): LockstepError {
  return new LockstepError('sf/incomplete-answer', told`${document.length} characters that are not whole XML.`);
}
