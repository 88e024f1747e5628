import type { CurrencyList } from '@lockstep/contract/currencies.ts';
import { Badge, Button, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCurrencies, useDatedRates } from '../../api/records.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Section } from '../../ui/section.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { SalesforceFrame } from './salesforce-frame.tsx';

type Currency = CurrencyList['currencies'][number];

/** The currencies of the org, what one of the corporate one is worth, and the rates by date of the one in the address (SYN-12). */
export default function CurrenciesPage() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const { data: currencies, error, refetch } = useCurrencies();
  const chosen = currencies?.find(({ isoCode }) => isoCode === address.get('currency'));
  const corporate = currencies?.find(({ isDefault }) => isDefault)?.isoCode ?? '';
  return (
    <SalesforceFrame tab="currencies">
      <Stack gap="lg">
        <Text maw={760}>{t('currencies.explanation')}</Text>
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {currencies ? (
          <Currencies currencies={currencies} corporate={corporate} onRates={(currency) => change({ currency })} />
        ) : (
          !error && <Skeleton h={240} />
        )}
        {chosen && <DatedRates isoCode={chosen.isoCode} corporate={corporate} />}
      </Stack>
    </SalesforceFrame>
  );
}

interface Props {
  currencies: readonly Currency[];
  corporate: string;
  onRates: (isoCode: string) => void;
}

function Currencies({ currencies, corporate, onRates }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable
      label={t('salesforce.tabs.currencies')}
      rows={currencies}
      keyOf={({ isoCode }) => isoCode}
      empty={t('currencies.one')}
      columns={[
        {
          name: 'currency',
          label: t('currencies.currency'),
          cell: ({ isoCode }) => (
            <>
              {isoCode}
              <Text size="xs" c="dimmed" fw={400}>
                {format.currencyName(isoCode)}
              </Text>
            </>
          ),
        },
        {
          name: 'rate',
          label: t('currencies.rate', { currency: corporate }),
          number: true,
          cell: ({ rate }) => format.rate(Number(rate)),
        },
        {
          name: 'state',
          label: t('users.state'),
          cell: ({ isDefault, isActive }) => (
            <Badge variant="dot" color={isDefault ? 'cyan' : isActive ? 'teal' : 'gray'}>
              {t(`currencies.states.${isDefault ? 'corporate' : isActive ? 'active' : 'inactive'}`)}
            </Badge>
          ),
        },
        {
          name: 'dated',
          label: t('currencies.datedRates'),
          cell: ({ isoCode, datedRates }) =>
            datedRates > 0 ? (
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => onRates(isoCode)}
                aria-label={t('currencies.showOf', { currency: isoCode })}
              >
                {t('currencies.show', { count: datedRates })}
              </Button>
            ) : (
              '–'
            ),
        },
      ]}
    />
  );
}

function DatedRates({ isoCode, corporate }: { isoCode: string; corporate: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useDatedRates(isoCode);
  return (
    <Section title={t('currencies.datedRatesOf', { currency: isoCode })}>
      <Text maw={760}>{t('currencies.datedExplanation')}</Text>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? (
        <DataTable
          label={t('currencies.datedRatesOf', { currency: isoCode })}
          rows={data.pages.flatMap((page) => page.rates)}
          keyOf={({ from }) => from}
          empty={t('currencies.noDatedRates')}
          columns={[
            { name: 'from', label: t('currencies.from'), cell: ({ from }) => format.date(`${from}T00:00`) },
            {
              name: 'rate',
              label: t('currencies.rate', { currency: corporate }),
              number: true,
              cell: ({ rate }) => format.rate(Number(rate)),
            },
          ]}
        />
      ) : (
        !error && <Skeleton h={160} />
      )}
      {hasNextPage && (
        <Button variant="default" w="fit-content" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {t('database.more')}
        </Button>
      )}
    </Section>
  );
}
