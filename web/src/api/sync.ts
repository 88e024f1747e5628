import type { SyncCost } from '@lockstep/contract/cost.ts';
import type { SyncOptionChanges, SyncOptions } from '@lockstep/contract/flow.ts';
import type { SetupView } from '@lockstep/contract/setup.ts';
import type { StepView } from '@lockstep/contract/status.ts';
import type { BacklogView, RecordErrorGroups, RecordErrorList, VerificationView } from '@lockstep/contract/sync.ts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { addressOf, get, post, put, type Query } from './client.ts';

export type ErrorGroup = RecordErrorGroups['groups'][number];
export interface Cause {
  object: string;
  direction: ErrorGroup['direction'];
  code: string;
  message: string;
}

const refreshMs = 10_000;

/** Admin › Salesforce (SET-11, OPS-1 to OPS-3, SYN-15, SYN-18). */
export const useSteps = (filter: Query) =>
  useQuery({
    queryKey: ['steps', filter],
    queryFn: async () => (await get<{ steps: StepView[] }>('/admin/steps', filter)).steps,
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });

export const useErrorGroups = () =>
  useQuery({
    queryKey: ['errors', 'groups'],
    queryFn: async () => (await get<RecordErrorGroups>('/admin/errors/groups')).groups,
    refetchInterval: refreshMs,
  });

export const useErrors = (cause: Cause) =>
  useQuery({
    queryKey: ['errors', cause],
    queryFn: () => get<RecordErrorList>('/admin/errors', { ...cause, limit: 100 }),
  });

export const useBacklog = () =>
  useQuery({
    queryKey: ['backlog'],
    queryFn: () => get<BacklogView>('/admin/backlog'),
    refetchInterval: refreshMs,
  });

export const useSyncCost = () =>
  useQuery({ queryKey: ['sync-cost'], queryFn: () => get<SyncCost>('/admin/sync/cost'), refetchInterval: refreshMs });

export const useSyncOptions = () =>
  useQuery({ queryKey: ['sync-options'], queryFn: () => get<SyncOptions>('/admin/sync/options') });

export const useRetryErrors = () =>
  useChange(['errors'], (cause: Partial<Cause>) =>
    post<{ retried: number }>(addressOf('/admin/errors/retry', { ...cause })),
  );
export const useChangeOptions = () =>
  useChange(['sync-options'], (changes: SyncOptionChanges) => put<SyncOptions>('/admin/sync/options', changes));
export const useSwitchSync = () =>
  useChange(['status'], (enable: boolean) => post<SetupView>(`/admin/sync/${enable ? 'enable' : 'disable'}`));
export const useSyncNow = () => useChange(['status'], () => post('/admin/sync/now'));
export const useVerify = () => useMutation({ mutationFn: () => post<VerificationView>('/admin/verify') });

function useChange<Input, Answer>(queryKey: string[], mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey }) });
}
