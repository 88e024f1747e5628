import type { Xml, XmlElement } from '../../identity/soap/soap-envelope.ts';
import type { FieldMeta, ObjectMeta } from '../../metadata/metadata.ts';
import { definitionOf } from '../../schema/custom-field-describe.ts';
import { controllingValues, valuesIn } from '../../schema/dependent-picklist.ts';
import type { FieldDescribe } from '../../schema/field-describe.ts';

/** A CustomField as readMetadata answers it. */
export function fieldElement(
  fullName: string,
  { describe, required, summary }: FieldMeta,
  fields: readonly FieldMeta[],
): XmlElement {
  const definition = definitionOf(describe, required);
  const { type, formula, picklistValues } = definition;
  return present({
    fullName,
    externalId: definition.externalId ?? false,
    formula,
    formulaTreatBlanksAs: formula === undefined ? undefined : definition.blankAsZero ? 'BlankAsZero' : 'BlankAsBlank',
    inlineHelpText: definition.helpText,
    label: definition.label,
    length:
      ['Text', 'LongTextArea', 'Html', 'EncryptedText'].includes(type) && formula === undefined
        ? definition.length
        : undefined,
    precision: ['Number', 'Currency', 'Percent'].includes(type) ? definition.precision : undefined,
    referenceTo: describe.type === 'reference' ? definition.referenceTo : undefined,
    required,
    scale: ['Number', 'Currency', 'Percent'].includes(type) ? (definition.scale ?? 0) : undefined,
    summarizedField: summary?.summarizedField,
    summaryFilterItems: summary?.summaryFilterItems?.map(({ field, operation, value }) => ({
      field,
      operation,
      value,
    })),
    summaryForeignKey: summary?.summaryForeignKey,
    summaryOperation: summary?.summaryOperation,
    type,
    unique: definition.unique ?? false,
    valueSet: picklistValues && {
      ...(describe.controllerName && { controllingField: describe.controllerName }),
      restricted: definition.restricted ?? false,
      valueSetDefinition: {
        sorted: false,
        value: picklistValues.map(({ value, label, active, default: isDefault }) => ({
          fullName: value,
          default: isDefault ?? false,
          isActive: active ?? true,
          label: label ?? value,
        })),
      },
      ...(describe.controllerName && { valueSettings: valueSettings(describe, fields) }),
    },
  });
}

export function objectElement({ name, describe, fields }: ObjectMeta): XmlElement {
  const nameField = fields.find((field) => field.describe.nameField);
  return present({
    fullName: name,
    fields: fields
      .filter((field) => field.describe.custom && !field.name.endsWith('__s'))
      .map((field) => fieldElement(field.name, field, fields)),
    label: describe.label,
    nameField: nameField && {
      label: nameField.describe.label,
      type: nameField.describe.autoNumber ? 'AutoNumber' : 'Text',
    },
    pluralLabel: describe.labelPlural,
  });
}

function valueSettings({ controllerName, picklistValues }: FieldDescribe, fields: readonly FieldMeta[]): XmlElement[] {
  const controller = fields.find(({ name }) => name === controllerName);
  const controlling = controller ? controllingValues(controller.describe) : [];
  return picklistValues.map(({ value, validFor }) => ({
    controllingFieldValue: valuesIn(validFor, controlling),
    valueName: value,
  }));
}

function present(element: Record<string, Xml | undefined>): XmlElement {
  return Object.fromEntries(Object.entries(element).filter(([, value]) => value !== undefined)) as XmlElement;
}
