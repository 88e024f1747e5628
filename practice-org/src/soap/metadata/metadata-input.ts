import { elementIn, textIn, type XmlElement } from '../../identity/soap/soap-envelope.ts';
import type { FieldChanges } from '../../metadata/custom-fields.ts';
import type { ObjectDefinition } from '../../metadata/custom-objects.ts';
import { invalid } from '../../metadata/invalid.ts';
import { type FieldDefinition, type FieldType, fieldTypes } from '../../schema/custom-field-describe.ts';
import type { SummaryDefinition } from '../../schema/summary-field.ts';
import { elementsIn, flagIn, optionalText, textsIn } from '../xml-input.ts';

/** `Lead.Color__c` names a field of an object. */
export function splitFullName(fullName: string): { object: string; field: string } {
  const [object, field, ...rest] = fullName.split('.');
  if (!object || !field || rest.length > 0)
    throw invalid(`Invalid fullName, must end in a custom suffix (e.g. __c): ${fullName}`, 'INVALID_FULL_NAME');
  return { object, field };
}

/** A CustomField as the Metadata API has it; only what is there. */
export function readFieldElement(element: XmlElement, name: string): FieldChanges {
  const type = optionalText(element, 'type');
  if (type && !fieldTypes.includes(type as FieldType))
    throw invalid(`${type} is not a supported field type`, 'INVALID_TYPE');
  const blanks = optionalText(element, 'formulaTreatBlanksAs');
  const changes: Partial<Record<keyof FieldDefinition, unknown>> = {
    name,
    label: optionalText(element, 'label'),
    type,
    length: numberIn(element, 'length'),
    precision: numberIn(element, 'precision'),
    scale: numberIn(element, 'scale'),
    required: booleanIn(element, 'required'),
    unique: booleanIn(element, 'unique'),
    caseSensitive: booleanIn(element, 'caseSensitive'),
    externalId: booleanIn(element, 'externalId'),
    defaultValue: type === 'Checkbox' ? booleanIn(element, 'defaultValue') : undefined,
    helpText: optionalText(element, 'inlineHelpText'),
    referenceTo: optionalText(element, 'referenceTo'),
    relationshipName: optionalText(element, 'relationshipName'),
    formula: optionalText(element, 'formula'),
    blankAsZero: blanks === undefined ? undefined : blanks === 'BlankAsZero',
    displayFormat: optionalText(element, 'displayFormat'),
    startingNumber: numberIn(element, 'startingNumber'),
    ...summaryOf(element),
    ...picklistOf(element),
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as FieldChanges;
}

export function readNewField(element: XmlElement, name: string): FieldDefinition {
  const { type, label = '', ...changes } = readFieldElement(element, name);
  if (!type) throw invalid('Required fields are missing: [Type]', 'REQUIRED_FIELD_MISSING');
  return { ...changes, name, label, type };
}

export function readObjectElement(element: XmlElement): ObjectDefinition {
  const nameField = elementIn(element, 'nameField');
  const displayFormat = optionalText(nameField, 'displayFormat');
  const label = optionalText(nameField, 'label');
  const startingNumber = numberIn(nameField, 'startingNumber');
  return {
    name: optionalText(element, 'fullName') ?? '',
    label: optionalText(element, 'label') ?? '',
    pluralLabel: optionalText(element, 'pluralLabel'),
    enableActivities: flagIn(element, 'enableActivities'),
    nameField: {
      type: optionalText(nameField, 'type') === 'AutoNumber' ? 'AutoNumber' : 'Text',
      ...(label && { label }),
      ...(displayFormat && { displayFormat }),
      ...(startingNumber !== undefined && { startingNumber }),
    },
    fields: elementsIn(element, 'fields').map((field) => readNewField(field, optionalText(field, 'fullName') ?? '')),
  };
}

function summaryOf(element: XmlElement): SummaryDefinition {
  const items = elementsIn(element, 'summaryFilterItems');
  return {
    summaryForeignKey: optionalText(element, 'summaryForeignKey'),
    summaryOperation: optionalText(element, 'summaryOperation'),
    summarizedField: optionalText(element, 'summarizedField'),
    summaryFilterItems:
      items.length > 0
        ? items.map((item) => ({
            field: textIn(item, 'field'),
            operation: textIn(item, 'operation'),
            value: optionalText(item, 'value') ?? '',
          }))
        : undefined,
  };
}

/** Values are in `valueSet` since version 38 and were in `picklist` before; so is what they depend on. */
function picklistOf(element: XmlElement): Pick<FieldDefinition, 'picklistValues' | 'restricted' | 'controllingField'> {
  const valueSet = elementIn(element, 'valueSet');
  const picklist = elementIn(element, 'picklist');
  const controllingField = optionalText(valueSet, 'controllingField') ?? optionalText(picklist, 'controllingField');
  const settings = elementsIn(valueSet, 'valueSettings');
  const values = [
    ...elementsIn(elementIn(valueSet, 'valueSetDefinition'), 'value'),
    ...elementsIn(picklist, 'picklistValues'),
  ];
  if (values.length === 0) return {};
  return {
    restricted: flagIn(valueSet, 'restricted'),
    controllingField,
    picklistValues: values.map((value) => ({
      value: textIn(value, 'fullName'),
      label: optionalText(value, 'label'),
      default: flagIn(value, 'default'),
      active: booleanIn(value, 'isActive') ?? true,
      ...(controllingField && { controllingFieldValues: controllingValuesOf(value, settings) }),
    })),
  };
}

function controllingValuesOf(value: XmlElement, settings: XmlElement[]): string[] {
  const setting = settings.find((candidate) => textIn(candidate, 'valueName') === textIn(value, 'fullName'));
  return textsIn(setting ?? value, setting ? 'controllingFieldValue' : 'controllingFieldValues');
}

function booleanIn(element: XmlElement, name: string): boolean | undefined {
  return optionalText(element, name) === undefined ? undefined : flagIn(element, name);
}

function numberIn(element: XmlElement, name: string): number | undefined {
  const text = optionalText(element, name);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
