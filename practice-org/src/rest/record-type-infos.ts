import type { ObjectView, ViewField, ViewRecordType } from '../metadata/profile-view.ts';
import { masterRecordType } from '../records/record-types.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';

export interface RecordTypeInfo {
  active: boolean;
  available: boolean;
  defaultRecordTypeMapping: boolean;
  developerName: string;
  master: boolean;
  name: string;
  recordTypeId: string;
}

/** The record types of an object as a profile has them, Master last; none for objects that can't have any. */
export function recordTypeInfos(object: ObjectView): RecordTypeInfo[] {
  if ((object.meta.describe.recordTypeInfos as unknown[] | undefined)?.length === 0) return [];
  const own = object.recordTypes.map(({ active, available, isDefault, developerName, name, id }) => ({
    active,
    available,
    defaultRecordTypeMapping: isDefault,
    developerName,
    master: false,
    name,
    recordTypeId: id,
  }));
  const master = {
    active: true,
    available: true,
    defaultRecordTypeMapping: !own.some(({ defaultRecordTypeMapping }) => defaultRecordTypeMapping),
    developerName: 'Master',
    master: true,
    name: 'Master',
    recordTypeId: masterRecordType,
  };
  return [...own, master];
}

/** The record type with this id of 15 or 18 characters: undefined for Master, null when there is none. */
export function recordTypeOf(object: ObjectView, id: string): ViewRecordType | undefined | null {
  const isSame = (known: string) => known.slice(0, 15) === id.slice(0, 15) && (id.length === 15 || known === id);
  if (isSame(masterRecordType)) return undefined;
  return object.recordTypes.find((type) => isSame(type.id)) ?? null;
}

export const hasPicklist = ({ describe }: ViewField): boolean =>
  describe.type === 'picklist' || describe.type === 'multipicklist';

/** The values of a picklist that records of a type may have; its default is the type's own where the type lists the picklist. */
export function picklistValuesFor(
  { name, describe }: ViewField,
  type: ViewRecordType | undefined,
): FieldDescribe['picklistValues'] {
  const active = describe.picklistValues.filter((entry) => entry.active);
  const listed = type?.picklists.get(name);
  if (!listed) return active;
  return active
    .filter(({ value }) => listed.values.includes(value))
    .map((entry) => ({ ...entry, defaultValue: entry.value === listed.preset }));
}
