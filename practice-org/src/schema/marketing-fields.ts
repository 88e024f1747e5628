import type { FieldDescribe } from './field-describe.ts';

/** What an administrator creates before connecting a marketing database: score, acquisition date and program. */
export function marketingFields(object: string): FieldDescribe[] {
  if (object !== 'Lead' && object !== 'Contact') return [];
  return [
    customField('mkto71_Lead_Score__c', 'Lead Score', {
      type: 'double',
      soapType: 'xsd:double',
      precision: 10,
      scale: 0,
    }),
    customField('mkto71_Acquisition_Date__c', 'Acquisition Date', { type: 'datetime', soapType: 'xsd:dateTime' }),
    customField('mkto71_Acquisition_Program__c', 'Acquisition Program', {
      type: 'string',
      length: 255,
      byteLength: 765,
    }),
  ];
}

/** The describe of a custom field: every attribute Salesforce lists, changed where asked. */
export function customField(name: string, label: string, changes: Partial<FieldDescribe>): FieldDescribe {
  return {
    aggregatable: true,
    aiPredictionField: false,
    autoNumber: false,
    byteLength: 0,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: null,
    createable: true,
    custom: true,
    defaultValue: null,
    defaultValueFormula: null,
    defaultedOnCreate: false,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: false,
    extraTypeInfo: null,
    filterable: true,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: true,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: false,
    inlineHelpText: null,
    label,
    length: 0,
    mask: null,
    maskType: null,
    name,
    nameField: false,
    namePointing: false,
    nillable: true,
    permissionable: true,
    picklistValues: [],
    polymorphicForeignKey: false,
    precision: 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: [],
    relationshipName: null,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: false,
    scale: 0,
    searchPrefilterable: false,
    soapType: 'xsd:string',
    sortable: true,
    type: 'string',
    unique: false,
    updateable: true,
    writeRequiresMasterRead: false,
    ...changes,
  };
}
