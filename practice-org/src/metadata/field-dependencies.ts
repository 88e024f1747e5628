import type { Queryable } from '../database.ts';
import type { FieldDefinition } from '../schema/custom-field-describe.ts';
import { controllingValues, validFor, valuesIn } from '../schema/dependent-picklist.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { type FieldRow, findField, saveField } from './field-rows.ts';
import { invalid } from './invalid.ts';

/** Salesforce's limit for a controlling picklist. */
const mostControlling = 300;

/** How the Metadata API names the values of a controlling checkbox. */
const checkboxNames: Record<string, string> = { checked: 'true', unchecked: 'false' };

/**
 * The describe of a picklist that depends on another field: which controlling values each of its values is valid for. What the
 * change does not name stays as it was before.
 */
export async function withDependency(
  database: Queryable,
  object: string,
  describe: FieldDescribe,
  { controllingField, picklistValues = [] }: Partial<FieldDefinition>,
  before?: FieldDescribe,
): Promise<FieldDescribe> {
  const name = controllingField ?? before?.controllerName;
  if (!name || (describe.type !== 'picklist' && describe.type !== 'multipicklist')) {
    if (controllingField) throw invalid('Only a picklist can have a controllingField');
    return describe;
  }
  const { describe: controller } = await findField(database, object, name);
  const controlling = controllingValues(controller);
  if (controller.name === describe.name || !['picklist', 'boolean'].includes(controller.type))
    throw invalid(`${controller.name} can't control a picklist: only another picklist or a checkbox can`);
  if (controlling.length > mostControlling)
    throw invalid(`A controlling field has at most ${mostControlling} values; ${controller.name} has more`);
  const chosen = (value: string): string[] => {
    const given = picklistValues.find((entry) => entry.value === value)?.controllingFieldValues;
    if (given) return given.map((one) => known(controlling, one, controller.name));
    const was = before?.controllerName === controller.name && before.picklistValues.find((one) => one.value === value);
    return was ? valuesIn(was.validFor, controlling) : [];
  };
  return {
    ...describe,
    controllerName: controller.name,
    dependentPicklist: true,
    picklistValues: describe.picklistValues.map((entry) => ({
      ...entry,
      validFor: validFor(controlling, chosen(entry.value)),
    })),
  };
}

/** Picklists that depend on a field follow its new API name and its changed values. */
export async function followController(
  database: Queryable,
  { object, describe: before }: FieldRow,
  after: FieldDescribe,
) {
  const [from, to] = [controllingValues(before), controllingValues(after)];
  for (const row of await dependents(database, object, before.name)) {
    const picklistValues = row.describe.picklistValues.map((entry) => ({
      ...entry,
      validFor: validFor(to, valuesIn(entry.validFor, from)),
    }));
    await saveField(database, row, { ...row.describe, controllerName: after.name, picklistValues }, row.required);
  }
}

export async function refuseController(database: Queryable, object: string, name: string): Promise<void> {
  const [dependent] = await dependents(database, object, name);
  if (dependent)
    throw invalid(`This field is referenced elsewhere: it controls ${object}.${dependent.name}`, 'DEPENDENCY_EXISTS');
}

async function dependents(database: Queryable, object: string, controller: string): Promise<FieldRow[]> {
  const { rows } = await database.query<FieldRow>(
    `select object, name, describe, required, summary from setup.field where object = $1 and describe ->> 'controllerName' = $2`,
    [object, controller],
  );
  return rows;
}

function known(controlling: readonly string[], given: string, name: string): string {
  const value = controlling.find((one) => one === given || one === checkboxNames[given]);
  if (value === undefined) throw invalid(`${name} has no value ${given}`);
  return value;
}
