import type { AssignmentRule, BeforeSaveRule, DuplicateRule, ValidationRule } from '../records/org-rules.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import type { ObjectHeader } from '../schema/object-describe.ts';
import type { SummaryDefinition } from '../schema/summary-field.ts';
import type { FieldExpression } from './field-expressions.ts';

export interface FieldMeta {
  readonly name: string;
  readonly describe: FieldDescribe;
  /** Mandatory for everyone, whatever the describe of a standard field says. */
  readonly required: boolean;
  readonly summary?: SummaryDefinition | null;
  /** undefined: compound or computed, without a column of its own. */
  readonly columnType: string | undefined;
  /** The value of a computed field or a formula. */
  readonly expression?: FieldExpression | undefined;
}

/** A record type of an object; Master is none of them. */
export interface RecordTypeMeta {
  readonly id: string;
  readonly name: string;
  readonly developerName: string;
  readonly description: string | null;
  readonly active: boolean;
  /** By field: the values its records may have, and the one that new records get. A picklist that is missing has all its values. */
  readonly picklists: ReadonlyMap<string, RecordTypePicklist>;
}

export interface RecordTypePicklist {
  readonly values: readonly string[];
  readonly preset: string | null;
}

export interface ObjectMeta {
  readonly name: string;
  readonly describe: ObjectHeader;
  readonly fields: readonly FieldMeta[];
  readonly validationRules: readonly ValidationRule[];
  readonly beforeSaveRules: readonly BeforeSaveRule[];
  readonly assignmentRules: readonly AssignmentRule[];
  readonly duplicateRules: readonly DuplicateRule[];
  readonly recordTypes: readonly RecordTypeMeta[];
}

export interface FieldPermission {
  readable: boolean;
  editable: boolean;
}

export interface ObjectPermission {
  readable: boolean;
  createable: boolean;
  editable: boolean;
  deletable: boolean;
}

export interface RecordTypeVisibility {
  visible: boolean;
  is_default: boolean;
}

export interface ProfilePermissions {
  fields: Map<string, FieldPermission>;
  objects: Map<string, ObjectPermission>;
  /** By the id of the record type. */
  recordTypes: Map<string, RecordTypeVisibility>;
}

/** Everything the org knows about its objects at one metadata version. */
export interface Metadata {
  readonly version: number;
  readonly changedAt: Date;
  readonly objects: ReadonlyMap<string, ObjectMeta>;
  readonly permissions: ReadonlyMap<string, ProfilePermissions>;
}
