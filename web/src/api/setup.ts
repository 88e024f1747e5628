import type {
  ChecksView,
  CredentialsInput,
  DryRunView,
  FieldListView,
  IdentityView,
  MappingsView,
  OAuthInput,
  OAuthOutcome,
  OAuthStart,
  SetupView,
} from '@lockstep/contract/setup.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, put } from './client.ts';

const read = {
  setup: () => get<SetupView>('/admin/setup'),
  checks: () => get<ChecksView>('/admin/setup/checks'),
  fields: () => get<FieldListView>('/admin/setup/fields'),
  mappings: () => get<MappingsView>('/admin/setup/mappings'),
  dryRun: () => get<DryRunView>('/admin/setup/dry-run'),
};

/** The guided set-up, in the order of its steps (SET-3 to SET-9). */
export const useSetup = () => useQuery({ queryKey: ['setup'], queryFn: read.setup });
export const useChecks = () => useQuery({ queryKey: ['setup', 'checks'], queryFn: read.checks, staleTime: 0 });
export const useFieldList = () => useQuery({ queryKey: ['setup', 'fields'], queryFn: read.fields });
export const useMappings = () => useQuery({ queryKey: ['setup', 'mappings'], queryFn: read.mappings });
export const useDryRun = () => useQuery({ queryKey: ['setup', 'dry-run'], queryFn: read.dryRun });

export const useEnterCredentials = () =>
  useSetupChange((input: CredentialsInput) => put<IdentityView>('/admin/setup/credentials', input));
export const useStartOAuth = () =>
  useMutation({ mutationFn: (input: OAuthInput) => post<OAuthStart>('/admin/setup/oauth', input) });
export const readOAuthOutcome = (state: string) => get<OAuthOutcome>(`/admin/setup/oauth/${encodeURIComponent(state)}`);
export const useSyncFields = () =>
  useSetupChange((untick: string[]) => post<MappingsView>('/admin/setup/sync-fields', { untick }));
export const useConfirm = () =>
  useSetupChange((organizationId: string) => post<IdentityView>('/admin/setup/confirm', { organizationId }));
export const useStartSync = () => useSetupChange(() => post<SetupView>('/admin/setup/start'));

/** An edit of the mappings, named as the server names it. */
export type MappingEdit =
  | { edit: 'combine'; dragged: string; onto: string }
  | { edit: 'break'; field: string }
  | { edit: 'reset' }
  | { edit: 'finish' };

export const useEditMappings = () =>
  useSetupChange(({ edit, ...body }: MappingEdit) => post<MappingsView>(`/admin/setup/mappings/${edit}`, body));

/** A change of the set-up: whatever the pages know of it is read again before it counts as done. */
function useSetupChange<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['setup'], predicate: ({ queryKey }) => !isSlow(queryKey) }),
  });
}

/** Asks Salesforce, and is asked again by its page anyway. */
function isSlow([, what]: readonly unknown[]): boolean {
  return what === 'fields' || what === 'dry-run' || what === 'checks';
}
