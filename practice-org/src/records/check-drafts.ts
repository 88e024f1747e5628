import { rowFault } from '../faults/faults.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import { applyCampaignRules } from './campaign-rules.ts';
import { checkDuplicates } from './duplicates.ts';
import { applyBeforeSave, holds, type Values } from './org-rules.ts';
import { type Draft, missingFields } from './prepare.ts';
import { checkPushTopics } from './push-topic-rules.ts';
import { checkRecordTypes } from './record-types.ts';
import { checkReferences } from './references.ts';
import type { SaveContext } from './save-context.ts';
import { checkStatesAndCountries } from './states-countries.ts';

/** The rules that look at whole records: mandatory fields, references, unique values, the org's own validation rules. */
export async function checkDrafts(context: SaveContext, drafts: Draft[], stored: Map<string, Values>): Promise<void> {
  const { object, database, view } = context;
  for (const draft of drafts) {
    applyBeforeSave(object.meta.beforeSaveRules, draft.values);
    const missing =
      draft.problems.length === 0 &&
      missingFields(object, draft.values, draft.id ? (stored.get(draft.id) ?? {}) : undefined);
    if (missing) draft.problems.push(missing);
  }
  const plausible = drafts.filter(({ problems }) => problems.length === 0);
  checkRecordTypes(context, plausible, stored);
  await checkReferences(
    database,
    view,
    object,
    plausible.filter(({ problems }) => problems.length === 0),
  );
  await checkUnique(context, plausible);
  await checkDuplicates(context, plausible);
  checkStatesAndCountries(context, plausible, (draft) => (draft.id ? stored.get(draft.id) : undefined));
  await checkPushTopics(context, plausible);
  await applyCampaignRules(
    context,
    plausible.filter(({ problems }) => problems.length === 0),
  );
  for (const draft of plausible) {
    const before = draft.id ? stored.get(draft.id) : undefined;
    const whole = { ...before, ...draft.values };
    const fault = rowFault(context.org, object.name, { ...draft.values, Id: draft.id });
    if (fault) draft.problems.push(fault);
    for (const rule of object.meta.validationRules) {
      if (!holds(rule.condition, whole, before)) continue;
      draft.problems.push({
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: rule.message,
        fields: rule.field ? [rule.field] : [],
      });
    }
  }
}

async function checkUnique({ object, database }: SaveContext, drafts: Draft[]): Promise<void> {
  const unique = object.meta.fields.filter(
    ({ name, describe, columnType }) => columnType && (describe.unique || `${object.name}.${name}` === 'User.Username'),
  );
  for (const { name, describe } of unique) {
    const key = (value: unknown) => (describe.caseSensitive ? String(value) : String(value).toLowerCase());
    const using = drafts.filter(({ values }) => values[name] !== null && values[name] !== undefined);
    if (using.length === 0) continue;
    const { rows } = await database.query(
      `select "Id" as id, ${quoteName(name)}::text as value from ${tableName(object.name)} where lower(${quoteName(name)}::text) = any($1)`,
      [using.map(({ values }) => String(values[name]).toLowerCase())],
    );
    const taken = new Map(rows.map((row) => [key(row.value), row.id as string]));
    for (const draft of using) {
      const other = taken.get(key(draft.values[name]));
      if (other && other !== draft.id)
        draft.problems.push({
          statusCode: 'DUPLICATE_VALUE',
          message: `duplicate value found: ${name} duplicates value on record with id: ${other.slice(0, 15)}`,
          fields: [],
        });
      else taken.set(key(draft.values[name]), draft.id ?? '');
    }
  }
}
