import type { ObjectView, ProfileView, ViewField } from '../metadata/profile-view.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import type { FieldPath } from './ast.ts';
import type { Calendar } from './calendar.ts';
import { noSuchColumn, noSuchRelationship } from './soql-error.ts';

/** Values of one statement; SOQL's literals travel here, never inside the text. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

/** Hands out table aliases that are unique within one statement. */
export class Aliases {
  #next = 0;

  take(): string {
    return `t${this.#next++}`;
  }
}

/** What all scopes of one statement share. */
export interface StatementContext {
  readonly view: ProfileView;
  readonly soql: string;
  readonly calendar: Calendar;
  readonly aliases: Aliases;
  readonly parameters: Parameters;
}

/** Fields that a record has whatever object a polymorphic reference leads to; they are those of the object Name. */
const nameFields = new Set(
  `alias email firstname id isactive lastname lastreferenceddate lastvieweddate middlename name phone profile profileid recordtype
   recordtypeid suffix title type userrole userroleid username`.split(/\s+/),
);

/** One row source of a statement and the parents joined to it; a polymorphic parent is joined once per object. */
export interface Source {
  alias: string;
  object: ObjectView;
}

export interface Resolved {
  sql: string;
  field: ViewField;
  /** Where the value comes from; several for a polymorphic parent. */
  sources: Source[];
}

export class Scope {
  readonly object: ObjectView;
  readonly alias: string;
  readonly context: StatementContext;
  readonly #ownNames: Set<string>;
  readonly #joined = new Map<string, Source[]>();
  readonly joins: string[] = [];

  constructor(context: StatementContext, object: ObjectView, ownNames: string[]) {
    this.context = context;
    this.object = object;
    this.alias = context.aliases.take();
    this.#ownNames = new Set(ownNames.map((name) => name.toLowerCase()));
  }

  get from(): string {
    return [`${tableName(this.object.name)} ${this.alias}`, ...this.joins].join('\n  ');
  }

  get self(): Source[] {
    return [{ alias: this.alias, object: this.object }];
  }

  /** The path without a leading alias or object name. */
  names(path: FieldPath): string[] {
    const [first = '', ...rest] = path.names;
    return rest.length > 0 && this.#ownNames.has(first.toLowerCase()) ? rest : path.names;
  }

  resolve(path: FieldPath): Resolved {
    const names = this.names(path);
    const parents = names.slice(0, -1);
    return this.column(this.parent(parents, path.at), names.at(-1) as string, path.at);
  }

  /** The joined sources at the end of a chain of relationships, from this row or from one joined before. */
  parent(relationships: string[], at: number, start: Source[] = this.self): Source[] {
    let sources = start;
    let key = start.map(({ alias }) => alias).join();
    for (const name of relationships) {
      key = `${key}.${name.toLowerCase()}`;
      const known = this.#joined.get(key);
      sources = known ?? this.#join(sources, name, at);
      this.#joined.set(key, sources);
    }
    return sources;
  }

  /** The relationship field a parent name stands for. */
  relationshipField(sources: Source[], name: string, at: number): ViewField {
    for (const { object } of sources) {
      const field = object.relationship(name);
      if (field) return field;
    }
    throw noSuchRelationship(this.context.soql, at, name, sources[0]?.object.name ?? '');
  }

  column(sources: Source[], name: string, at: number): Resolved {
    const polymorphic = sources.length > 1;
    if (polymorphic && name.toLowerCase() === 'type') return this.#typeOf(sources);
    const having = sources.flatMap((source) => {
      const field = source.object.field(name);
      return field ? [{ source, field }] : [];
    });
    if (having.length === 0 || (polymorphic && !nameFields.has(name.toLowerCase())))
      throw noSuchColumn(this.context.soql, at, name, polymorphic ? 'Name' : (sources[0]?.object.name ?? ''));
    const expressions = having.map(({ source, field }) => columnSql(source, field));
    return {
      sql: expressions.length === 1 ? (expressions[0] as string) : `coalesce(${expressions.join(', ')})`,
      field: having[0]?.field as ViewField,
      sources,
    };
  }

  /** `Owner.Type`: the object a polymorphic reference points at; a group that is a queue says so. */
  #typeOf(sources: Source[]): Resolved {
    const cases = sources.map(({ alias, object }) => {
      const value = object.name === 'Group' ? `${alias}."Type"` : `'${object.name}'`;
      return `when ${alias}."Id" is not null then ${value}`;
    });
    const field = sources.map(({ object }) => object.field('Name')).find(Boolean) as ViewField;
    return { sql: `case ${cases.join(' ')} end`, field, sources };
  }

  #join(sources: Source[], name: string, at: number): Source[] {
    const { view, soql, aliases } = this.context;
    const field = this.relationshipField(sources, name, at);
    const [only] = sources;
    const reference = sources.length === 1 && only ? columnSql(only, field) : this.column(sources, field.name, at).sql;
    const targets = field.describe.referenceTo.flatMap((object) => view.object(object) ?? []);
    if (targets.length === 0) throw noSuchRelationship(soql, at, name, only?.object.name ?? '');
    return targets.map((object) => {
      const alias = aliases.take();
      this.joins.push(`left join ${tableName(object.name)} ${alias} on ${alias}."Id" = ${reference}`);
      return { alias, object };
    });
  }
}

export function columnSql({ alias }: Source, field: ViewField): string {
  return field.expression?.(alias) ?? `${alias}.${quoteName(field.name)}`;
}
