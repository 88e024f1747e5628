import type { Comparison, Condition, Operand, SoqlQuery } from './ast.ts';
import { parseLiteral, parseLiterals, parseOperand } from './parse-operand.ts';
import type { TokenStream } from './token-stream.ts';

type ParseQuery = (tokens: TokenStream) => SoqlQuery;

/**
 * One kind of operator to a level: AND and OR together, or NOT beside either, need parentheses. What follows in the text is
 * refused by whoever asked for the condition.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_logicaloperators.htm
 */
export function parseCondition(tokens: TokenStream, parseQuery: ParseQuery): Condition {
  if (tokens.accept('not')) return { kind: 'not', part: parsePart(tokens, parseQuery) };
  const first = parsePart(tokens, parseQuery);
  for (const kind of ['and', 'or'] as const) {
    if (!tokens.isWord(kind)) continue;
    const parts = [first];
    while (tokens.accept(kind)) parts.push(parsePart(tokens, parseQuery));
    return { kind, parts };
  }
  return first;
}

function parsePart(tokens: TokenStream, parseQuery: ParseQuery): Condition {
  if (!tokens.acceptSymbol('(')) return parseComparison(tokens, parseQuery);
  const inner = parseCondition(tokens, parseQuery);
  tokens.symbol(')');
  return inner;
}

function parseComparison(tokens: TokenStream, parseQuery: ParseQuery): Condition {
  if (tokens.isWord('not')) throw tokens.unexpected();
  const operand = parseOperand(tokens);
  const { at } = tokens.peek();
  const negated = tokens.accept('not');
  if (tokens.accept('in')) return parseMembership(tokens, parseQuery, operand, negated, at);
  if (negated) throw tokens.unexpected();
  if (tokens.accept('includes')) return { kind: 'includes', operand, negated, values: parseLiterals(tokens), at };
  if (tokens.accept('excludes')) return { kind: 'includes', operand, negated: true, values: parseLiterals(tokens), at };
  const operator = parseOperator(tokens);
  return { kind: 'compare', operand, operator, value: parseLiteral(tokens), at };
}

function parseOperator(tokens: TokenStream): Comparison {
  if (tokens.accept('like')) return 'like';
  const { kind, text } = tokens.peek();
  if (kind !== 'symbol' || !/^(=|!=|<>|<=?|>=?)$/.test(text)) throw tokens.unexpected();
  tokens.take();
  return text === '<>' ? '!=' : (text as Comparison);
}

function parseMembership(
  tokens: TokenStream,
  parseQuery: ParseQuery,
  operand: Operand,
  negated: boolean,
  at: number,
): Condition {
  if (!tokens.isWord('select', 1)) return { kind: 'in', operand, negated, values: parseLiterals(tokens), at };
  tokens.symbol('(');
  const query = parseQuery(tokens);
  tokens.symbol(')');
  return { kind: 'semijoin', operand, negated, query, at };
}
