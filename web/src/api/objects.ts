import type { FilterCheck, FilterList, FilterView } from '@lockstep/contract/filters.ts';
import type { ObjectField, ObjectView } from '@lockstep/contract/objects.ts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, post, put, remove } from './client.ts';

const key = ['objects'];
const addressOf = (name: string) => `/admin/objects/${encodeURIComponent(name)}`;
/** The list is made of describes of the org: asked for again when something was changed, or after a while. */
const freshForMs = 60_000;

/** Custom objects in the sync (SYN-13). */
export const useObjects = () =>
  useQuery({
    queryKey: key,
    queryFn: async () => (await get<{ objects: ObjectView[] }>('/admin/objects')).objects,
    staleTime: freshForMs,
  });

export const useObjectFields = (name: string) =>
  useQuery({
    queryKey: [...key, name, 'fields'],
    queryFn: async () => (await get<{ fields: ObjectField[] }>(`${addressOf(name)}/fields`)).fields,
  });

export const useEnableObject = (name: string) => useChange(key, (hide: string[]) => put(addressOf(name), { hide }));
export const useDisableObject = (name: string) => useChange(key, () => remove(addressOf(name)));
export const useChooseObjectFields = (name: string) =>
  useChange(key, (choice: { hide: string[]; show: string[] }) => patch(`${addressOf(name)}/fields`, choice));

const filterKey = ['filters'];

/** Which records of an object take part (SYN-15). */
export const useFilters = () =>
  useQuery({ queryKey: filterKey, queryFn: async () => (await get<FilterList>('/admin/sync/filters')).filters });

/** What a condition would mean now; nothing is asked while there is none. */
export const useFilterCheck = (object: string, condition: string) =>
  useQuery({
    queryKey: ['filter-check', object, condition],
    queryFn: () => post<FilterCheck>('/admin/sync/filters/check', { object, condition }),
    enabled: condition !== '',
    placeholderData: condition === '' ? undefined : keepPreviousData,
    staleTime: freshForMs,
  });

export const useSetFilter = (object: string) =>
  useChange(filterKey, (filter: { condition: string | null; onExit?: FilterView['onExit'] }) =>
    put<FilterList>('/admin/sync/filters', { object, ...filter }),
  );

function useChange<Input, Answer>(queryKey: string[], mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey }) });
}
