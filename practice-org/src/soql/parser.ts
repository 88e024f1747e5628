import type { Operand, OrderItem, SelectItem, SoqlQuery, TypeOf } from './ast.ts';
import { parseCondition } from './parse-condition.ts';
import { parseOperand, parsePath } from './parse-operand.ts';
import { TokenStream } from './token-stream.ts';

const clauseWords = new Set(
  `from where with group having order limit offset for update all using asc desc nulls and or not in like includes excludes
   then when else end`.split(/\s+/),
);

/** SOQL text to tree. Knows the language only, nothing of objects and fields. */
export function parseSoql(soql: string): SoqlQuery {
  const tokens = new TokenStream(soql);
  const query = parseQuery(tokens);
  if (tokens.peek().kind !== 'end') throw tokens.unexpected();
  return query;
}

export function parseQuery(tokens: TokenStream): SoqlQuery {
  tokens.word('select');
  const select = tokens.list(() => parseSelectItem(tokens));
  tokens.word('from');
  const from = parsePath(tokens);
  const alias = parseAlias(tokens);
  const scope = tokens.accept('using') ? parseScope(tokens) : undefined;
  const where = tokens.accept('where') ? parseCondition(tokens, parseQuery) : undefined;
  if (tokens.accept('with')) parseAccessMode(tokens);
  const { groupBy, grouping } = tokens.accept('group') ? parseGroupBy(tokens) : noGroups;
  const having = tokens.accept('having') ? parseCondition(tokens, parseQuery) : undefined;
  const orderBy = tokens.accept('order') ? parseOrderBy(tokens) : [];
  const limit = tokens.accept('limit') ? tokens.wholeNumber() : undefined;
  const offset = tokens.accept('offset') ? tokens.wholeNumber() : undefined;
  const ending = parseEnding(tokens);
  return { select, from, alias, scope, where, groupBy, grouping, having, orderBy, limit, offset, ...ending };
}

const noGroups: Pick<SoqlQuery, 'groupBy' | 'grouping'> = { groupBy: [], grouping: 'plain' };

function parseScope(tokens: TokenStream): SoqlQuery['scope'] {
  tokens.word('scope');
  return parsePath(tokens);
}

/** Field-level security is always on here, so these change nothing. */
function parseAccessMode(tokens: TokenStream): void {
  for (const mode of ['security_enforced', 'user_mode', 'system_mode']) if (tokens.accept(mode)) return;
  throw tokens.unexpected();
}

function parseGroupBy(tokens: TokenStream): Pick<SoqlQuery, 'groupBy' | 'grouping'> {
  tokens.word('by');
  for (const grouping of ['rollup', 'cube'] as const) {
    if (!tokens.isWord(grouping) || !tokens.isSymbol('(', 1)) continue;
    tokens.take();
    tokens.symbol('(');
    const groupBy = tokens.list(() => parseOperand(tokens));
    tokens.symbol(')');
    return { groupBy, grouping };
  }
  return { groupBy: tokens.list(() => parseOperand(tokens)), grouping: 'plain' };
}

export function parseOrderBy(tokens: TokenStream): OrderItem[] {
  tokens.word('by');
  return tokens.list(() => {
    const operand = parseOperand(tokens);
    const descending = tokens.accept('desc');
    if (!descending) tokens.accept('asc');
    return { operand, descending, nulls: tokens.accept('nulls') ? parseNullsPlace(tokens) : undefined };
  });
}

function parseNullsPlace(tokens: TokenStream): 'first' | 'last' {
  if (tokens.accept('first')) return 'first';
  tokens.word('last');
  return 'last';
}

/** FOR VIEW, FOR REFERENCE, FOR UPDATE, UPDATE TRACKING and VIEWSTAT, ALL ROWS. */
function parseEnding(tokens: TokenStream): Pick<SoqlQuery, 'allRows' | 'forView'> {
  const ending = { allRows: false, forView: false };
  for (;;) {
    if (tokens.accept('for')) {
      if (tokens.accept('view') || tokens.accept('reference')) ending.forView = true;
      else tokens.word('update');
    } else if (tokens.accept('update')) tokens.list(() => oneOf(tokens, ['tracking', 'viewstat']));
    else if (tokens.accept('all')) {
      tokens.word('rows');
      ending.allRows = true;
    } else return ending;
  }
}

function oneOf(tokens: TokenStream, words: string[]): void {
  if (!words.some((word) => tokens.accept(word))) throw tokens.unexpected();
}

export function parseSelectItem(tokens: TokenStream): SelectItem {
  if (tokens.acceptSymbol('(')) {
    const query = parseQuery(tokens);
    tokens.symbol(')');
    return { kind: 'subquery', query };
  }
  if (tokens.isWord('typeof')) return parseTypeOf(tokens);
  const operand: Operand = parseOperand(tokens);
  return { kind: 'value', operand, alias: parseAlias(tokens) };
}

function parseTypeOf(tokens: TokenStream): TypeOf {
  const { at } = tokens.take();
  const path = parsePath(tokens);
  const whens: TypeOf['whens'] = [];
  while (tokens.accept('when')) {
    const object = tokens.name();
    tokens.word('then');
    whens.push({ object, fields: tokens.list(() => parsePath(tokens)) });
  }
  if (whens.length === 0) throw tokens.unexpected();
  const otherwise = tokens.accept('else') ? tokens.list(() => parsePath(tokens)) : [];
  tokens.word('end');
  return { kind: 'typeof', path, whens, otherwise, at };
}

function parseAlias(tokens: TokenStream): string | undefined {
  const token = tokens.peek();
  if (token.kind !== 'word' || clauseWords.has(token.text.toLowerCase())) return undefined;
  return tokens.name();
}
