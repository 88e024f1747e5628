import { customField } from './custom-field.ts';
import type { FieldDescribe } from './field-describe.ts';

export const summaryOperations = ['count', 'sum', 'min', 'max'] as const;

/** One condition on the child; several values separated by commas are alternatives. */
export interface SummaryFilterItem {
  /** `Child__c.Field__c` */
  field: string;
  operation: string;
  value: string;
}

/**
 * What a roll-up summary field adds up, as the Metadata API names it.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm
 */
export interface SummaryDefinition {
  /** `Child__c.Parent__c`: the master-detail field of the children. */
  summaryForeignKey?: string | undefined;
  summaryOperation?: string | undefined;
  /** `Child__c.Amount__c`; none for a count. */
  summarizedField?: string | undefined;
  summaryFilterItems?: SummaryFilterItem[] | undefined;
}

/** Calculated, but without a formula. Its type is that of what it sums up; a count is a number. */
export function describeSummary(name: string, label: string, summarized: FieldDescribe | undefined): FieldDescribe {
  const { type, scale, soapType } = summarized ?? { type: 'double', scale: 0, soapType: 'xsd:double' };
  const isNumber = !['date', 'datetime'].includes(type);
  return customField(name, label, {
    type: type === 'int' ? 'double' : type,
    soapType: type === 'int' ? 'xsd:double' : soapType,
    ...(isNumber && { precision: 18, scale }),
    calculated: true,
    createable: false,
    updateable: false,
    groupable: type === 'date',
  });
}

export function isSummary({ custom, calculated, calculatedFormula }: FieldDescribe): boolean {
  return custom && calculated && calculatedFormula === null;
}

/** A formula of an administrator's: it has no column. */
export function isFormula({ custom, calculated, calculatedFormula }: FieldDescribe): boolean {
  return custom && calculated && calculatedFormula !== null;
}
