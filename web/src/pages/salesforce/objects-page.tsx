import type { FilterView } from '@lockstep/contract/filters.ts';
import type { ObjectView } from '@lockstep/contract/objects.ts';
import { Anchor, Code, Group, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFilters, useObjects } from '../../api/objects.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Section } from '../../ui/section.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { ObjectState, objectStates } from './object-state.tsx';
import { SalesforceFrame } from './salesforce-frame.tsx';
import { objectPath, standardObjects } from './standard-objects.ts';

/** The objects in the sync, which of their records take part, and custom objects that could be added (SYN-13, SYN-15). */
export default function ObjectsPage() {
  const { t } = useTranslation();
  const filters = useFilters();
  const objects = useObjects();
  const error = filters.error ?? objects.error;
  return (
    <SalesforceFrame tab="objects">
      <Stack gap="xl">
        {error && (
          <ErrorNotice error={error} onRetry={() => void Promise.all([filters.refetch(), objects.refetch()])} />
        )}
        <Section title={t('objects.standard')}>
          <StandardObjects filters={filters.data ?? []} />
        </Section>
        <Section title={t('objects.custom')}>
          <Text maw={760}>{t('objects.customExplanation')}</Text>
          {objects.data ? (
            <CustomObjects objects={objects.data} filters={filters.data ?? []} />
          ) : (
            !objects.error && <Skeleton h={240} />
          )}
        </Section>
      </Stack>
    </SalesforceFrame>
  );
}

function StandardObjects({ filters }: { filters: readonly FilterView[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('objects.standard')}
      rows={standardObjects}
      keyOf={({ name }) => name}
      empty=""
      columns={[
        {
          name: 'object',
          label: t('objects.object'),
          cell: ({ name, filterable }) => (filterable ? <ObjectLink name={name} label={name} /> : name),
        },
        {
          name: 'direction',
          label: t('objects.direction'),
          cell: ({ direction }) => t(`objects.directions.${direction}`),
        },
        {
          name: 'filter',
          label: t('objects.filter'),
          cell: ({ name }) => <TakesPart filters={filters} object={name} />,
        },
      ]}
    />
  );
}

function CustomObjects({ objects, filters }: { objects: readonly ObjectView[]; filters: readonly FilterView[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [address, change] = useAddress();
  const [search, state] = [address.get('search') ?? '', address.get('state') ?? ''];
  const found = objects.filter(
    (object) =>
      `${object.name} ${object.label}`.toLowerCase().includes(search.toLowerCase()) &&
      (!state || object.state === state),
  );
  return (
    <Stack gap="sm">
      {objects.length > 0 && (
        <Group align="flex-end" gap="sm">
          <SearchInput label={t('objects.search')} value={search} onChange={(value) => change({ search: value })} />
          <NativeSelect
            label={t('objects.state')}
            value={state}
            onChange={(event) => change({ state: event.currentTarget.value })}
            data={[
              { value: '', label: t('salesforce.filter.all') },
              ...objectStates.map((value) => ({ value, label: t(`objects.states.${value}`) })),
            ]}
          />
        </Group>
      )}
      <DataTable
        label={t('objects.custom')}
        rows={found}
        keyOf={({ name }) => name}
        empty={objects.length === 0 ? t('objects.none') : t('objects.noneFound')}
        columns={[
          {
            name: 'object',
            label: t('objects.object'),
            cell: ({ name, label }) => (
              <>
                <ObjectLink name={name} label={label} />
                <Text size="xs" c="dimmed" fw={400}>
                  {name}
                </Text>
              </>
            ),
          },
          { name: 'state', label: t('objects.state'), cell: ({ state: its }) => <ObjectState state={its} /> },
          {
            name: 'links',
            label: t('objects.links'),
            cell: ({ links }) => links.map((link) => <div key={link}>{link}</div>),
          },
          {
            name: 'records',
            label: t('objects.records'),
            number: true,
            cell: ({ records }) => format.count(records),
            isQuiet: ({ records }) => records === 0,
          },
          {
            name: 'filter',
            label: t('objects.filter'),
            cell: ({ name, state: its }) => its !== 'available' && <TakesPart filters={filters} object={name} />,
            isQuiet: ({ state: its }) => its === 'available',
          },
        ]}
      />
    </Stack>
  );
}

function ObjectLink({ name, label }: { name: string; label: string }) {
  return (
    <Anchor component={Link} to={objectPath(name)} underline="always" inherit>
      {label}
    </Anchor>
  );
}

function TakesPart({ filters, object }: { filters: readonly FilterView[]; object: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const filter = filters.find((one) => one.object === object);
  if (!filter) return <>{t('objects.everyRecord')}</>;
  const { condition, outside } = filter;
  return (
    <>
      <Code>{condition}</Code>
      {outside > 0 && (
        <Text size="xs" c="dimmed">
          {t('objects.outside', { count: outside, replace: { count: format.count(outside) } })}
        </Text>
      )}
    </>
  );
}
