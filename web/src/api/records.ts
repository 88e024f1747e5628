import type { CurrencyList, DatedRatePage } from '@lockstep/contract/currencies.ts';
import type { OrgView, OwnerList } from '@lockstep/contract/org.ts';
import type { CampaignPage, CompanyPage, OpportunityPage } from '@lockstep/contract/records.ts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { get, type Query } from './client.ts';
import { usePaged } from './paged.ts';

export const useCompanies = (query: Query) => usePaged<CompanyPage>(['companies'], '/admin/companies', query);
export const useOpportunities = (query: Query) =>
  usePaged<OpportunityPage>(['opportunities'], '/admin/opportunities', query);

export const useCampaigns = (search: string) =>
  useQuery({
    queryKey: ['campaigns', search],
    queryFn: async () => (await get<CampaignPage>('/admin/campaigns', { search })).campaigns,
    placeholderData: keepPreviousData,
  });

export const useCurrencies = () =>
  useQuery({
    queryKey: ['currencies'],
    queryFn: async () => (await get<CurrencyList>('/admin/currencies')).currencies,
  });

export const useDatedRates = (isoCode: string) =>
  useInfiniteQuery({
    queryKey: ['currencies', isoCode],
    queryFn: ({ pageParam }) =>
      get<DatedRatePage>(`/admin/currencies/${encodeURIComponent(isoCode)}/rates`, { before: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

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
