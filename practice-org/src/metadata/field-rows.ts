import type { Queryable } from '../database.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import type { ChildRelationship, ObjectHeader } from '../schema/object-describe.ts';
import type { SummaryDefinition } from '../schema/summary-field.ts';
import { invalid } from './invalid.ts';

export interface FieldRow {
  object: string;
  name: string;
  describe: FieldDescribe;
  required: boolean;
  /** Of a roll-up summary field. */
  summary: SummaryDefinition | null;
}

export async function findObject(database: Queryable, name: string): Promise<ObjectHeader> {
  const { rows } = await database.query('select name, describe from setup.object where lower(name) = lower($1)', [
    name,
  ]);
  if (!rows[0])
    throw invalid(`Entity of type 'CustomObject' named '${name}' cannot be found`, 'INVALID_CROSS_REFERENCE_KEY');
  return { ...rows[0].describe, name: rows[0].name };
}

export async function findField(database: Queryable, object: string, name: string): Promise<FieldRow> {
  const { rows } = await database.query<FieldRow>(
    'select object, name, describe, required, summary from setup.field where lower(object) = lower($1) and lower(name) = lower($2)',
    [object, name],
  );
  if (!rows[0])
    throw invalid(
      `Entity of type 'CustomField' named '${object}.${name}' cannot be found`,
      'INVALID_CROSS_REFERENCE_KEY',
    );
  return rows[0];
}

export async function insertField(
  database: Queryable,
  object: string,
  describe: FieldDescribe,
  required = false,
): Promise<void> {
  await database.query(
    `insert into setup.field (object, name, position, describe, required)
     select $1, $2, coalesce(max(position), 0) + 1, $3, $4 from setup.field where object = $1`,
    [object, describe.name, JSON.stringify(describe), required],
  );
}

export async function saveField(
  database: Queryable,
  { object, name }: Pick<FieldRow, 'object' | 'name'>,
  describe: FieldDescribe,
  required: boolean,
): Promise<void> {
  await database.query(
    'update setup.field set name = $3, describe = $4, required = $5 where object = $1 and name = $2',
    [object, name, describe.name, JSON.stringify(describe), required],
  );
}

/** Makes the children known to their parent; a name that is taken gets a number. Those of a custom field end in `__r`. */
export async function addChildRelationship(
  database: Queryable,
  parent: string,
  child: Pick<ChildRelationship, 'childSObject' | 'field' | 'cascadeDelete'>,
  wantedName: string,
  ending = '__r',
): Promise<void> {
  const { childRelationships } = await findObject(database, parent);
  const taken = new Set(childRelationships.map(({ relationshipName }) => relationshipName?.toLowerCase()));
  let relationshipName = `${wantedName}${ending}`;
  for (let n = 1; taken.has(relationshipName.toLowerCase()); n++) relationshipName = `${wantedName}${n}${ending}`;
  const added = {
    cascadeDelete: child.cascadeDelete,
    childSObject: child.childSObject,
    deprecatedAndHidden: false,
    field: child.field,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName,
    restrictedDelete: false,
  };
  await saveChildren(database, parent, [...childRelationships, added]);
}

/** Changes or, with undefined, forgets the relationships that a child field makes. */
export async function changeChildRelationships(
  database: Queryable,
  change: (child: ChildRelationship) => ChildRelationship | undefined,
): Promise<void> {
  const { rows } = await database.query<{ name: string; describe: ObjectHeader }>(
    'select name, describe from setup.object',
  );
  for (const { name, describe } of rows) {
    const children = describe.childRelationships.flatMap((child) => change(child) ?? []);
    if (JSON.stringify(children) !== JSON.stringify(describe.childRelationships))
      await saveChildren(database, name, children);
  }
}

async function saveChildren(database: Queryable, object: string, children: object[]): Promise<void> {
  await database.query(
    `update setup.object set describe = jsonb_set(describe, '{childRelationships}', $2::jsonb) where lower(name) = lower($1)`,
    [object, JSON.stringify(children)],
  );
}
