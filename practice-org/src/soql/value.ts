import type { Resolved } from './scope.ts';

/** What a value is once it has left a function: the field's own type, or a number. */
export interface Value {
  sql: string;
  /** A describe's field type; `format X` is an X that the user's locale writes as text. */
  type: string;
  resolved: Resolved | undefined;
}
