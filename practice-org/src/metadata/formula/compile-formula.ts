import { type BinaryOperator, type Expression, FormulaError } from './ast.ts';
import {
  asText,
  boolean,
  commonType,
  functions,
  number,
  type Part,
  sqlTypes,
  text,
  typed,
  type ValueType,
} from './functions.ts';
import { parseFormula } from './parse-formula.ts';

/** The value of a field named in a formula, as SQL in terms of the record's alias. */
export type ResolveField = (path: string[]) => { sql: string; type: ValueType };

export interface FormulaOptions {
  result: ValueType;
  /** Blank numbers count as zero; otherwise they make the result blank. */
  blankAsZero: boolean;
}

/** The SQL of a formula. Only literals of its text enter it, quoted. */
export function compileFormula(
  formula: string,
  resolve: ResolveField,
  { result, blankAsZero }: FormulaOptions,
): string {
  const compile = (expression: Expression): Part => {
    switch (expression.kind) {
      case 'text':
        return text(`'${expression.value.replaceAll("'", "''")}'::text`);
      case 'number':
        return number(`${expression.value}::numeric`);
      case 'boolean':
        return boolean(String(expression.value));
      case 'null':
        return { sql: 'null', type: 'null' };
      case 'field': {
        const part = resolve(expression.path);
        return part.type === 'number' && blankAsZero ? number(`coalesce(${part.sql}, 0)`) : part;
      }
      case 'not':
        return call('NOT', [compile(expression.of)]);
      case 'minus':
        return number(`(- ${compile(expression.of).sql})`);
      case 'call':
        return call(expression.name, expression.args.map(compile));
      case 'binary':
        return binary(expression.op, compile(expression.left), compile(expression.right));
    }
  };
  const part = compile(parseFormula(formula));
  if (part.type !== result && part.type !== 'null')
    throw new FormulaError(
      `Formula result is data type (${part.type}), incompatible with expected data type (${result})`,
    );
  return result === 'text' ? `nullif((${part.sql})::text, '')` : `(${part.sql})::${sqlTypes[result]}`;
}

function call(name: string, args: Part[]): Part {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found) throw new FormulaError(`Unknown function ${name}. Check spelling`);
  if (args.length < found.least || args.length > found.most)
    throw new FormulaError(`Incorrect number of parameters for function '${name}()'. Received ${args.length}`);
  return found.build(...args);
}

function binary(op: BinaryOperator, left: Part, right: Part): Part {
  switch (op) {
    case '&&':
      return call('AND', [left, right]);
    case '||':
      return call('OR', [left, right]);
    case '&':
      return text(`(${asText(left)} || ${asText(right)})`);
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(op, left, right);
    default:
      return arithmetic(op, left, right);
  }
}

function compare(op: string, left: Part, right: Part): Part {
  const type = commonType([left, right]);
  if (type === 'text') return boolean(`(${asText(left)} ${op} ${asText(right)})`);
  if (op === '=') return boolean(`(${typed(left, type)} is not distinct from ${typed(right, type)})`);
  if (op === '<>') return boolean(`(${typed(left, type)} is distinct from ${typed(right, type)})`);
  return boolean(`(${typed(left, type)} ${op} ${typed(right, type)})`);
}

function arithmetic(op: BinaryOperator, left: Part, right: Part): Part {
  if (op === '+' && left.type === 'text' && right.type === 'text') return binary('&', left, right);
  if (op === '+' || op === '-') {
    const dated = withDays(op, left, right);
    if (dated) return dated;
  }
  for (const { type } of [left, right])
    if (type !== 'number' && type !== 'null')
      throw new FormulaError(`Incorrect parameter type for operator '${op}'. Expected Number, received ${type}`);
  const [a, b] = [typed(left, 'number'), typed(right, 'number')];
  if (op === '/') return number(`(${a} / nullif(${b}, 0))`);
  return number(`(${a} ${op} ${b})`);
}

/** Days are added to dates and lie between them. */
function withDays(op: '+' | '-', left: Part, right: Part): Part | undefined {
  if (left.type === 'date' && right.type === 'number')
    return { sql: `(${left.sql} ${op} (${right.sql})::int)`, type: 'date' };
  if (left.type === 'datetime' && right.type === 'number')
    return { sql: `(${left.sql} ${op} ((${right.sql}) * interval '1 day'))`, type: 'datetime' };
  if (op === '-' && left.type === 'date' && right.type === 'date')
    return number(`(${left.sql} - ${right.sql})::numeric`);
  if (op === '-' && left.type === 'datetime' && right.type === 'datetime')
    return number(`(extract(epoch from ${left.sql} - ${right.sql}) / 86400)`);
  return undefined;
}
