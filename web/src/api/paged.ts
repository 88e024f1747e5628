import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { get, type Query } from './client.ts';

export const pageSize = 100;

/** A list of any length, a page after the other. */
export function usePaged<Page extends { next: number | null }>(
  queryKey: readonly unknown[],
  path: string,
  query: Query,
) {
  return useInfiniteQuery({
    queryKey: [...queryKey, query],
    queryFn: ({ pageParam }) => get<Page>(path, { ...query, after: pageParam, limit: pageSize }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}
