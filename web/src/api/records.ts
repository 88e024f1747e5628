import type { OrgView, OwnerList } from '@lockstep/contract/org.ts';
import type { CompanyPage, OpportunityPage } from '@lockstep/contract/records.ts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get, type Query } from './client.ts';
import { pageSize } from './people.ts';

export const useCompanies = (query: Query) => useRecords<CompanyPage>('/admin/companies', query);
export const useOpportunities = (query: Query) => useRecords<OpportunityPage>('/admin/opportunities', query);

function useRecords<Page extends { next: number | null }>(path: string, query: Query) {
  return useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam }) => get<Page>(path, { ...query, after: pageParam, limit: pageSize }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

export const useOwners = (search: string) =>
  useQuery({
    queryKey: ['owners', search],
    queryFn: async () => (await get<OwnerList>('/admin/owners', { search })).owners,
    placeholderData: keepPreviousData,
  });

/** Where a record can be seen in the org; null while there is none. */
export function useRecordAddress(): (sfdcId: string | null) => string | null {
  const { data } = useQuery({ queryKey: ['org'], queryFn: () => get<OrgView>('/admin/org'), staleTime: 60_000 });
  const url = data?.instanceUrl;
  return (sfdcId) => (sfdcId && url ? new URL(`/${sfdcId}`, url).href : null);
}
