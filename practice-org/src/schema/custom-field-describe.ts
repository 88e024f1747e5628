import { customField } from './custom-field.ts';
import type { FieldDescribe } from './field-describe.ts';
import { describeSummary, isFormula, isSummary, type SummaryDefinition } from './summary-field.ts';

/** The types of the Metadata API. A formula field has the type of its result. */
export const fieldTypes = [
  'Text',
  'TextArea',
  'LongTextArea',
  'Html',
  'EncryptedText',
  'Number',
  'Currency',
  'Percent',
  'Date',
  'DateTime',
  'Time',
  'Checkbox',
  'Picklist',
  'MultiselectPicklist',
  'Email',
  'Phone',
  'Url',
  'Lookup',
  'MasterDetail',
  'AutoNumber',
  'Location',
  'Summary',
] as const;
export type FieldType = (typeof fieldTypes)[number];

export interface PicklistEntry {
  value: string;
  label?: string | undefined;
  active?: boolean | undefined;
  default?: boolean | undefined;
  /** Of a dependent picklist: what the controlling field must be for this value. */
  controllingFieldValues?: string[] | undefined;
}

/** A custom field as an administrator asks for it. */
export interface FieldDefinition extends SummaryDefinition {
  /** Ends in `__c`. */
  name: string;
  label: string;
  type: FieldType;
  length?: number | undefined;
  precision?: number | undefined;
  scale?: number | undefined;
  required?: boolean | undefined;
  unique?: boolean | undefined;
  caseSensitive?: boolean | undefined;
  externalId?: boolean | undefined;
  defaultValue?: boolean | undefined;
  helpText?: string | undefined;
  picklistValues?: PicklistEntry[] | undefined;
  restricted?: boolean | undefined;
  /** The picklist or checkbox that this picklist depends on. */
  controllingField?: string | undefined;
  /** Of a look-up or master-detail field: the parent object. */
  referenceTo?: string | undefined;
  /** The parent's name for its children, without `__r`. */
  relationshipName?: string | undefined;
  formula?: string | undefined;
  blankAsZero?: boolean | undefined;
  /** Of an auto-number: `A-{0000}`. */
  displayFormat?: string | undefined;
  startingNumber?: number | undefined;
}

/** What a describe says of the field; of a roll-up, given the field that it sums up. */
export function describeField(definition: FieldDefinition, summarized?: FieldDescribe): FieldDescribe {
  const { name, label } = definition;
  const helpText = definition.helpText && { inlineHelpText: definition.helpText };
  if (definition.type === 'Summary') return { ...describeSummary(name, label, summarized), ...helpText };
  return customField(name, label, {
    ...ofType({ ...definition, type: definition.type }),
    ...helpText,
    ...(definition.formula !== undefined && {
      calculated: true,
      calculatedFormula: definition.formula,
      formulaTreatNullNumberAsZero: definition.blankAsZero ?? true,
      createable: false,
      updateable: false,
      groupable: false,
      defaultedOnCreate: false,
      nillable: true,
    }),
    ...((definition.unique || definition.externalId) && {
      unique: definition.unique ?? false,
      caseSensitive: definition.caseSensitive ?? false,
      externalId: definition.externalId ?? false,
      idLookup: true,
    }),
  });
}

/** The two columns behind a location field. */
export function locationParts({ name, label, scale = 6 }: FieldDefinition): FieldDescribe[] {
  return ['Latitude', 'Longitude'].map((part) =>
    customField(`${name.replace(/__c$/, '')}__${part}__s`, `${label} (${part})`, {
      ...numeric('double', scale + 3, scale),
      compoundFieldName: name,
    }),
  );
}

function ofType(definition: FieldDefinition & { type: Exclude<FieldType, 'Summary'> }): Partial<FieldDescribe> {
  const { type, formula, precision = 18, scale = 0 } = definition;
  switch (type) {
    case 'Text':
      return { ...text('string', formula === undefined ? (definition.length ?? 255) : 1300) };
    case 'TextArea':
      return { ...text('textarea', 255), extraTypeInfo: 'plaintextarea' };
    case 'LongTextArea':
      return { ...long(definition.length ?? 32_768), extraTypeInfo: 'plaintextarea' };
    case 'Html':
      return { ...long(definition.length ?? 32_768), extraTypeInfo: 'richtextarea', htmlFormatted: true };
    case 'EncryptedText':
      return {
        ...long(definition.length ?? 175),
        type: 'encryptedstring',
        encrypted: true,
        mask: '*',
        maskType: 'all',
      };
    case 'Number':
      return numeric('double', precision, scale);
    case 'Currency':
      return numeric('currency', precision, scale);
    case 'Percent':
      return numeric('percent', precision, scale);
    case 'Date':
      return { type: 'date', soapType: 'xsd:date', aggregatable: true };
    case 'DateTime':
      return { type: 'datetime', soapType: 'xsd:dateTime', groupable: false };
    case 'Time':
      return { type: 'time', soapType: 'xsd:time' };
    case 'Checkbox':
      return {
        type: 'boolean',
        soapType: 'xsd:boolean',
        aggregatable: false,
        nillable: false,
        defaultedOnCreate: true,
        defaultValue: definition.defaultValue ?? false,
      };
    case 'Picklist':
      return { ...text('picklist', 255), ...values(definition) };
    case 'MultiselectPicklist':
      return { ...text('multipicklist', 4099), ...values(definition), precision: 4, ...unsortable };
    case 'Email':
      return { ...text('email', 80) };
    case 'Phone':
      return { ...text('phone', 40) };
    case 'Url':
      return { ...text('url', 255) };
    case 'Lookup':
      return reference(definition);
    case 'MasterDetail':
      return {
        ...reference(definition),
        nillable: false,
        updateable: false,
        cascadeDelete: true,
        relationshipOrder: 0,
      };
    case 'AutoNumber':
      return {
        ...text('string', 30),
        autoNumber: true,
        createable: false,
        updateable: false,
        nillable: false,
        defaultedOnCreate: true,
      };
    case 'Location':
      return { type: 'location', soapType: 'urn:location', createable: false, updateable: false, ...unsortable };
  }
}

const unsortable = { aggregatable: false, groupable: false, sortable: false };

function text(type: string, length: number): Partial<FieldDescribe> {
  return { type, length, byteLength: length * 3 };
}

function long(length: number): Partial<FieldDescribe> {
  return { ...text('textarea', length), ...unsortable, filterable: false };
}

function numeric(type: string, precision: number, scale: number): Partial<FieldDescribe> {
  return { type, precision, scale, soapType: 'xsd:double', groupable: false };
}

function values({ picklistValues = [], restricted = false }: FieldDefinition): Partial<FieldDescribe> {
  return {
    restrictedPicklist: restricted,
    picklistValues: picklistValues.map((entry) => ({
      active: entry.active ?? true,
      defaultValue: entry.default ?? false,
      label: entry.label ?? entry.value,
      validFor: null,
      value: entry.value,
    })),
  };
}

function reference({ name, referenceTo }: FieldDefinition): Partial<FieldDescribe> {
  return {
    type: 'reference',
    length: 18,
    byteLength: 18,
    soapType: 'tns:ID',
    referenceTo: referenceTo ? [referenceTo] : [],
    relationshipName: name.replace(/__c$/, '__r'),
  };
}

/** What an administrator would have asked for to get this describe. */
export function definitionOf(describe: FieldDescribe, required = false): FieldDefinition {
  const formula = isFormula(describe);
  return {
    name: describe.name,
    label: describe.label,
    type: typeOf(describe),
    length: describe.length || undefined,
    precision: describe.precision || undefined,
    scale: describe.scale || undefined,
    required,
    unique: describe.unique,
    caseSensitive: describe.caseSensitive === true,
    externalId: describe.externalId,
    defaultValue: typeof describe.defaultValue === 'boolean' ? describe.defaultValue : undefined,
    helpText: typeof describe.inlineHelpText === 'string' ? describe.inlineHelpText : undefined,
    picklistValues: describe.picklistValues.length > 0 ? describe.picklistValues.map(entryOf) : undefined,
    restricted: describe.restrictedPicklist,
    referenceTo: describe.referenceTo[0],
    formula: formula ? String(describe.calculatedFormula) : undefined,
    blankAsZero: formula ? describe.formulaTreatNullNumberAsZero === true : undefined,
  };
}

function entryOf({ value, label, active, defaultValue }: FieldDescribe['picklistValues'][number]): PicklistEntry {
  return { value, label, active, default: defaultValue };
}

const byDescribedType: Record<string, FieldType> = {
  encryptedstring: 'EncryptedText',
  double: 'Number',
  int: 'Number',
  currency: 'Currency',
  percent: 'Percent',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  boolean: 'Checkbox',
  picklist: 'Picklist',
  multipicklist: 'MultiselectPicklist',
  email: 'Email',
  phone: 'Phone',
  url: 'Url',
  location: 'Location',
};

function typeOf(describe: FieldDescribe): FieldType {
  if (isSummary(describe)) return 'Summary';
  if (describe.autoNumber === true) return 'AutoNumber';
  if (describe.type === 'reference') return describe.cascadeDelete === true ? 'MasterDetail' : 'Lookup';
  if (describe.type === 'textarea') {
    if (describe.htmlFormatted === true) return 'Html';
    return describe.length > 255 ? 'LongTextArea' : 'TextArea';
  }
  return byDescribedType[describe.type] ?? 'Text';
}
