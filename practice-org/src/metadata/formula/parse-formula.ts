import { type BinaryOperator, type Expression, FormulaError } from './ast.ts';

/** From loosest to tightest; operators of one row bind alike, to the left. */
const precedence: BinaryOperator[][] = [
  ['||'],
  ['&&'],
  ['=', '<>'],
  ['<', '<=', '>', '>='],
  ['+', '-', '&'],
  ['*', '/'],
  ['^'],
];

const sameAs: Record<string, BinaryOperator> = { '==': '=', '!=': '<>' };

const tokenPattern =
  /\s*(?:(\d+(?:\.\d+)?|\.\d+)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(\|\||&&|<>|!=|==|<=|>=|[-+*/^&=<>(),!]))/y;

interface Token {
  kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  text: string;
}

export function parseFormula(text: string): Expression {
  const parser = new Parser(tokensOf(text.replaceAll(/\/\*[\s\S]*?\*\//g, ' ')));
  const expression = parser.expression(0);
  parser.expectEnd();
  return expression;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match) throw new FormulaError(`Syntax error. Found '${text.slice(at).trim().slice(0, 1)}'`);
    const [, number, quoted, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: unquote(quoted) });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign as string });
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replaceAll(/\\(.)/g, (_all, character) => (character === 'n' ? '\n' : character));
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  expectEnd(): void {
    if (this.#next().kind !== 'end') throw new FormulaError(`Syntax error. Extra '${this.#next().text}'`);
  }

  expression(level: number): Expression {
    const operators = precedence[level];
    if (!operators) return this.#prefixed();
    let left = this.expression(level + 1);
    for (;;) {
      const { kind, text } = this.#next();
      const op = operators.find((candidate) => candidate === (sameAs[text] ?? text));
      if (kind !== 'sign' || !op) return left;
      this.#at++;
      left = { kind: 'binary', op, left, right: this.expression(level + 1) };
    }
  }

  #prefixed(): Expression {
    if (this.#take('-')) return { kind: 'minus', of: this.#prefixed() };
    if (this.#take('+')) return this.#prefixed();
    if (this.#take('!')) return { kind: 'not', of: this.#prefixed() };
    return this.#primary();
  }

  #primary(): Expression {
    const token = this.#next();
    this.#at++;
    if (token.kind === 'number') return { kind: 'number', value: token.text };
    if (token.kind === 'text') return { kind: 'text', value: token.text };
    if (token.kind === 'sign' && token.text === '(') {
      const inner = this.expression(0);
      this.#expect(')');
      return inner;
    }
    if (token.kind !== 'name') throw new FormulaError(`Syntax error. Found '${token.text || 'the end'}'`);
    if (this.#take('(')) return { kind: 'call', name: token.text.toUpperCase(), args: this.#arguments() };
    const word = token.text.toUpperCase();
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE' };
    if (word === 'NULL') return { kind: 'null' };
    return { kind: 'field', path: token.text.split('.') };
  }

  #arguments(): Expression[] {
    const args: Expression[] = [];
    if (this.#take(')')) return args;
    do args.push(this.expression(0));
    while (this.#take(','));
    this.#expect(')');
    return args;
  }

  #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #take(sign: string): boolean {
    const { kind, text } = this.#next();
    if (kind !== 'sign' || text !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw new FormulaError(`Syntax error. Missing '${sign}'`);
  }
}
