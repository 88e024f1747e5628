import type { OpportunityView } from '@lockstep/contract/records.ts';
import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurrencies, useOpportunities } from '../../api/records.ts';
import type { Column } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { useFieldText } from '../person/use-field-text.ts';
import { useSearchAddress } from './use-search-address.ts';

/** Database › Opportunities, as Salesforce has them. */
export default function OpportunitiesPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchAddress();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useOpportunities({ search });
  const opportunities = useMemo(() => data?.pages.flatMap((page) => page.opportunities) ?? [], [data]);
  const columns = useColumns();
  return (
    <Page title={t('navigation.opportunities')} subtitle={t('database.opportunities.subtitle')}>
      <SearchInput label={t('database.records.search')} value={search} onChange={setSearch} />
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <VirtualTable
          label={t('navigation.opportunities')}
          columns={columns}
          rows={opportunities}
          keyOf={({ id }) => id}
          empty={search ? t('database.opportunities.none') : t('database.opportunities.noneYet')}
          onMore={hasNextPage && !isFetchingNextPage ? fetchNextPage : undefined}
        />
      ) : (
        <Skeleton h={400} />
      )}
    </Page>
  );
}

function useColumns(): Column<OpportunityView>[] {
  const { t } = useTranslation();
  const text = useFieldText();
  const { data: currencies = [] } = useCurrencies();
  const corporate = currencies.find(({ isDefault }) => isDefault)?.isoCode;
  return [
    {
      name: 'name',
      wide: true,
      label: t('database.records.name'),
      cell: ({ sfdcId, values }) => <RecordLink sfdcId={sfdcId} label={values.name ?? undefined} />,
    },
    { name: 'company', label: t('database.records.company'), cell: ({ company }) => company },
    { name: 'stage', label: t('database.records.stage'), cell: ({ values }) => values.stage },
    {
      name: 'amount',
      label: t('database.records.amount'),
      number: true,
      cell: ({ values }) => text('currency', values.amount ?? null, values.currency),
    },
    ...(corporate
      ? [
          {
            name: 'inDefaultCurrency',
            label: t('database.opportunities.inDefaultCurrency', { currency: corporate }),
            number: true,
            cell: ({ inDefaultCurrency }: OpportunityView) =>
              text('currency', inDefaultCurrency.amount ?? null, corporate),
          },
        ]
      : []),
    {
      name: 'close',
      label: t('database.records.closeDate'),
      cell: ({ values }) => text('date', values.closeDate ?? null),
    },
    { name: 'owner', label: t('database.records.owner'), cell: ({ owner }) => owner },
  ];
}
