/** Rules that an administrator of the org sets as data. Values are those about to be saved, by field name. */
export type Values = Record<string, unknown>;

/** A condition over one record; `changed` compares with what is stored. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: string; op: 'blank' | 'changed' }
  | { field: string; op: 'equals' | 'less' | 'greater' | 'contains' | 'matches'; value: string | number | boolean };

export interface ValidationRule {
  name: string;
  field: string | null;
  condition: Condition;
  message: string;
}

export interface BeforeSaveRule {
  field: string;
  action: 'trim' | 'upper' | 'lower';
}

export interface AssignmentRule {
  id: string;
  condition: Condition | null;
  owner_id: string;
}

export interface DuplicateRule {
  name: string;
  field: string;
  match_object: string;
  action: 'block' | 'allow';
  message: string;
}

export function holds(condition: Condition, values: Values, stored: Values | undefined): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, values, stored));
  if ('any' in condition) return condition.any.some((part) => holds(part, values, stored));
  if ('not' in condition) return !holds(condition.not, values, stored);
  const value = values[condition.field];
  switch (condition.op) {
    case 'blank':
      return value === null || value === undefined || value === '';
    case 'changed':
      return stored !== undefined && comparable(value) !== comparable(stored[condition.field]);
    case 'equals':
      return comparable(value) === condition.value;
    case 'less':
      return value !== null && value !== undefined && (comparable(value) as number) < (condition.value as number);
    case 'greater':
      return value !== null && value !== undefined && (comparable(value) as number) > (condition.value as number);
    case 'contains':
      return String(value ?? '')
        .toLowerCase()
        .includes(String(condition.value).toLowerCase());
    case 'matches':
      return new RegExp(`^(?:${condition.value})$`, 'su').test(String(value ?? ''));
  }
}

export function applyBeforeSave(rules: readonly BeforeSaveRule[], values: Values): void {
  for (const { field, action } of rules) {
    const value = values[field];
    if (typeof value !== 'string') continue;
    if (action === 'trim') values[field] = value.trim();
    else values[field] = action === 'upper' ? value.toUpperCase() : value.toLowerCase();
  }
}

function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return value ?? null;
}
