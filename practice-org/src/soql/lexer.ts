import { malformed, soqlError } from './soql-error.ts';

export type TokenKind = 'word' | 'string' | 'number' | 'date' | 'datetime' | 'time' | 'symbol' | 'end';

export interface Token {
  kind: TokenKind;
  /** For a string: its value without quotes and escapes. */
  text: string;
  at: number;
}

const patterns: [TokenKind, RegExp][] = [
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/iy],
  ['date', /\d{4}-\d\d-\d\d(?!T)/y],
  ['time', /\d\d:\d\d:\d\d(?:\.\d+)?Z?/iy],
  ['number', /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w])/iy],
  ['word', /[A-Za-z][\w]*/y],
  ['symbol', /<=|>=|!=|<>|[=<>(),.:]/y],
];

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  N: '\n',
  R: '\r',
  T: '\t',
  B: '\b',
  F: '\f',
};

export function tokenize(soql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < soql.length) {
    if (/\s/.test(soql[at] as string)) {
      at++;
      continue;
    }
    const token = soql[at] === "'" ? readString(soql, at) : readToken(soql, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: soql.length });
  return tokens;
}

function readToken(soql: string, at: number): Token & { end: number } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(soql);
    if (match) return { kind, text: match[0], at, end: at + match[0].length };
  }
  throw soqlError(soql, at, 'MALFORMED_QUERY', `unexpected token: '${soql[at]}'`);
}

/** A string keeps `\%` and `\_` as they are: LIKE needs to know that they are meant literally. */
function readString(soql: string, at: number): Token & { end: number } {
  let text = '';
  for (let i = at + 1; i < soql.length; i++) {
    const character = soql[i] as string;
    if (character === "'") return { kind: 'string', text, at, end: i + 1 };
    if (character !== '\\') {
      text += character;
      continue;
    }
    const next = soql[++i] ?? '';
    if (next === 'u' && /^[0-9a-f]{4}$/i.test(soql.slice(i + 1, i + 5))) {
      text += String.fromCharCode(Number.parseInt(soql.slice(i + 1, i + 5), 16));
      i += 4;
    } else if (next === '%' || next === '_' || next === '\\') {
      text += `\\${next}`;
    } else {
      text += escapes[next] ?? next;
    }
  }
  throw malformed("Bind variables only allowed in Apex code; or a string is not closed: expecting a single quote (')");
}
