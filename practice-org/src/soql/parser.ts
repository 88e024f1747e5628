import type {
  Comparison,
  Condition,
  FieldPath,
  FunctionCall,
  Literal,
  Operand,
  OrderItem,
  SelectItem,
  SoqlQuery,
  TypeOf,
} from './ast.ts';
import { type Token, tokenize } from './lexer.ts';
import { malformed, soqlError } from './soql-error.ts';

const clauseWords = new Set([
  'from',
  'where',
  'with',
  'group',
  'having',
  'order',
  'limit',
  'offset',
  'for',
  'update',
  'all',
  'using',
  'asc',
  'desc',
  'nulls',
  'and',
  'or',
  'not',
  'in',
  'like',
  'includes',
  'excludes',
  'then',
  'when',
  'else',
  'end',
]);

/** SOQL text to tree. Knows the language only, nothing of objects and fields. */
export function parseSoql(soql: string): SoqlQuery {
  return new Parser(soql).whole();
}

class Parser {
  readonly #soql: string;
  readonly #tokens: Token[];
  #next = 0;

  constructor(soql: string) {
    this.#soql = soql;
    this.#tokens = tokenize(soql);
  }

  whole(): SoqlQuery {
    const query = this.#query();
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return query;
  }

  #query(): SoqlQuery {
    this.#word('select');
    const select = this.#list(() => this.#selectItem());
    this.#word('from');
    const from = this.#path();
    const alias = this.#alias();
    if (this.#accept('using')) {
      this.#word('scope');
      this.#name();
    }
    const where = this.#accept('where') ? this.#or() : undefined;
    if (this.#accept('with')) this.#name();
    const groupBy = this.#accept('group') ? this.#groupBy() : [];
    const having = this.#accept('having') ? this.#or() : undefined;
    const orderBy = this.#accept('order') ? this.#orderBy() : [];
    const limit = this.#accept('limit') ? this.#wholeNumber() : undefined;
    const offset = this.#accept('offset') ? this.#wholeNumber() : undefined;
    if (this.#accept('for') || this.#accept('update')) this.#name();
    const allRows = this.#accept('all');
    if (allRows) this.#word('rows');
    return { select, from, alias, where, groupBy, having, orderBy, limit, offset, allRows };
  }

  #groupBy(): Operand[] {
    this.#word('by');
    return this.#list(() => this.#operand());
  }

  #orderBy(): OrderItem[] {
    this.#word('by');
    return this.#list(() => {
      const operand = this.#operand();
      const descending = this.#accept('desc') || (this.#accept('asc') && false);
      let nulls: 'first' | 'last' | undefined;
      if (this.#accept('nulls')) nulls = this.#nullsPlace();
      return { operand, descending, nulls };
    });
  }

  #nullsPlace(): 'first' | 'last' {
    if (this.#accept('first')) return 'first';
    this.#word('last');
    return 'last';
  }

  #selectItem(): SelectItem {
    if (this.#isSymbol('(')) {
      this.#symbol('(');
      const query = this.#query();
      this.#symbol(')');
      return { kind: 'subquery', query };
    }
    if (this.#isWord('typeof')) return this.#typeOf();
    return { kind: 'value', operand: this.#operand(), alias: this.#alias() };
  }

  #typeOf(): TypeOf {
    const at = this.#peek().at;
    this.#word('typeof');
    const path = this.#path();
    const whens: TypeOf['whens'] = [];
    while (this.#accept('when')) {
      const object = this.#name();
      this.#word('then');
      whens.push({ object, fields: this.#list(() => this.#path()) });
    }
    const otherwise = this.#accept('else') ? this.#list(() => this.#path()) : [];
    this.#word('end');
    return { kind: 'typeof', path, whens, otherwise, at };
  }

  #operand(): Operand {
    const at = this.#peek().at;
    const path = this.#path();
    if (!this.#isSymbol('(') || path.names.length > 1) return path;
    this.#symbol('(');
    const call: FunctionCall = { kind: 'call', name: (path.names[0] as string).toLowerCase(), arguments: [], at };
    if (!this.#isSymbol(')')) call.arguments = this.#list(() => this.#operand());
    this.#symbol(')');
    return call;
  }

  #or(): Condition {
    const parts = [this.#and()];
    while (this.#accept('or')) parts.push(this.#and());
    return parts.length === 1 ? (parts[0] as Condition) : { kind: 'or', parts };
  }

  #and(): Condition {
    const parts = [this.#not()];
    while (this.#accept('and')) parts.push(this.#not());
    return parts.length === 1 ? (parts[0] as Condition) : { kind: 'and', parts };
  }

  #not(): Condition {
    if (this.#accept('not')) return { kind: 'not', part: this.#not() };
    if (this.#isSymbol('(')) {
      this.#symbol('(');
      const inner = this.#or();
      this.#symbol(')');
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Condition {
    const operand = this.#operand();
    const at = this.#peek().at;
    const negated = this.#accept('not');
    if (this.#accept('in')) return this.#membership(operand, negated, at);
    if (negated) throw this.#unexpected();
    if (this.#isWord('includes') || this.#isWord('excludes')) {
      const excluded = this.#accept('excludes') || !this.#accept('includes');
      return { kind: 'includes', operand, negated: excluded, values: this.#literalList(), at };
    }
    if (this.#accept('like')) return { kind: 'compare', operand, operator: 'like', value: this.#literal(), at };
    const token = this.#peek();
    if (token.kind !== 'symbol' || !/^(=|!=|<>|<=?|>=?)$/.test(token.text)) throw this.#unexpected();
    this.#next++;
    const operator = (token.text === '<>' ? '!=' : token.text) as Comparison;
    return { kind: 'compare', operand, operator, value: this.#literal(), at };
  }

  #membership(operand: Operand, negated: boolean, at: number): Condition {
    if (this.#tokens[this.#next + 1]?.text.toLowerCase() === 'select') {
      this.#symbol('(');
      const query = this.#query();
      this.#symbol(')');
      return { kind: 'semijoin', operand, negated, query, at };
    }
    return { kind: 'in', operand, negated, values: this.#literalList(), at };
  }

  #literalList(): Literal[] {
    this.#symbol('(');
    const values = this.#list(() => this.#literal());
    this.#symbol(')');
    return values;
  }

  #literal(): Literal {
    const token = this.#peek();
    if (token.kind === 'symbol' && token.text === ':') throw malformed('Bind variables only allowed in Apex code');
    this.#next++;
    switch (token.kind) {
      case 'string':
        return { kind: 'string', value: token.text };
      case 'number':
        return { kind: 'number', value: token.text };
      case 'date':
        return { kind: 'date', value: token.text };
      case 'datetime':
        return { kind: 'datetime', value: new Date(token.text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2').toUpperCase()) };
      case 'word':
        return this.#wordLiteral(token);
    }
    this.#next--;
    throw this.#unexpected();
  }

  #wordLiteral(token: Token): Literal {
    const word = token.text.toLowerCase();
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
    if (word === 'null') return { kind: 'null' };
    if (!/^(today|yesterday|tomorrow|(this|last|next)_\w+|n_\w+_ago)$/.test(word)) {
      this.#next--;
      throw this.#unexpected();
    }
    let count = 1;
    if (this.#isSymbol(':')) {
      this.#symbol(':');
      count = this.#wholeNumber();
    }
    return { kind: 'period', name: word, count };
  }

  #path(): FieldPath {
    const at = this.#peek().at;
    const names = [this.#name()];
    while (this.#isSymbol('.')) {
      this.#symbol('.');
      names.push(this.#name());
    }
    return { kind: 'path', names, at };
  }

  #alias(): string | undefined {
    const token = this.#peek();
    if (token.kind !== 'word' || clauseWords.has(token.text.toLowerCase())) return undefined;
    return this.#name();
  }

  #name(): string {
    const token = this.#peek();
    if (token.kind !== 'word') throw this.#unexpected();
    this.#next++;
    return token.text;
  }

  #wholeNumber(): number {
    const token = this.#peek();
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw this.#unexpected();
    this.#next++;
    return Number(token.text);
  }

  #list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.#isSymbol(',')) {
      this.#symbol(',');
      // A clause word right after a comma is a forgotten field, not a field of that name.
      if (this.#isWord('from')) throw this.#unexpected();
      items.push(item());
    }
    return items;
  }

  #accept(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#next++;
    return true;
  }

  #word(word: string): void {
    if (!this.#accept(word)) throw this.#unexpected();
  }

  #symbol(symbol: string): void {
    if (!this.#isSymbol(symbol)) throw this.#unexpected();
    this.#next++;
  }

  #isWord(word: string): boolean {
    const token = this.#peek();
    return token.kind === 'word' && token.text.toLowerCase() === word;
  }

  #isSymbol(symbol: string): boolean {
    const token = this.#peek();
    return token.kind === 'symbol' && token.text === symbol;
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #unexpected(): Error {
    const token = this.#peek();
    const message = `unexpected token: '${token.kind === 'end' ? '<EOF>' : this.#soql.slice(token.at).match(/^\w+|^./)?.[0]}'`;
    if (this.#next === 0 || token.kind === 'end') return malformed(message);
    return soqlError(this.#soql, token.at, 'MALFORMED_QUERY', message);
  }
}
