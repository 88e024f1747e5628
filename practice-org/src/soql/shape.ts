import type { ObjectView, ViewField } from '../metadata/profile-view.ts';
import type { FieldPath, TypeOf } from './ast.ts';
import { columnSql, type Scope, type Source } from './scope.ts';
import { noSuchObject, soqlError } from './soql-error.ts';
import type { Value } from './value.ts';

/** How a flat row of a result becomes a nested record. Indexes point into the row. */
export interface RecordShape {
  /** One per object the record may belong to; the first whose id is not null is it. */
  owners: { object: string; idIndex: number }[];
  entries: Entry[];
}

export type Entry =
  | { kind: 'value'; key: string; index: number; type: string; field: ViewField | undefined }
  | { kind: 'address'; key: string; parts: [string, number][]; field: ViewField }
  | { kind: 'parent'; key: string; shape: RecordShape }
  | { kind: 'typeof'; key: string; shapes: RecordShape[] }
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
    this.#addNames(this.root, this.#scope.self, this.#scope.names(path), path.at);
  }

  /** What a function returns, under its alias or the name of its field. */
  addValue(key: string, { sql, type, resolved }: Value): void {
    this.root.entries.push({ kind: 'value', key, index: this.addColumn(sql), type, field: resolved?.field });
  }

  /** A polymorphic parent, with fields that depend on what it is. Without a branch for it, it is null. */
  addTypeOf({ path, whens, otherwise, at }: TypeOf, objectNamed: (name: string) => ObjectView | undefined): void {
    const { soql } = this.#scope.context;
    const names = this.#scope.names(path);
    const relation = names.at(-1) as string;
    const before = this.#scope.parent(names.slice(0, -1), path.at);
    const { describe } = this.#scope.relationshipField(before, relation, path.at);
    const sources = this.#scope.parent(names, path.at);
    const branches = new Map<string, FieldPath[]>();
    for (const { object, fields } of whens) {
      const view = objectNamed(object);
      if (!view) throw noSuchObject(soql, at, object);
      if (!describe.referenceTo.includes(view.name))
        throw soqlError(soql, at, 'INVALID_FIELD', `invalid object type ${object} for relationship ${relation}`);
      branches.set(view.name, fields);
    }
    const shapes = sources.flatMap((source) => {
      const fields = branches.get(source.object.name) ?? otherwise;
      if (fields.length === 0) return [];
      const shape = this.#emptyShape([source]);
      for (const field of fields) this.#addNames(shape, [source], field.names, field.at);
      return [shape];
    });
    this.root.entries.push({ kind: 'typeof', key: describe.relationshipName as string, shapes });
  }

  addColumn(sql: string): number {
    return this.columns.push(sql) - 1;
  }

  #addNames(shape: RecordShape, start: Source[], names: string[], at: number): void {
    let [into, sources] = [shape, start];
    for (const [depth, name] of names.slice(0, -1).entries()) {
      const relation = this.#scope.relationshipField(sources, name, at).describe.relationshipName as string;
      sources = this.#scope.parent(names.slice(0, depth + 1), at, start);
      into = this.#parentShape(into, relation, sources);
    }
    this.#addField(into, sources, names.at(-1) as string, at);
  }

  #addField(shape: RecordShape, sources: Source[], name: string, at: number): void {
    const { sql, field } = this.#scope.column(sources, name, at);
    const key = name.toLowerCase() === 'type' && sources.length > 1 ? 'Type' : field.name;
    if (shape.entries.some((entry) => entry.key === key)) return;
    if (field.describe.type === 'address')
      shape.entries.push({ kind: 'address', key, field, parts: this.#addressColumns(sources, field, at) });
    else if (field.describe.type === 'location')
      shape.entries.push({ kind: 'address', key, field, parts: this.#locationColumns(sources, field, at) });
    else shape.entries.push({ kind: 'value', key, index: this.addColumn(sql), type: field.describe.type, field });
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
