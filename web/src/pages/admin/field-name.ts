import type { FieldView } from '@lockstep/contract/fields.ts';

/** How a field is named to the server: `Region__c`, or `company.industry` for a field that is no person's. */
export function nameOfField({ entity, name }: Pick<FieldView, 'entity' | 'name'>): string {
  return entity === 'person' ? name : `${entity}.${name}`;
}

export const fieldPath = (field: Pick<FieldView, 'entity' | 'name'>): string =>
  `/field-management/fields/${encodeURIComponent(nameOfField(field))}`;
