import type { ConversionPreview, FieldChanges, FieldView, SchemaChanges } from '@lockstep/contract/fields.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, post } from './client.ts';

export interface FieldChange extends FieldChanges {
  /** `Region__c`, or `company.industry` for a field that is no person's. */
  name: string;
}

const addressOf = (name: string) => `/admin/field-management/${encodeURIComponent(name)}`;

/** Field management (FLD-9); what it changes, the pages about people show too. */
export const useFieldDetails = () =>
  useQuery({
    queryKey: ['fields', 'details'],
    queryFn: async () => (await get<{ fields: FieldView[] }>('/admin/field-management')).fields,
  });

export const useFieldDetail = (name: string) =>
  useQuery({ queryKey: ['fields', 'details', name], queryFn: () => get<FieldView>(addressOf(name)) });

export function useChangeField() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...change }: FieldChange) => patch<FieldView>(addressOf(name), change),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['fields'] }),
  });
}

/** What of the org's schema waits for a decision (FLD-6). */
export const useSchemaChanges = () =>
  useQuery({ queryKey: ['schema-changes'], queryFn: () => get<SchemaChanges>('/admin/schema-changes') });

/** What converting would do to the values of a field such as `Lead.Region__c`. */
export const useConversionPreview = (field: string, asked: boolean) =>
  useQuery({
    queryKey: ['schema-changes', 'preview', field],
    queryFn: () => get<ConversionPreview>('/admin/schema-changes/types/preview', { field }),
    enabled: asked,
  });

export const useDecideRename = () =>
  useDecision((body: { field: string; decision: 'accept' | 'decline' }) =>
    post<SchemaChanges>('/admin/schema-changes/renames', body),
  );
export const useDecideType = () =>
  useDecision((body: { field: string; decision: 'convert' | 'start-empty' | 'undo' }) =>
    post<SchemaChanges>('/admin/schema-changes/types', body),
  );

/** What is decided about a field, its own page shows too. */
function useDecision<Input>(mutationFn: (input: Input) => Promise<SchemaChanges>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (changes) => {
      queries.setQueryData(['schema-changes'], changes);
      return queries.invalidateQueries({ queryKey: ['fields'] });
    },
  });
}
