import type { ViewField } from '../metadata/profile-view.ts';
import type { FieldPath } from './ast.ts';
import { columnSql, type Scope, type Source } from './scope.ts';

/** How a flat row of a result becomes a nested record. Indexes point into the row. */
export interface RecordShape {
  /** One per object the record may belong to; the first whose id is not null is it. */
  owners: { object: string; idIndex: number }[];
  entries: Entry[];
}

export type Entry =
  | { kind: 'value'; key: string; index: number; type: string }
  | { kind: 'address'; key: string; parts: [string, number][] }
  | { kind: 'parent'; key: string; shape: RecordShape }
  | { kind: 'children'; key: string; child: number };

const addressParts = ['City', 'Country', 'GeocodeAccuracy', 'Latitude', 'Longitude', 'PostalCode', 'State', 'Street'];

/** Collects the SQL columns of a select list while its shape is built. */
export class ShapeBuilder {
  readonly columns: string[] = [];
  readonly #scope: Scope;
  readonly root: RecordShape;

  constructor(scope: Scope) {
    this.#scope = scope;
    this.root = this.#emptyShape(scope.self);
  }

  addPath(path: FieldPath): void {
    const names = this.#scope.names(path);
    let shape = this.root;
    let sources = this.#scope.self;
    for (const [depth, name] of names.slice(0, -1).entries()) {
      const relation = this.#scope.relationshipField(sources, name, path.at).describe.relationshipName as string;
      sources = this.#scope.parent(names.slice(0, depth + 1), path.at);
      shape = this.#parentShape(shape, relation, sources);
    }
    this.#addColumn(shape, sources, names.at(-1) as string, path.at);
  }

  addField(field: ViewField): void {
    this.#addColumn(this.root, this.#scope.self, field.name, 0);
  }

  addColumn(sql: string): number {
    return this.columns.push(sql) - 1;
  }

  #addColumn(shape: RecordShape, sources: Source[], name: string, at: number): void {
    const { sql, field } = this.#scope.column(sources, name, at);
    const key = name.toLowerCase() === 'type' && sources.length > 1 ? 'Type' : field.name;
    if (shape.entries.some((entry) => entry.key === key)) return;
    if (field.describe.type === 'address')
      shape.entries.push({ kind: 'address', key, parts: this.#addressColumns(sources, field, at) });
    else if (field.describe.type === 'location')
      shape.entries.push({ kind: 'address', key, parts: this.#locationColumns(sources, field, at) });
    else shape.entries.push({ kind: 'value', key, index: this.addColumn(sql), type: field.describe.type });
  }

  #addressColumns(sources: Source[], field: ViewField, at: number): [string, number][] {
    const prefix = field.name.replace(/Address$/, '');
    return addressParts.flatMap((part): [string, number][] => {
      if (!sources.some(({ object }) => object.field(prefix + part))) return [];
      const { sql } = this.#scope.column(sources, prefix + part, at);
      return [[part.charAt(0).toLowerCase() + part.slice(1), this.addColumn(sql)]];
    });
  }

  #locationColumns(sources: Source[], field: ViewField, at: number): [string, number][] {
    const prefix = field.name.replace(/__c$/, '');
    return ['Latitude', 'Longitude'].map((part) => {
      const { sql } = this.#scope.column(sources, `${prefix}__${part}__s`, at);
      return [part.toLowerCase(), this.addColumn(sql)];
    });
  }

  #parentShape(shape: RecordShape, key: string, sources: Source[]): RecordShape {
    for (const entry of shape.entries) if (entry.kind === 'parent' && entry.key === key) return entry.shape;
    const parent = this.#emptyShape(sources);
    shape.entries.push({ kind: 'parent', key, shape: parent });
    return parent;
  }

  #emptyShape(sources: Source[]): RecordShape {
    return {
      owners: sources.map((source) => ({
        object: source.object.name,
        idIndex: this.addColumn(columnSql(source, source.object.field('Id') as ViewField)),
      })),
      entries: [],
    };
  }
}

/** The record a row holds, as the REST API writes it; null when no owner's id is there (an empty parent). */
export function toRecord(
  shape: RecordShape,
  row: unknown[],
  basePath: string,
  childrenOf: (child: number, id: string) => unknown,
): Record<string, unknown> | null {
  const owner = shape.owners.find(({ idIndex }) => row[idIndex] !== null);
  if (!owner) return null;
  const id = row[owner.idIndex] as string;
  const record: Record<string, unknown> = {
    attributes: { type: owner.object, url: `${basePath}/sobjects/${owner.object}/${id}` },
  };
  for (const entry of shape.entries) {
    if (entry.kind === 'value') record[entry.key] = toJson(row[entry.index], entry.type);
    else if (entry.kind === 'address') record[entry.key] = toAddress(entry.parts, row);
    else if (entry.kind === 'parent') record[entry.key] = toRecord(entry.shape, row, basePath, childrenOf);
    else record[entry.key] = childrenOf(entry.child, id);
  }
  return record;
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
