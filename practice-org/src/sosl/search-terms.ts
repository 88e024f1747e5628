import { ApiError } from '../api-error.ts';
import type { Condition, FieldPath } from '../soql/ast.ts';

/** What is looked for, apart from where: words and phrases, all, some or none of which must be there. */
export type Terms =
  | { kind: 'word'; pattern: string }
  | { kind: 'and' | 'or'; parts: Terms[] }
  | { kind: 'not'; part: Terms };

/**
 * `acme OR "United Oil"`, `jo* AND NOT smith`: words side by side must all be there.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_find.htm
 */
export function parseTerms(text: string): Terms {
  const tokens = text.match(/"(?:\\.|[^"\\])*"|[()]|(?:\\.|[^\s()"\\])+/g) ?? [];
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '');
  if (letters.length < 2)
    throw new ApiError(400, 'MALFORMED_SEARCH', `search term must be longer than one character: ${text}`);
  const terms = alternatives(tokens);
  if (tokens.length > 0) throw new ApiError(400, 'MALFORMED_SEARCH', `unexpected token: '${tokens[0]}'`);
  return terms;
}

function alternatives(tokens: string[]): Terms {
  const parts = [together(tokens)];
  while (takeWord(tokens, 'or')) parts.push(together(tokens));
  return parts.length === 1 ? (parts[0] as Terms) : { kind: 'or', parts };
}

function together(tokens: string[]): Terms {
  const parts = [single(tokens)];
  while (tokens.length > 0 && tokens[0] !== ')' && tokens[0]?.toLowerCase() !== 'or') {
    takeWord(tokens, 'and');
    parts.push(takeWord(tokens, 'not') ? { kind: 'not', part: single(tokens) } : single(tokens));
  }
  return parts.length === 1 ? (parts[0] as Terms) : { kind: 'and', parts };
}

function single(tokens: string[]): Terms {
  const token = tokens.shift();
  if (token === undefined || token === ')') throw new ApiError(400, 'MALFORMED_SEARCH', "unexpected token: '<EOF>'");
  if (token !== '(') return { kind: 'word', pattern: patternOf(token.replace(/^"|"$/g, '')) };
  const inner = alternatives(tokens);
  if (tokens.shift() !== ')')
    throw new ApiError(400, 'MALFORMED_SEARCH', "expecting a right parentheses, found '<EOF>'");
  return inner;
}

function takeWord(tokens: string[], word: string): boolean {
  if (tokens[0]?.toLowerCase() !== word) return false;
  tokens.shift();
  return true;
}

/** Whole words; `*` stands for any letters, `?` for one. */
function patternOf(word: string): string {
  const body = word
    .replace(/\\(.)|([*?])|([^\w\s])/gs, (_, escaped?: string, wildcard?: string, other?: string) =>
      wildcard ? (wildcard === '*' ? '\\w*' : '\\w') : `\\${escaped ?? other}`,
    )
    .replace(/\s+/g, '\\s+');
  return `(^|\\W)${body}($|\\W)`;
}

/** The condition that a record has the terms in its fields, each word in any of them. */
export function condition(terms: Terms, fields: FieldPath[]): Condition {
  switch (terms.kind) {
    case 'word':
      return { kind: 'or', parts: fields.map((operand) => ({ kind: 'matches', operand, pattern: terms.pattern })) };
    case 'not':
      return { kind: 'not', part: condition(terms.part, fields) };
    default:
      return { kind: terms.kind, parts: terms.parts.map((part) => condition(part, fields)) };
  }
}
