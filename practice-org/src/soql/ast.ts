/** A parsed SOQL query. `at` is where something starts in the text, for error messages. */
export interface SoqlQuery {
  select: SelectItem[];
  from: FieldPath;
  alias: string | undefined;
  /** USING SCOPE, in lower case. */
  scope: FieldPath | undefined;
  where: Condition | undefined;
  groupBy: Operand[];
  /** GROUP BY ROLLUP (…) and CUBE (…) add rows of subtotals. */
  grouping: 'plain' | 'rollup' | 'cube';
  having: Condition | undefined;
  orderBy: OrderItem[];
  limit: number | undefined;
  offset: number | undefined;
  allRows: boolean;
  /** FOR VIEW or FOR REFERENCE: the records count as looked at. */
  forView: boolean;
}

export interface FieldPath {
  kind: 'path';
  names: string[];
  at: number;
}

export interface FunctionCall {
  kind: 'call';
  name: string;
  arguments: Operand[];
  at: number;
}

/** A literal among a function's arguments: a coordinate, a unit. */
export interface Constant {
  kind: 'constant';
  value: string;
  at: number;
}

export type Operand = FieldPath | FunctionCall | Constant;

export interface TypeOf {
  kind: 'typeof';
  path: FieldPath;
  whens: { object: string; fields: FieldPath[] }[];
  otherwise: FieldPath[];
  at: number;
}

export type SelectItem =
  | { kind: 'value'; operand: Operand; alias: string | undefined }
  | { kind: 'subquery'; query: SoqlQuery }
  | TypeOf;

export type Literal =
  | { kind: 'string'; value: string }
  | { kind: 'number'; value: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null' }
  | { kind: 'date'; value: string }
  | { kind: 'datetime'; value: Date }
  | { kind: 'time'; value: string }
  | { kind: 'period'; name: string; count: number };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like';

export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; operand: Operand; operator: Comparison; value: Literal; at: number }
  | { kind: 'in'; operand: Operand; negated: boolean; values: Literal[]; at: number }
  | { kind: 'semijoin'; operand: Operand; negated: boolean; query: SoqlQuery; at: number }
  /** Of a search, not of SOQL: a regular expression without regard to case. */
  | { kind: 'matches'; operand: Operand; pattern: string }
  | { kind: 'includes'; operand: Operand; negated: boolean; values: Literal[]; at: number };

export interface OrderItem {
  operand: Operand;
  descending: boolean;
  nulls: 'first' | 'last' | undefined;
}
