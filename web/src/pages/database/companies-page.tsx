import type { CompanyView } from '@lockstep/contract/records.ts';
import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompanies } from '../../api/records.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { Column } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { useFieldText } from '../person/use-field-text.ts';
import { useSearchAddress } from './use-search-address.ts';

/** Database › Companies: the accounts of the org. */
export default function CompaniesPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchAddress();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useCompanies({ search });
  const companies = useMemo(() => data?.pages.flatMap((page) => page.companies) ?? [], [data]);
  const columns = useColumns();
  return (
    <Page title={t('navigation.companies')} subtitle={t('database.companies.subtitle')}>
      <SearchInput label={t('database.records.search')} value={search} onChange={setSearch} />
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <VirtualTable
          label={t('navigation.companies')}
          columns={columns}
          rows={companies}
          keyOf={({ id }) => id}
          empty={search ? t('database.companies.none') : t('database.companies.noneYet')}
          onMore={hasNextPage && !isFetchingNextPage ? fetchNextPage : undefined}
        />
      ) : (
        <Skeleton h={400} />
      )}
    </Page>
  );
}

function useColumns(): Column<CompanyView>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useFieldText();
  return [
    {
      name: 'name',
      wide: true,
      label: t('database.records.name'),
      cell: ({ sfdcId, values }) => <RecordLink sfdcId={sfdcId} label={values.name ?? undefined} />,
    },
    { name: 'people', label: t('navigation.people'), number: true, cell: ({ people }) => format.count(people) },
    { name: 'industry', label: t('database.companies.industry'), cell: ({ values }) => values.industry },
    {
      name: 'place',
      label: t('database.companies.place'),
      cell: ({ values }) => [values.billingCity, values.billingCountry].filter(Boolean).join(', '),
    },
    {
      name: 'revenue',
      label: t('database.companies.revenue'),
      number: true,
      cell: ({ values }) => text('currency', values.annualRevenue ?? null, values.currency),
    },
    {
      name: 'employees',
      label: t('database.companies.employees'),
      number: true,
      cell: ({ values }) => values.numberOfEmployees,
    },
  ];
}
