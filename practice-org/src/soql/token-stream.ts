import { type Token, tokenize } from './lexer.ts';
import { malformed, soqlError } from './soql-error.ts';

/** Walks through the tokens of a query; what isn't there is refused in Salesforce's words. */
export class TokenStream {
  readonly soql: string;
  readonly #tokens: Token[];
  #next = 0;

  constructor(soql: string) {
    this.soql = soql;
    this.#tokens = tokenize(soql);
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.#next++;
    return token;
  }

  accept(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.#next++;
    return true;
  }

  word(word: string): void {
    if (!this.accept(word)) throw this.unexpected();
  }

  symbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected();
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#next++;
    return true;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.text.toLowerCase() === word;
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  name(): string {
    if (this.peek().kind !== 'word') throw this.unexpected();
    return this.take().text;
  }

  wholeNumber(): number {
    const { kind, text } = this.peek();
    if (kind !== 'number' || !/^\d+$/.test(text)) throw this.unexpected();
    return Number(this.take().text);
  }

  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.acceptSymbol(',')) {
      // A clause word right after a comma is a forgotten field, not a field of that name.
      if (this.isWord('from')) throw this.unexpected();
      items.push(item());
    }
    return items;
  }

  /** What comes next can't stand here. */
  unexpected(): Error {
    const { kind, at } = this.peek();
    const shown = kind === 'end' ? '<EOF>' : this.soql.slice(at).match(/^\w+|^./)?.[0];
    const message = `unexpected token: '${shown}'`;
    if (this.#next === 0 || kind === 'end') return malformed(message);
    return soqlError(this.soql, at, 'MALFORMED_QUERY', message);
  }
}
