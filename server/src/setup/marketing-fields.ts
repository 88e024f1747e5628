/** One marketing field that Salesforce can hold on Lead and Contact (SET-1). */
export interface MarketingField {
  name: string;
  label: string;
  /** How Salesforce Setup writes the type. */
  type: string;
  /** The type of describe(). */
  sfType: string;
  optional: boolean;
}

const text = (name: string, label: string): MarketingField => ({
  name: `mkto71_${name}__c`,
  label,
  type: 'Text(255)',
  sfType: 'string',
  optional: true,
});

/** SET-1. None is required; the names are kept because orgs already have them. */
export const marketingFields: readonly MarketingField[] = [
  { name: 'mkto71_Lead_Score__c', label: 'Score', type: 'Number(10, 0)', sfType: 'double', optional: false },
  {
    name: 'mkto71_Acquisition_Date__c',
    label: 'Acquisition Date',
    type: 'Date/Time',
    sfType: 'datetime',
    optional: false,
  },
  { ...text('Acquisition_Program', 'Acquisition Program'), optional: false },
  {
    name: 'mkto71_Acquisition_Program_Id__c',
    label: 'Acquisition Program Id',
    type: 'Number(18, 0)',
    sfType: 'double',
    optional: true,
  },
  text('Original_Referrer', 'Original Referrer'),
  text('Original_Search_Engine', 'Original Search Engine'),
  text('Original_Search_Phrase', 'Original Search Phrase'),
  text('Original_Source_Info', 'Original Source Info'),
  text('Original_Source_Type', 'Original Source Type'),
  text('Inferred_City', 'Inferred City'),
  text('Inferred_Company', 'Inferred Company'),
  text('Inferred_Country', 'Inferred Country'),
  text('Inferred_Metropolitan_Area', 'Inferred Metropolitan Area'),
  text('Inferred_Phone_Area_Code', 'Inferred Phone Area Code'),
  text('Inferred_Postal_Code', 'Inferred Postal Code'),
  text('Inferred_State_Region', 'Inferred State Region'),
];
