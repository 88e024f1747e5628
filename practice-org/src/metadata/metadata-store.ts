import type pg from 'pg';
import { columnType } from '../schema/object-tables.ts';
import type { Api } from '../schema/tooling-objects.ts';
import { expressionOf, knownFields } from './field-expressions.ts';
import type { Metadata, ObjectMeta, ProfilePermissions, RecordTypeMeta } from './metadata.ts';
import { ProfileView } from './profile-view.ts';

/**
 * Keeps the metadata in memory and notices when anyone, in any process, has changed the tables behind it:
 * a trigger moves `setup.metadata_version`, whose reading costs a fraction of a millisecond.
 */
export class MetadataStore {
  readonly #pool: pg.Pool;
  #current: Metadata | undefined;
  #loading: Promise<Metadata> | undefined;
  #views = new Map<string, ProfileView>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async current(): Promise<Metadata> {
    const { rows } = await this.#pool.query('select last_value as version from setup.metadata_version');
    const current = this.#current;
    if (current?.version === rows[0].version) return current as Metadata;
    this.#loading ??= this.#load(rows[0].version).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** The org as a profile sees it: hidden fields and objects do not exist. */
  async viewFor(profileId: string, api: Api = 'data'): Promise<ProfileView> {
    const metadata = await this.current();
    const key = `${api} ${profileId}`;
    const known = this.#views.get(key);
    if (known?.metadata === metadata) return known;
    const view = new ProfileView(metadata, metadata.permissions.get(profileId), api);
    this.#views.set(key, view);
    return view;
  }

  async #load(version: number): Promise<Metadata> {
    const [
      objects,
      fields,
      rules,
      saveRules,
      assignments,
      duplicates,
      fieldPermissions,
      objectPermissions,
      recordTypes,
      recordTypePicklists,
      visibilities,
    ] = await Promise.all(
      [
        'select name, describe from setup.object order by name',
        'select object, name, describe, required, summary from setup.field order by object, position, name',
        'select * from setup.validation_rule where active order by object, name',
        'select * from setup.before_save_rule where active order by object, field, action',
        'select * from setup.assignment_rule where active order by object, position, id',
        'select * from setup.duplicate_rule where active order by object, name',
        'select * from setup.field_permission',
        'select * from setup.object_permission',
        `select "SobjectType" as object, "Id" as id, "Name" as name, "DeveloperName" as developer_name,
                  "Description" as description, "IsActive" as active from org."RecordType" order by "SobjectType", "Name", "Id"`,
        'select * from setup.record_type_picklist order by record_type_id, field',
        'select * from setup.record_type_visibility',
      ].map(async (statement) => (await this.#pool.query(statement)).rows),
    );
    const metadata: Metadata = {
      version,
      changedAt: dateAfter(this.#current?.changedAt),
      objects: collectObjects(objects ?? [], fields ?? [], {
        rules: rules ?? [],
        saveRules: saveRules ?? [],
        assignments: assignments ?? [],
        duplicates: duplicates ?? [],
        recordTypes: recordTypes ?? [],
        recordTypePicklists: recordTypePicklists ?? [],
      }),
      permissions: collectPermissions(fieldPermissions ?? [], objectPermissions ?? [], visibilities ?? []),
    };
    this.#views.clear();
    this.#current = metadata;
    return metadata;
  }
}

/** HTTP dates have whole seconds: the second of two changes within one is dated a second later, or If-Modified-Since would miss it. */
function dateAfter(before: Date | undefined): Date {
  const thisSecond = Math.floor(Date.now() / 1000) * 1000;
  return new Date(Math.max(thisSecond, before ? before.getTime() + 1000 : 0));
}

// biome-ignore lint/suspicious/noExplicitAny: rows of the metadata tables, shaped by the statements above
type Row = any;

function collectObjects(
  objects: Row[],
  fields: Row[],
  given: Record<'rules' | 'saveRules' | 'assignments' | 'duplicates' | 'recordTypes' | 'recordTypePicklists', Row[]>,
): Map<string, ObjectMeta> {
  const result = new Map<string, ObjectMeta>();
  const known = knownFields(fields);
  const { rules, saveRules, assignments, duplicates, recordTypes, recordTypePicklists } = given;
  for (const { name, describe } of objects) {
    const types = recordTypes.filter((type) => type.object === name);
    result.set(name.toLowerCase(), {
      name,
      describe,
      fields: fields
        .filter((field) => field.object === name && (field.name !== 'RecordTypeId' || types.length > 0))
        .map((field) => ({
          name: field.name,
          describe: field.describe,
          required: field.required,
          summary: field.summary,
          columnType: columnType(name, field.describe),
          expression: expressionOf(known, name, field.describe),
        })),
      validationRules: rules.filter((rule) => rule.object === name),
      beforeSaveRules: saveRules.filter((rule) => rule.object === name),
      assignmentRules: assignments.filter((rule) => rule.object === name),
      duplicateRules: duplicates.filter((rule) => rule.object === name),
      recordTypes: types.map((type) => recordType(type, recordTypePicklists)),
    });
  }
  return result;
}

function recordType({ id, name, developer_name, description, active }: Row, picklists: Row[]): RecordTypeMeta {
  const mine = picklists.filter(({ record_type_id }) => record_type_id === id);
  return {
    id,
    name,
    developerName: developer_name,
    description,
    active,
    picklists: new Map(mine.map(({ field, values, preset }) => [field, { values, preset }])),
  };
}

function collectPermissions(fields: Row[], objects: Row[], recordTypes: Row[]): Map<string, ProfilePermissions> {
  const result = new Map<string, ProfilePermissions>();
  const of = (profileId: string) => {
    const known = result.get(profileId) ?? { fields: new Map(), objects: new Map(), recordTypes: new Map() };
    result.set(profileId, known);
    return known;
  };
  for (const row of fields) of(row.profile_id).fields.set(`${row.object}.${row.field}`, row);
  for (const row of objects) of(row.profile_id).objects.set(row.object, row);
  for (const row of recordTypes) of(row.profile_id).recordTypes.set(row.record_type_id, row);
  return result;
}
