import type { AuditPage } from '@lockstep/contract/audit.ts';
import type { ApiTokenList, CreatedApiToken, NewApiToken } from '@lockstep/contract/users.ts';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, remove } from './client.ts';

const tokens = ['api-tokens'];

export const useAudit = () =>
  useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => get<AuditPage>('/admin/audit', { before: pageParam, limit: 100 }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });

export const useApiTokens = () =>
  useQuery({ queryKey: tokens, queryFn: async () => (await get<ApiTokenList>('/admin/api-tokens')).tokens });

export const useCreateApiToken = () =>
  useTokenChange((token: NewApiToken) => post<CreatedApiToken>('/admin/api-tokens', token));
export const useRevokeApiToken = () => useTokenChange((id: number) => remove(`/admin/api-tokens/${id}`));

function useTokenChange<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: tokens }) });
}
