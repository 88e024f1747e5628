import type {
  ActivityPage,
  DuplicatesPage,
  EditedPeople,
  FieldList,
  PeoplePage,
  PersonDetail,
  PersonExplanation,
  PersonMerge,
} from '@lockstep/contract/people.ts';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { addressOf, get, patch, type Query } from './client.ts';
import { pageSize } from './paged.ts';

export type Field = FieldList['fields'][number];

/** Everything about people begins so: a change of one makes all of it old. */
export const peopleKey = ['people'];

/** Database › People, a page after the other; `filter` are texts such as `title:starts:Chief`. */
export const usePeople = (query: Query, filter: readonly string[]) =>
  useInfiniteQuery({
    queryKey: [...peopleKey, 'list', query, filter],
    queryFn: ({ pageParam }) => {
      const address = addressOf('/admin/people', { ...query, after: pageParam, limit: pageSize });
      return get<PeoplePage>([address, ...filter.map((text) => `filter=${encodeURIComponent(text)}`)].join('&'));
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

/** The fields of people that are shown, as Field Management lists them. */
export const usePersonFields = () =>
  useQuery({
    queryKey: ['fields'],
    queryFn: async () =>
      (await get<FieldList>('/admin/fields')).fields.filter(({ entity, hidden }) => entity === 'person' && !hidden),
  });

export const usePerson = (id: number) =>
  useQuery({ queryKey: [...peopleKey, id], queryFn: () => get<PersonDetail>(`/admin/people/${id}`) });

export const usePersonExplanation = (id: number) =>
  useQuery({
    queryKey: [...peopleKey, id, 'explain'],
    queryFn: () => get<PersonExplanation>(`/admin/people/${id}/explain`),
  });

export const useMerges = (id: number) =>
  useQuery({
    queryKey: [...peopleKey, id, 'merges'],
    queryFn: async () => (await get<{ merges: PersonMerge[] }>(`/admin/people/${id}/merges`)).merges,
  });

export const useActivities = (id: number, filter: Query) =>
  useInfiniteQuery({
    queryKey: [...peopleKey, id, 'activities', filter],
    queryFn: ({ pageParam }) =>
      get<ActivityPage>(`/admin/people/${id}/activities`, { ...filter, before: pageParam, limit: 50 }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const useDuplicates = () =>
  useInfiniteQuery({
    queryKey: [...peopleKey, 'duplicates'],
    queryFn: ({ pageParam }) => get<DuplicatesPage>('/admin/duplicates', { after: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export function useEditPerson(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (values: Record<string, string | null>) =>
      patch<EditedPeople>('/admin/people', { people: [{ id, values }] }),
    onSuccess: () => queries.invalidateQueries({ queryKey: peopleKey }),
  });
}
