import { toId18 } from '../ids.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import type { Values } from './org-rules.ts';
import type { Draft, InputRecord } from './prepare.ts';
import type { SaveContext } from './save-context.ts';
import { hasAddressPicklists } from './states-countries.ts';

export function idOf(input: InputRecord): unknown {
  return input.Id ?? input.id ?? input.ID;
}

/** Sets a draft's id, or says why what was given is none of this object's. */
export function takeId(object: ObjectView, draft: Draft, given: unknown, operation: string): void {
  if (given === undefined || given === null || given === '') {
    draft.problems.unshift({
      statusCode: 'MISSING_ARGUMENT',
      message: `Id not specified in an ${operation} call`,
      fields: [],
    });
    return;
  }
  const id = toId18(String(given));
  if (!id) {
    draft.problems.unshift({ statusCode: 'MALFORMED_ID', message: `malformed id ${given}`, fields: [] });
  } else if (object.keyPrefix && !id.startsWith(object.keyPrefix)) {
    draft.problems.unshift({
      statusCode: 'MALFORMED_ID',
      message: `Record ID: id value of incorrect type: ${given}`,
      fields: ['Id'],
    });
  }
  draft.id = id ?? String(given);
}

/** Locks the records and returns what the rules need of them, by id. In id order, so that two savers never deadlock. */
export async function lockStored(context: SaveContext, drafts: Draft[]): Promise<Map<string, Values>> {
  const { object, database } = context;
  const has = (name: string) => object.meta.fields.some((field) => field.name === name);
  const needsAll =
    object.meta.assignmentRules.length > 0 ||
    object.meta.validationRules.length > 0 ||
    object.meta.fields.some(({ required }) => required) ||
    hasAddressPicklists(context.org);
  const columns = needsAll
    ? object.meta.fields.filter(({ columnType }) => columnType).map(({ name }) => name)
    : ['Id', 'IsDeleted', 'IsConverted', 'MasterRecordId', 'RecordTypeId'].filter(has);
  const ids = drafts
    .filter(({ problems }) => problems.length === 0 || problems[0]?.statusCode !== 'MALFORMED_ID')
    .map(({ id }) => id);
  const { rows } = await database.query(
    `select ${columns.map(quoteName).join(', ')} from ${tableName(object.name)} where "Id" = any($1) order by "Id" for update`,
    [ids],
  );
  return new Map(rows.map((row) => [row.Id as string, row as Values]));
}

export function refuseMissing(drafts: Draft[], stored: Map<string, Values>): void {
  const seen = new Set<string>();
  for (const draft of drafts) {
    if (draft.id === null || draft.problems.some(({ statusCode }) => statusCode === 'MALFORMED_ID')) continue;
    const record = stored.get(draft.id);
    if (!record)
      draft.problems.unshift({
        statusCode: 'INVALID_CROSS_REFERENCE_KEY',
        message: 'invalid cross reference id',
        fields: [],
      });
    else if (record.IsDeleted)
      draft.problems.unshift({ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] });
    else if (record.IsConverted)
      draft.problems.unshift({
        statusCode: 'CANNOT_UPDATE_CONVERTED_LEAD',
        message: 'cannot reference converted lead',
        fields: [],
      });
    else if (seen.has(draft.id))
      draft.problems.unshift({
        statusCode: 'DUPLICATE_VALUE',
        message: `Duplicate id in list: ${draft.id}`,
        fields: [],
      });
    seen.add(draft.id);
  }
}
