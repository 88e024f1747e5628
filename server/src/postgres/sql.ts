/** A statement with its values apart from its text: what `client.query` takes. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Static SQL: sql`select * from lockstep.user where email = ${email}`.
 * A value becomes a parameter. A Statement inside a statement is inlined, its parameters renumbered.
 */
export function sql(strings: TemplateStringsArray, ...inserts: readonly unknown[]): Query {
  let text = strings[0] ?? '';
  const values: unknown[] = [];
  inserts.forEach((insert, index) => {
    if (insert instanceof Query) {
      text += insert.renderFrom(values.length);
      values.push(...insert.values);
    } else {
      values.push(insert);
      text += `$${values.length}`;
    }
    text += strings[index + 1] ?? '';
  });
  return new Query(text, values);
}

/** Text that is SQL already: sql`select * from ${raw(identifier(schema, 'person'))}`. Never for values. */
export function raw(text: string): Query {
  return new Query(text, []);
}

/** A class, so that a value that merely looks like a statement can not be taken for one. */
export class Query implements Statement {
  readonly text: string;
  readonly values: unknown[];

  constructor(text: string, values: unknown[]) {
    this.text = text;
    this.values = values;
  }

  renderFrom(offset: number): string {
    if (this.values.length === 0) return this.text;
    return this.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`);
  }
}
