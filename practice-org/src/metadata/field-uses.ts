import type { Queryable } from '../database.ts';
import type { Condition } from '../records/org-rules.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { isFormula } from '../schema/summary-field.ts';

interface RuleRow {
  name: string;
  field: string | null;
  condition: Condition;
}

/** The names of the validation rules that look at a field. */
export async function rulesUsing(database: Queryable, object: string, field: string): Promise<string[]> {
  return (await rulesOf(database, object)).filter((rule) => uses(rule, field)).map(({ name }) => name);
}

export async function renameInRules(database: Queryable, object: string, from: string, to: string): Promise<void> {
  for (const rule of await rulesOf(database, object)) {
    if (!uses(rule, from)) continue;
    await database.query(
      'update setup.validation_rule set field = $3, condition = $4 where object = $1 and name = $2',
      [object, rule.name, rule.field === from ? to : rule.field, JSON.stringify(renamed(rule.condition, from, to))],
    );
  }
}

/** In formulas of the object itself the field stands alone, in those of others behind a relationship to it. */
export async function renameInFormulas(
  database: Queryable,
  object: string,
  before: FieldDescribe,
  after: FieldDescribe,
): Promise<void> {
  const { rows } = await database.query<{ object: string; describe: FieldDescribe }>(
    'select object, describe from setup.field',
  );
  const relationships = rows.flatMap((row) =>
    row.describe.relationshipName && row.describe.referenceTo.includes(object)
      ? [{ from: row.object, name: row.describe.relationshipName }]
      : [],
  );
  for (const row of rows) {
    if (!isFormula(row.describe)) continue;
    let formula = String(row.describe.calculatedFormula);
    if (row.object === object) {
      formula = formula.replaceAll(wholeName('(?<![\\w.])', before.name), after.name);
      if (before.relationshipName && after.relationshipName)
        formula = formula.replaceAll(wholeName('(?<![\\w.])', before.relationshipName), after.relationshipName);
    }
    for (const { from, name } of relationships)
      if (from === row.object)
        formula = formula.replaceAll(wholeName(`(?<=(?<![\\w.])${name}\\.)`, before.name), after.name);
    if (formula !== row.describe.calculatedFormula)
      await database.query(
        `update setup.field set describe = jsonb_set(describe, '{calculatedFormula}', to_jsonb($3::text)) where object = $1 and name = $2`,
        [row.object, row.describe.name, formula],
      );
  }
}

function wholeName(before: string, name: string): RegExp {
  return new RegExp(`${before}${name}(?!\\w)`, 'gi');
}

async function rulesOf(database: Queryable, object: string): Promise<RuleRow[]> {
  const { rows } = await database.query<RuleRow>(
    'select name, field, condition from setup.validation_rule where object = $1',
    [object],
  );
  return rows;
}

function uses({ field, condition }: RuleRow, name: string): boolean {
  return field === name || JSON.stringify(condition) !== JSON.stringify(renamed(condition, name, ''));
}

function renamed(condition: Condition, from: string, to: string): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => renamed(part, from, to)) };
  if ('any' in condition) return { any: condition.any.map((part) => renamed(part, from, to)) };
  if ('not' in condition) return { not: renamed(condition.not, from, to) };
  return condition.field === from ? { ...condition, field: to } : condition;
}
