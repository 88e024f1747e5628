import type { Field } from '../../api/people.ts';

export const fieldGroups = ['person', 'company', 'owner', 'salesforce', 'custom'] as const;
export type FieldGroup = (typeof fieldGroups)[number];

const ofCompany = new Set(['company', 'website', 'industry', 'annualRevenue', 'numberOfEmployees']);

export function groupOf({ name, standard }: Pick<Field, 'name' | 'standard'>): FieldGroup {
  if (ofCompany.has(name)) return 'company';
  if (/^(sales|account)Owner/.test(name)) return 'owner';
  if (name.startsWith('sfdc')) return 'salesforce';
  return standard ? 'person' : 'custom';
}

/** The owners are no fields of the catalogue: their values come with the person (FLD-4). */
export const ownerFields = [
  'salesOwnerFirstName',
  'salesOwnerLastName',
  'salesOwnerTitle',
  'salesOwnerPhone',
  'salesOwnerEmail',
  'accountOwnerFirstName',
  'accountOwnerLastName',
  'accountOwnerEmail',
] as const;
