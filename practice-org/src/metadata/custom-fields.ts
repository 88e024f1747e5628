import type { Queryable } from '../database.ts';
import { mirrorPersonField } from '../features/person-accounts.ts';
import type { OrgContext } from '../org-context.ts';
import {
  definitionOf,
  describeField,
  type FieldDefinition,
  fieldTypes,
  locationParts,
} from '../schema/custom-field-describe.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import { isFormula } from '../schema/summary-field.ts';
import { changeMetadata } from './change-metadata.ts';
import { addColumn, addIndex, changeColumn, dropColumn } from './field-columns.ts';
import { followController, refuseController, withDependency } from './field-dependencies.ts';
import {
  addChildRelationship,
  changeChildRelationships,
  type FieldRow,
  findField,
  findObject,
  insertField,
  saveField,
} from './field-rows.ts';
import { renameInFormulas, renameInRules, rulesUsing } from './field-uses.ts';
import { invalid } from './invalid.ts';
import { forgetPicklist, renamePicklist } from './record-types.ts';
import { renameInSummaries, saveSummary, summarizedField } from './summary-fields.ts';

const namePattern = /^(?!.*__.*__)[A-Za-z](?:\w*[A-Za-z0-9])?__c$/;
const longestName = 43;
const typesOfFormulas = new Set(['Text', 'Number', 'Currency', 'Percent', 'Date', 'DateTime', 'Checkbox']);

/** Makes a custom field. It is there at once: in describe, in queries, for saves and Bulk jobs. */
export function createField(org: OrgContext, object: string, definition: FieldDefinition): Promise<FieldDescribe> {
  return changeMetadata(org, (database) => addField(database, object, definition));
}

/** The same inside a larger change. */
export async function addField(
  database: Queryable,
  objectName: string,
  definition: FieldDefinition,
): Promise<FieldDescribe> {
  checkDefinition(definition);
  const object = await findObject(database, objectName);
  await refuseTaken(database, object.name, definition.name);
  const parent = definition.referenceTo ? (await findObject(database, definition.referenceTo)).name : undefined;
  const summarized =
    definition.type === 'Summary' ? await summarizedField(database, object.name, definition) : undefined;
  const plain = describeField({ ...definition, ...(parent && { referenceTo: parent }) }, summarized);
  const describe = await withDependency(database, object.name, plain, definition);
  if (definition.type === 'MasterDetail') await makeDetail(database, object.name, object.custom === true);
  for (const field of [describe, ...(definition.type === 'Location' ? locationParts(definition) : [])]) {
    await addColumn(database, object.name, field, definition);
    await insertField(database, object.name, field, definition.required === true);
  }
  if (definition.type === 'Summary') await saveSummary(database, object.name, describe.name, definition);
  await mirrorPersonField(database, object.name, undefined, describe);
  if (parent) {
    const child = { childSObject: object.name, field: describe.name, cascadeDelete: describe.cascadeDelete === true };
    const wanted = definition.relationshipName ?? object.labelPlural.replaceAll(/\W+/g, '_');
    await addChildRelationship(database, parent, child, wanted);
  }
  return describe;
}

export type FieldChanges = Partial<FieldDefinition>;

/**
 * Changes a field: its label, its API name (`name`), its type, its values, whether it is required. Of a standard field only
 * what an administrator may change: label, help text, picklist values, required.
 */
export function alterField(
  org: OrgContext,
  object: string,
  name: string,
  changes: FieldChanges,
): Promise<FieldDescribe> {
  return changeMetadata(org, async (database) => {
    const row = await findField(database, object, name);
    const definition = { ...definitionOf(row.describe, row.required), ...row.summary, ...withoutUndefined(changes) };
    const isSummary = definition.type === 'Summary';
    const summarized = isSummary ? await summarizedField(database, row.object, definition) : undefined;
    const plain = row.describe.custom ? changed(row, definition, summarized) : changedStandard(row, changes);
    const describe = await withDependency(database, row.object, plain, changes, row.describe);
    if (row.describe.custom) await changeCustom(database, row, describe, definition);
    await saveField(database, row, describe, changes.required ?? row.required);
    await followController(database, row, describe);
    if (describe.name !== row.name) await followName(database, row, describe);
    if (isSummary && changesSummary(changes)) await saveSummary(database, row.object, describe.name, definition);
    if (describe.custom) await mirrorPersonField(database, row.object, row.describe, describe);
    return describe;
  });
}

/** Removes a custom field and everything it held. Refused while a formula or a rule uses it. */
export function deleteField(org: OrgContext, object: string, name: string): Promise<void> {
  return changeMetadata(org, (database) => removeField(database, object, name));
}

export async function removeField(database: Queryable, objectName: string, name: string): Promise<void> {
  const { object, describe } = await findField(database, objectName, name);
  if (!describe.custom) throw invalid(`Cannot delete standard field: ${object}.${name}`, 'INVALID_OPERATION');
  await refuseController(database, object, describe.name);
  const rules = await rulesUsing(database, object, describe.name);
  if (rules.length > 0)
    throw invalid(`This field is referenced elsewhere: validation rule ${rules.join(', ')}`, 'DEPENDENCY_EXISTS');
  await changeChildRelationships(database, (child) =>
    child.childSObject === object && child.field === describe.name ? undefined : child,
  );
  const { rows } = await database.query<{ describe: FieldDescribe }>(
    `delete from setup.field where object = $1 and (name = $2 or describe ->> 'compoundFieldName' = $2) returning describe`,
    [object, describe.name],
  );
  await mirrorPersonField(database, object, describe, undefined);
  for (const row of rows) await dropColumn(database, object, row.describe);
  await database.query('delete from setup.field_permission where object = $1 and field = $2', [object, describe.name]);
  await database.query('delete from setup.before_save_rule where object = $1 and field = $2', [object, describe.name]);
  await forgetPicklist(database, object, describe.name);
}

function checkDefinition({ name, label, type, ...definition }: FieldDefinition): void {
  if (!namePattern.test(name ?? '') || name.length > longestName)
    throw invalid(
      `The field name provided, ${name}, is not a valid custom field name: letters, digits and single underscores, ending in __c`,
      'INVALID_FULL_NAME',
    );
  if (!label) throw invalid('Required fields are missing: [Label]', 'REQUIRED_FIELD_MISSING');
  if (!fieldTypes.includes(type)) throw invalid(`${type} is not a field type`, 'INVALID_TYPE');
  if ((type === 'Lookup' || type === 'MasterDetail') !== Boolean(definition.referenceTo))
    throw invalid('referenceTo is for Lookup and MasterDetail fields, and they need it');
  if (definition.formula !== undefined && !typesOfFormulas.has(type))
    throw invalid(`A formula can't have the type ${type}`);
  if ((type === 'Picklist' || type === 'MultiselectPicklist') && !definition.picklistValues?.length)
    throw invalid(`Must specify either: picklistValues or globalPicklist for custom field of type ${type}`);
}

async function refuseTaken(database: Queryable, object: string, name: string): Promise<void> {
  const { rows } = await database.query('select from setup.field where object = $1 and lower(name) = lower($2)', [
    object,
    name,
  ]);
  if (rows.length > 0)
    throw invalid(`There is already a field named ${name} on ${object}.`, 'DUPLICATE_DEVELOPER_NAME');
}

/** A detail record belongs to whoever owns its master; there is none for the records that exist already. */
async function makeDetail(database: Queryable, object: string, isCustom: boolean): Promise<void> {
  if (!isCustom) throw invalid('A standard object can not be on the detail side of a master-detail relationship');
  const { rows } = await database.query(`select from ${tableName(object)} limit 1`);
  if (rows.length > 0)
    throw invalid('You cannot create a master-detail field on an object that has records; make it a look-up');
  await database.query(`delete from setup.field where object = $1 and name = 'OwnerId'`, [object]);
  await database.query(`alter table ${tableName(object)} drop column if exists "OwnerId"`);
}

function changed(row: FieldRow, definition: FieldDefinition, summarized: FieldDescribe | undefined): FieldDescribe {
  checkDefinition(definition);
  const before = definitionOf(row.describe);
  const fixed = ['Lookup', 'MasterDetail', 'Location', 'AutoNumber', 'Summary'];
  const isOther =
    before.type !== definition.type || (before.formula === undefined) !== (definition.formula === undefined);
  if (isOther && [before.type, definition.type].some((type) => fixed.includes(type)))
    throw invalid(`Cannot change field type from ${before.type} to ${definition.type}`);
  if (before.referenceTo !== definition.referenceTo)
    throw invalid('Cannot change the object a relationship field points at');
  return describeField(definition, summarized);
}

function changedStandard({ describe }: FieldRow, changes: FieldChanges): FieldDescribe {
  const allowed = new Set(['label', 'helpText', 'picklistValues', 'controllingField', 'required']);
  const other = Object.keys(withoutUndefined(changes)).find((key) => !allowed.has(key));
  if (other) throw invalid(`Cannot change ${other} of the standard field ${describe.name}`, 'INVALID_OPERATION');
  const values =
    changes.picklistValues && describeField({ ...definitionOf(describe), picklistValues: changes.picklistValues });
  return {
    ...describe,
    ...(changes.label && { label: changes.label }),
    ...(changes.helpText !== undefined && { inlineHelpText: changes.helpText }),
    ...(values && { picklistValues: values.picklistValues }),
  };
}

async function changeCustom(
  database: Queryable,
  row: FieldRow,
  describe: FieldDescribe,
  definition: FieldDefinition,
): Promise<void> {
  const { object, describe: before } = row;
  if (isFormula(before) !== isFormula(describe))
    throw invalid(`Cannot change field type from ${isFormula(before) ? 'a formula' : definitionOf(before).type}`);
  if (describe.name !== row.name) {
    await refuseTaken(database, object, describe.name);
    if (definition.type === 'Location') throw invalid('Cannot rename a location field');
  }
  await changeColumn(database, object, before, describe);
  const isNewKey = !(before.externalId || before.unique) && (describe.externalId || describe.unique);
  if (isNewKey) await addIndex(database, object, { ...describe, name: row.name });
}

/** A new API name is a new name everywhere: column, permissions, rules, formulas, children. */
async function followName(database: Queryable, { object, name, describe: before }: FieldRow, describe: FieldDescribe) {
  if (!isFormula(describe))
    await database.query(
      `alter table ${tableName(object)} rename column ${quoteName(name)} to ${quoteName(describe.name)}`,
    );
  for (const table of ['field_permission', 'before_save_rule'])
    await database.query(`update setup.${table} set field = $3 where object = $1 and field = $2`, [
      object,
      name,
      describe.name,
    ]);
  await renameInRules(database, object, name, describe.name);
  await renameInFormulas(database, object, before, describe);
  await renameInSummaries(database, object, name, describe.name);
  await renamePicklist(database, object, name, describe.name);
  await changeChildRelationships(database, (child) =>
    child.childSObject === object && child.field === name ? { ...child, field: describe.name } : child,
  );
}

function changesSummary(changes: FieldChanges): boolean {
  const { summaryForeignKey, summaryOperation, summarizedField, summaryFilterItems } = changes;
  return [summaryForeignKey, summaryOperation, summarizedField, summaryFilterItems].some((part) => part !== undefined);
}

function withoutUndefined<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}
