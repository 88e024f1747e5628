import type { ObjectView, ViewRecordType } from '../metadata/profile-view.ts';
import type { Values } from './org-rules.ts';
import type { Draft } from './prepare.ts';
import type { SaveContext } from './save-context.ts';

/** How clients write that a record has no record type of the org's own. */
export const masterRecordType = '012000000000000AAA';

/** A new record is of the type that the caller's profile has as its default, unless it says otherwise; Master is no type at all. */
export function applyRecordType(object: ObjectView, values: Values): ViewRecordType | undefined {
  if (object.recordTypes.length === 0) return undefined;
  if (values.RecordTypeId === undefined)
    values.RecordTypeId = object.recordTypes.find(({ isDefault }) => isDefault)?.id;
  if (values.RecordTypeId === masterRecordType) values.RecordTypeId = null;
  return typeOf(object, values);
}

/**
 * Refuses record types that the caller may not use, and values of restricted picklists that the record's type does not have.
 * Only what is written is looked at: an old value stays when the type changes.
 * https://help.salesforce.com/s/articleView?id=sf.fields_creating_record_types.htm
 */
export function checkRecordTypes({ object }: SaveContext, drafts: readonly Draft[], stored: Map<string, Values>): void {
  if (object.recordTypes.length === 0) return;
  for (const { id, values, problems } of drafts) {
    if (values.RecordTypeId === masterRecordType) values.RecordTypeId = null;
    const before = id ? stored.get(id) : undefined;
    const type = typeOf(object, { ...before, ...values });
    if (values.RecordTypeId && values.RecordTypeId !== before?.RecordTypeId && !type?.available)
      problems.push({
        statusCode: 'INVALID_CROSS_REFERENCE_KEY',
        message: `Record Type ID: this ID value isn't valid for the user: ${values.RecordTypeId}`,
        fields: ['RecordTypeId'],
      });
    for (const [name, picklist] of type?.picklists ?? []) {
      const value = values[name];
      const field = object.field(name);
      if (typeof value !== 'string' || !field?.describe.restrictedPicklist) continue;
      const chosen = field.describe.type === 'multipicklist' ? value.split(';') : [value];
      const unknown = chosen.find((one) => !picklist.values.includes(one));
      if (unknown !== undefined)
        problems.push({
          statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          message: `${field.describe.label}: bad value for restricted picklist field: ${unknown}`,
          fields: [name],
        });
    }
  }
}

function typeOf(object: ObjectView, values: Values): ViewRecordType | undefined {
  return object.recordTypes.find(({ id }) => id === values.RecordTypeId);
}
