import type { FieldPath, FunctionCall, Literal, Operand } from './ast.ts';
import type { Token } from './lexer.ts';
import { malformed } from './soql-error.ts';
import type { TokenStream } from './token-stream.ts';

export function parsePath(tokens: TokenStream): FieldPath {
  const { at } = tokens.peek();
  const names = [tokens.name()];
  while (tokens.acceptSymbol('.')) names.push(tokens.name());
  return { kind: 'path', names, at };
}

/** A field, or a function of fields, other functions and constants. */
export function parseOperand(tokens: TokenStream): Operand {
  const path = parsePath(tokens);
  if (!tokens.isSymbol('(') || path.names.length > 1) return path;
  return parseCall(tokens, path);
}

function parseCall(tokens: TokenStream, { names, at }: FieldPath): FunctionCall {
  const call: FunctionCall = { kind: 'call', name: (names[0] as string).toLowerCase(), arguments: [], at };
  tokens.symbol('(');
  if (!tokens.isSymbol(')')) call.arguments = tokens.list(() => parseArgument(tokens));
  tokens.symbol(')');
  return call;
}

function parseArgument(tokens: TokenStream): Operand {
  const { kind, text, at } = tokens.peek();
  if (kind !== 'number' && kind !== 'string') return parseOperand(tokens);
  tokens.take();
  return { kind: 'constant', value: text, at };
}

export function parseLiterals(tokens: TokenStream): Literal[] {
  tokens.symbol('(');
  const values = tokens.list(() => parseLiteral(tokens));
  tokens.symbol(')');
  return values;
}

export function parseLiteral(tokens: TokenStream): Literal {
  const token = tokens.peek();
  if (token.kind === 'symbol' && token.text === ':') throw malformed('Bind variables only allowed in Apex code');
  const literal = literalOf(token);
  if (!literal) throw tokens.unexpected();
  tokens.take();
  if (literal.kind === 'period' && tokens.acceptSymbol(':')) return { ...literal, count: tokens.wholeNumber() };
  return literal;
}

const periods = /^(today|yesterday|tomorrow|(this|last|next)_\w+|n_\w+_ago)$/;

function literalOf({ kind, text }: Token): Literal | undefined {
  switch (kind) {
    case 'string':
    case 'number':
    case 'date':
    case 'time':
      return { kind, value: text };
    case 'datetime':
      return { kind, value: new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2').toUpperCase()) };
    case 'word':
      return wordLiteral(text.toLowerCase());
    default:
      return undefined;
  }
}

function wordLiteral(word: string): Literal | undefined {
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
  if (word === 'null') return { kind: 'null' };
  return periods.test(word) ? { kind: 'period', name: word, count: 1 } : undefined;
}
