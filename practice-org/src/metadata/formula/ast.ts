/** A formula as a tree. */
export type Expression =
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null' }
  | { kind: 'field'; path: string[] }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'not'; of: Expression }
  | { kind: 'minus'; of: Expression }
  | { kind: 'binary'; op: BinaryOperator; left: Expression; right: Expression };

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '&' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '&&' | '||';

export class FormulaError extends Error {
  override name = 'FormulaError';
}
