import { ApiError } from '../api-error.ts';
import type { Condition, OrderItem, SelectItem } from '../soql/ast.ts';
import { parseCondition } from '../soql/parse-condition.ts';
import { parseOrderBy, parseQuery, parseSelectItem } from '../soql/parser.ts';
import { TokenStream } from '../soql/token-stream.ts';

export type SearchGroup = 'all' | 'name' | 'email' | 'phone' | 'sidebar';

/** Which fields of which records of an object a search returns. */
export interface Returned {
  object: string;
  /** Empty: the id. */
  select: SelectItem[];
  where: Condition | undefined;
  orderBy: OrderItem[];
  limit: number | undefined;
  offset: number | undefined;
}

export interface Search {
  terms: string;
  group: SearchGroup;
  /** Empty: every object that can be searched. */
  returning: Returned[];
  limit: number;
}

const most = 2000;

/** `FIND {…} IN … FIELDS RETURNING Object(fields WHERE … ORDER BY … LIMIT …), … LIMIT n` */
export function parseSosl(sosl: string): Search {
  const found = /^\s*find\s*\{((?:\\.|[^}\\])*)\}/i.exec(sosl);
  if (!found) {
    const message = 'No search term found. The search term must be enclosed in braces.';
    throw new ApiError(400, 'MALFORMED_SEARCH', message);
  }
  // The term is not made of SOQL's tokens; blanks keep the places of what follows.
  const tokens = new TokenStream(' '.repeat(found[0].length) + sosl.slice(found[0].length));
  const group = tokens.accept('in') ? parseGroup(tokens) : 'all';
  const returning = tokens.accept('returning') ? tokens.list(() => parseReturned(tokens)) : [];
  const limit = tokens.accept('limit') ? tokens.wholeNumber() : most;
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return { terms: found[1] as string, group, returning, limit: Math.min(limit, most) };
}

function parseGroup(tokens: TokenStream): SearchGroup {
  for (const group of ['all', 'name', 'email', 'phone', 'sidebar'] as const) {
    if (!tokens.accept(group)) continue;
    tokens.word('fields');
    return group;
  }
  throw tokens.unexpected();
}

function parseReturned(tokens: TokenStream): Returned {
  const object = tokens.name();
  if (!tokens.acceptSymbol('(')) return everyRecord(object);
  const returned = parseFilter(tokens, object);
  tokens.symbol(')');
  return returned;
}

function parseFilter(tokens: TokenStream, object: string): Returned {
  const select = tokens.list(() => parseSelectItem(tokens));
  const where = tokens.accept('where') ? parseCondition(tokens, parseQuery) : undefined;
  const orderBy = tokens.accept('order') ? parseOrderBy(tokens) : [];
  const limit = tokens.accept('limit') ? tokens.wholeNumber() : undefined;
  const offset = tokens.accept('offset') ? tokens.wholeNumber() : undefined;
  return { object, select, where, orderBy, limit, offset };
}

export function everyRecord(object: string): Returned {
  return { object, select: [], where: undefined, orderBy: [], limit: undefined, offset: undefined };
}

/** The parts of a parameterized search, which are SOQL's too. */
export function returnedOf(parts: {
  name: string;
  fields?: string[] | undefined;
  where?: string | undefined;
  orderBy?: string | undefined;
  limit?: number | undefined;
}): Returned {
  const { name, fields = [], where, orderBy, limit } = parts;
  const clauses = [
    fields.length > 0 ? fields.join(', ') : 'Id',
    where && `WHERE ${where}`,
    orderBy && `ORDER BY ${orderBy}`,
    limit !== undefined && `LIMIT ${limit}`,
  ];
  const tokens = new TokenStream(clauses.filter(Boolean).join(' '));
  const returned = parseFilter(tokens, name);
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return returned;
}
