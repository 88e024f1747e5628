import { FormulaError } from './ast.ts';

export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'null';

/** A compiled part: the SQL of its value and what kind of value that is. */
export interface Part {
  sql: string;
  type: ValueType;
}

type Build = (...args: Part[]) => Part;

export const sqlTypes: Record<ValueType, string> = {
  text: 'text',
  number: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  null: 'text',
};

export const text = (sql: string): Part => ({ sql, type: 'text' });
export const number = (sql: string): Part => ({ sql, type: 'number' });
export const boolean = (sql: string): Part => ({ sql, type: 'boolean' });

/** Text as formulas see it: blank where there is none. */
export const asText = ({ sql, type }: Part): string => {
  if (type === 'number') return `coalesce(trim_scale(${sql})::text, '')`;
  if (type === 'datetime') return `coalesce(to_char(${sql}, 'YYYY-MM-DD HH24:MI:SS"Z"'), '')`;
  return `coalesce((${sql})::text, '')`;
};

/** The first that is not blank decides the type of an IF's or CASE's result. */
export function commonType(parts: Part[]): ValueType {
  const types = new Set(parts.map(({ type }) => type).filter((type) => type !== 'null'));
  if (types.size > 1) throw new FormulaError(`Incorrect parameter types: ${[...types].join(' and ')}`);
  return [...types][0] ?? 'null';
}

export const typed = (part: Part, type: ValueType): string =>
  part.type === 'null' ? `null::${sqlTypes[type]}` : part.sql;

const isBlank = (part: Part) => (part.type === 'text' ? `(nullif(${part.sql}, '') is null)` : `(${part.sql} is null)`);

const condition = ({ sql, type }: Part): string => {
  if (type !== 'boolean' && type !== 'null')
    throw new FormulaError(`Incorrect parameter type. Expected Boolean, received ${type}`);
  return `coalesce(${sql}, false)`;
};

const ofDate =
  (part: string): Build =>
  (date) =>
    number(`extract(${part} from ${(date as Part).sql})::numeric`);

const numeric =
  (name: string): Build =>
  (...args) =>
    number(`${name}(${args.map(({ sql }) => sql).join(', ')})`);

const rounding =
  (name: string): Build =>
  (value, digits) =>
    number(`${name}(${(value as Part).sql}${digits ? `, (${digits.sql})::int` : ''})`);

/** Functions by name, with how many arguments they take. */
export const functions: Record<string, { least: number; most: number; build: Build }> = {
  IF: { least: 3, most: 3, build: (test, yes, no) => choose([[condition(test as Part), yes as Part]], no as Part) },
  CASE: { least: 4, most: 41, build: (value, ...rest) => chooseBy(value as Part, rest) },
  AND: { least: 1, most: 30, build: (...all) => boolean(`(${all.map(condition).join(' and ')})`) },
  OR: { least: 1, most: 30, build: (...any) => boolean(`(${any.map(condition).join(' or ')})`) },
  NOT: { least: 1, most: 1, build: (of) => boolean(`(not ${condition(of as Part)})`) },
  ISBLANK: { least: 1, most: 1, build: (of) => boolean(isBlank(of as Part)) },
  ISNULL: { least: 1, most: 1, build: (of) => boolean(isBlank(of as Part)) },
  BLANKVALUE: {
    least: 2,
    most: 2,
    build: (of, other) => choose([[`not ${isBlank(of as Part)}`, of as Part]], other as Part),
  },
  NULLVALUE: {
    least: 2,
    most: 2,
    build: (of, other) => choose([[`not ${isBlank(of as Part)}`, of as Part]], other as Part),
  },
  ISPICKVAL: {
    least: 2,
    most: 2,
    build: (field, value) => boolean(`(${asText(field as Part)} = ${asText(value as Part)})`),
  },
  INCLUDES: {
    least: 2,
    most: 2,
    build: (field, value) =>
      boolean(`(${asText(value as Part)} = any(string_to_array(${asText(field as Part)}, ';')))`),
  },
  CONTAINS: {
    least: 2,
    most: 2,
    build: (whole, part) => boolean(`(strpos(${asText(whole as Part)}, ${asText(part as Part)}) > 0)`),
  },
  BEGINS: {
    least: 2,
    most: 2,
    build: (whole, part) => boolean(`starts_with(${asText(whole as Part)}, ${asText(part as Part)})`),
  },
  TEXT: { least: 1, most: 1, build: (of) => text(asText(of as Part)) },
  VALUE: {
    least: 1,
    most: 1,
    build: (of) => {
      const trimmed = `trim(${asText(of as Part)})`;
      return number(`(case when ${trimmed} ~ '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)$' then ${trimmed}::numeric end)`);
    },
  },
  LEN: { least: 1, most: 1, build: (of) => number(`length(${asText(of as Part)})::numeric`) },
  UPPER: { least: 1, most: 1, build: (of) => text(`upper(${asText(of as Part)})`) },
  LOWER: { least: 1, most: 1, build: (of) => text(`lower(${asText(of as Part)})`) },
  TRIM: { least: 1, most: 1, build: (of) => text(`trim(${asText(of as Part)})`) },
  LEFT: {
    least: 2,
    most: 2,
    build: (of, n) => text(`left(${asText(of as Part)}, greatest((${(n as Part).sql})::int, 0))`),
  },
  RIGHT: {
    least: 2,
    most: 2,
    build: (of, n) => text(`right(${asText(of as Part)}, greatest((${(n as Part).sql})::int, 0))`),
  },
  MID: {
    least: 3,
    most: 3,
    build: (of, start, n) =>
      text(`substr(${asText(of as Part)}, (${(start as Part).sql})::int, greatest((${(n as Part).sql})::int, 0))`),
  },
  SUBSTITUTE: {
    least: 3,
    most: 3,
    build: (of, old, other) => text(`replace(${asText(of as Part)}, ${asText(old as Part)}, ${asText(other as Part)})`),
  },
  ROUND: { least: 2, most: 2, build: rounding('round') },
  ABS: { least: 1, most: 1, build: numeric('abs') },
  CEILING: { least: 1, most: 1, build: numeric('ceil') },
  FLOOR: { least: 1, most: 1, build: numeric('floor') },
  SQRT: { least: 1, most: 1, build: numeric('sqrt') },
  MOD: { least: 2, most: 2, build: (a, b) => number(`mod(${(a as Part).sql}, nullif(${(b as Part).sql}, 0))`) },
  MAX: { least: 1, most: 30, build: numeric('greatest') },
  MIN: { least: 1, most: 30, build: numeric('least') },
  TODAY: { least: 0, most: 0, build: () => ({ sql: 'setup.now()::date', type: 'date' }) },
  NOW: { least: 0, most: 0, build: () => ({ sql: 'setup.clock()', type: 'datetime' }) },
  YEAR: { least: 1, most: 1, build: ofDate('year') },
  MONTH: { least: 1, most: 1, build: ofDate('month') },
  DAY: { least: 1, most: 1, build: ofDate('day') },
  DATEVALUE: { least: 1, most: 1, build: (of) => ({ sql: `(${(of as Part).sql})::date`, type: 'date' }) },
  DATE: {
    least: 3,
    most: 3,
    build: (...parts) => ({ sql: `make_date(${parts.map(({ sql }) => `(${sql})::int`).join(', ')})`, type: 'date' }),
  },
};

function choose(cases: [string, Part][], otherwise: Part): Part {
  const type = commonType([...cases.map(([, part]) => part), otherwise]);
  const whens = cases.map(([test, part]) => `when ${test} then ${typed(part, type)}`);
  return { sql: `(case ${whens.join(' ')} else ${typed(otherwise, type)} end)`, type };
}

function chooseBy(value: Part, rest: Part[]): Part {
  if (rest.length % 2 === 0) throw new FormulaError('Incorrect number of parameters for function CASE()');
  const cases: [string, Part][] = [];
  for (let i = 0; i + 1 < rest.length; i += 2)
    cases.push([`${asText(value)} = ${asText(rest[i] as Part)}`, rest[i + 1] as Part]);
  return choose(cases, rest.at(-1) as Part);
}
