import type { DuplicateResult, Problem } from '../api-error.ts';
import type { Queryable } from '../database.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import { hasColumn } from './caller-context.ts';
import type { DuplicateRule } from './org-rules.ts';
import type { Draft } from './prepare.ts';
import type { SaveContext } from './save-context.ts';

const defaultBasePath = '/services/data/v66.0';

/** Refuses records whose match is there already, by the object's duplicate rules. */
export async function checkDuplicates(context: SaveContext, drafts: Draft[]): Promise<void> {
  const { object, options, database } = context;
  for (const rule of object.meta.duplicateRules) {
    if (rule.action === 'allow' && options.allowDuplicates) continue;
    const keyed = drafts.filter(({ values }) => typeof values[rule.field] === 'string');
    if (keyed.length === 0) continue;
    const found = await findMatches(
      context,
      database,
      rule,
      keyed.map(({ values }) => keyOf(values[rule.field])),
    );
    for (const draft of keyed) {
      const ids = (found.get(keyOf(draft.values[rule.field])) ?? []).filter((id) => id !== draft.id);
      if (ids.length > 0) draft.problems.push(duplicateProblem(context, rule, ids));
    }
  }
}

/** The live records that match, by the value they share. */
async function findMatches(
  { view }: SaveContext,
  database: Queryable,
  { field, match_object }: DuplicateRule,
  keys: string[],
): Promise<Map<string, string[]>> {
  const meta = view.metadata.objects.get(match_object.toLowerCase());
  if (!meta || !hasColumn(meta, field)) return new Map();
  const live = ['IsDeleted', 'IsConverted'].filter((name) => hasColumn(meta, name)).map((name) => `and not "${name}"`);
  const key = `lower(${quoteName(field)})`;
  const { rows } = await database.query(
    `select "Id" as id, ${key} as key from ${tableName(meta.name)} where ${key} = any($1) ${live.join(' ')} order by "Id"`,
    [keys],
  );
  const found = new Map<string, string[]>();
  for (const { id, key: value } of rows) found.set(value, [...(found.get(value) ?? []), id]);
  return found;
}

function keyOf(value: unknown): string {
  return String(value).toLowerCase();
}

function duplicateProblem({ object, options }: SaveContext, rule: DuplicateRule, ids: string[]): Problem {
  const duplicate: DuplicateResult = {
    allowSave: rule.action === 'allow',
    duplicateRule: rule.name,
    duplicateRuleEntityType: object.name,
    errorMessage: rule.message,
    matchResults: [
      {
        entityType: rule.match_object,
        errors: [],
        matchEngine: 'ExactMatchEngine',
        matchRecords: ids.map((id) => ({
          additionalInformation: [],
          fieldDiffs: [],
          matchConfidence: 100,
          record: {
            attributes: {
              type: rule.match_object,
              url: `${options.basePath ?? defaultBasePath}/sobjects/${rule.match_object}/${id}`,
            },
            Id: id,
          },
        })),
        rule: rule.name,
        size: ids.length,
        success: true,
      },
    ],
  };
  return { statusCode: 'DUPLICATES_DETECTED', message: rule.message, fields: [], duplicate };
}
