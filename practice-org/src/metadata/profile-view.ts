import { type Api, isInApi } from '../schema/tooling-objects.ts';
import type {
  FieldMeta,
  Metadata,
  ObjectMeta,
  ObjectPermission,
  ProfilePermissions,
  RecordTypeMeta,
} from './metadata.ts';

const everything: ObjectPermission = { readable: true, createable: true, editable: true, deletable: true };

/** A field as one profile sees it. */
export interface ViewField extends FieldMeta {
  readonly createable: boolean;
  readonly updateable: boolean;
}

/** A record type as one profile sees it. */
export interface ViewRecordType extends RecordTypeMeta {
  /** Whether people with this profile may make records of it. */
  readonly available: boolean;
  /** What their new records are unless they say otherwise; when none is, that is Master. */
  readonly isDefault: boolean;
}

/** A child relationship that can be followed in a subquery. */
export interface ViewChild {
  readonly object: string;
  readonly field: string;
  readonly relationshipName: string;
}

/** One object as one profile sees it; names are looked up without case, as Salesforce does. */
export class ObjectView {
  readonly name: string;
  readonly meta: ObjectMeta;
  readonly permission: ObjectPermission;
  readonly fields: readonly ViewField[];
  readonly recordTypes: readonly ViewRecordType[];
  readonly #byName = new Map<string, ViewField>();
  readonly #byRelationship = new Map<string, ViewField>();

  constructor(meta: ObjectMeta, permissions: ProfilePermissions | undefined) {
    this.name = meta.name;
    this.meta = meta;
    this.permission = permissions?.objects.get(meta.name) ?? everything;
    this.fields = meta.fields.flatMap((field) => viewField(meta.name, field, this.permission, permissions) ?? []);
    this.recordTypes = meta.recordTypes.map((type) => {
      const { visible = true, is_default = false } = permissions?.recordTypes.get(type.id) ?? {};
      return { ...type, available: type.active && visible, isDefault: type.active && is_default };
    });
    for (const field of this.fields) {
      this.#byName.set(field.name.toLowerCase(), field);
      const relationship = field.describe.relationshipName;
      if (relationship) this.#byRelationship.set(relationship.toLowerCase(), field);
    }
  }

  field(name: string): ViewField | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  /** The reference field behind a parent relationship such as `Owner` or `Parent__r`. */
  relationship(name: string): ViewField | undefined {
    return this.#byRelationship.get(name.toLowerCase());
  }

  get keyPrefix(): string | null {
    return this.meta.describe.keyPrefix;
  }
}

export class ProfileView {
  readonly metadata: Metadata;
  readonly #api: Api;
  readonly #permissions: ProfilePermissions | undefined;
  readonly #objects = new Map<string, ObjectView | undefined>();

  constructor(metadata: Metadata, permissions: ProfilePermissions | undefined, api: Api = 'data') {
    this.metadata = metadata;
    this.#api = api;
    this.#permissions = permissions;
  }

  object(name: string): ObjectView | undefined {
    const key = name.toLowerCase();
    if (!this.#objects.has(key)) this.#objects.set(key, this.#make(key));
    return this.#objects.get(key);
  }

  objects(): ObjectView[] {
    return [...this.metadata.objects.keys()].flatMap((key) => this.object(key) ?? []);
  }

  objectOfId(id: string): ObjectView | undefined {
    return this.objects().find((object) => object.keyPrefix === id.slice(0, 3));
  }

  childRelationship(parent: ObjectView, name: string): ViewChild | undefined {
    const wanted = name.toLowerCase();
    for (const child of parent.meta.describe.childRelationships) {
      if (child.relationshipName?.toLowerCase() !== wanted) continue;
      if (!this.object(child.childSObject)?.field(child.field)) continue;
      return { object: child.childSObject, field: child.field, relationshipName: child.relationshipName };
    }
    return undefined;
  }

  #make(key: string): ObjectView | undefined {
    const meta = this.metadata.objects.get(key);
    if (!meta || !isInApi(this.#api, meta.name)) return undefined;
    const view = new ObjectView(meta, this.#permissions);
    return view.permission.readable ? view : undefined;
  }
}

function viewField(
  object: string,
  field: FieldMeta,
  onObject: ObjectPermission,
  permissions: ProfilePermissions | undefined,
): ViewField | undefined {
  const allowed = permissions?.fields.get(`${object}.${field.name}`);
  if (allowed?.readable === false) return undefined;
  const editable = allowed?.editable ?? true;
  return {
    ...field,
    createable: field.describe.createable && editable && onObject.createable,
    updateable: field.describe.updateable && editable && onObject.editable,
  };
}
