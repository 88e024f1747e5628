import { customField } from './custom-field.ts';
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
