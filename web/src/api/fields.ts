import type { FieldView } from '@lockstep/contract/fields.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch } from './client.ts';

export interface FieldChange {
  /** `Region__c`, or `company.industry` for a field that is no person's. */
  name: string;
  label?: string;
  hidden?: boolean;
}

/** Field management (FLD-9); what it changes, the pages about people show too. */
export const useFieldDetails = () =>
  useQuery({
    queryKey: ['fields', 'details'],
    queryFn: async () => (await get<{ fields: FieldView[] }>('/admin/field-management')).fields,
  });

export function useChangeField() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...change }: FieldChange) =>
      patch<FieldView>(`/admin/field-management/${encodeURIComponent(name)}`, change),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['fields'] }),
  });
}
