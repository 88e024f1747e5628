import type { PersonView } from '@lockstep/contract/people.ts';
import { Anchor, Group, NativeSelect, Pill, Skeleton, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Field, usePeople, usePersonFields } from '../../api/people.ts';
import { useStatus } from '../../api/use-status.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useMay } from '../../session.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { toggled, VirtualTable } from '../../ui/virtual-table.tsx';
import { FlowMenu } from '../flow/flow-menu.tsx';
import { nameOf } from '../person/name-of.ts';
import { useFieldText } from '../person/use-field-text.ts';
import { AddFilter } from './add-filter.tsx';
import { ChooseColumns } from './choose-columns.tsx';
import { type PeopleOrder, sorts, usePeopleAddress, writeFilter } from './people-address.ts';

const types = ['Lead', 'Contact', 'none'] as const;

/** Database › People: everybody, found by name, address or any field. */
export default function PeoplePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { status } = useStatus();
  const address = usePeopleAddress();
  const { data: fields = [], error: fieldsError } = usePersonFields();
  const totals = status?.totals.people;
  return (
    <Page
      title={t('navigation.people')}
      subtitle={
        totals
          ? t('database.people.total', { people: format.count(totals.Lead + totals.Contact + totals.other) })
          : '\u00a0' // The line is there before its text, so that nothing moves.
      }
    >
      <Group align="flex-end" gap="sm">
        <SearchInput label={t('database.people.search')} value={address.search} onChange={address.setSearch} />
        <NativeSelect
          label={t('database.people.type')}
          value={address.sfdcType}
          onChange={(event) => address.setType(event.currentTarget.value)}
          data={[
            { value: '', label: t('database.people.types.any') },
            ...types.map((value) => ({ value, label: t(`database.people.types.${value}`) })),
          ]}
        />
        <Order />
        <AddFilter fields={fields} onAdd={address.addFilter} />
        <ChooseColumns fields={fields} chosen={address.columns} onChange={address.setColumns} />
      </Group>
      <Filters fields={fields} />
      {fieldsError ? <ErrorNotice error={fieldsError} /> : <People fields={fields} />}
    </Page>
  );
}

function Order() {
  const { t } = useTranslation();
  const { order, setOrder } = usePeopleAddress();
  const choices = sorts.flatMap((sort) => [false, true].map((descending) => ({ sort, descending })));
  const keyOf = ({ sort, descending }: PeopleOrder) => `${sort}.${descending ? 'down' : 'up'}` as const;
  return (
    <NativeSelect
      label={t('database.people.order')}
      value={keyOf(order)}
      onChange={(event) => setOrder(choices.find((one) => keyOf(one) === event.currentTarget.value) ?? order)}
      data={choices.map((one) => ({ value: keyOf(one), label: t(`database.people.orders.${keyOf(one)}`) }))}
    />
  );
}

/** The conditions that hold, each with a way out. */
function Filters({ fields }: { fields: readonly Field[] }) {
  const { t } = useTranslation();
  const { filters, removeFilter } = usePeopleAddress();
  if (filters.length === 0) return null;
  return (
    <Group gap="xs">
      {filters.map((filter) => {
        const label = fields.find(({ name }) => name === filter.field)?.label ?? filter.field;
        const text = `${label} ${t(`database.filters.operators.${filter.operator}`)} ${filter.value}`.trim();
        return (
          <Pill
            key={writeFilter(filter)}
            size="md"
            withRemoveButton
            onRemove={() => removeFilter(filter)}
            removeButtonProps={{
              'aria-label': t('database.filters.remove', { filter: text }),
              'aria-hidden': false,
              tabIndex: 0,
            }}
          >
            {text}
          </Pill>
        );
      })}
    </Group>
  );
}

function People({ fields }: { fields: readonly Field[] }) {
  const { t } = useTranslation();
  const { search, sfdcType, filters, columns, order, setOrder } = usePeopleAddress();
  const marketer = useMay('marketer');
  const narrowed = search !== '' || sfdcType !== '' || filters.length > 0;
  const wanted = ['firstName', 'lastName', 'email', ...columns].join(',');
  const list = usePeople({ search, sfdcType, fields: wanted, ...order }, filters.map(writeFilter));
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const people = useMemo(() => data?.pages.flatMap((page) => page.people) ?? [], [data]);
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const toggle = (id: number) => setTicked((before) => toggled(before, id));
  const shown = useColumns(fields, columns);
  const labelOf = (id: number) =>
    t('database.people.select', { name: nameOf(people.find((person) => person.id === id)) });
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={400} />;
  return (
    <Stack gap="sm">
      {marketer && ticked.size > 0 && (
        <Group gap="sm">
          <Text size="sm">{t('database.people.selected', { count: ticked.size })}</Text>
          <FlowMenu ids={[...ticked]} />
        </Group>
      )}
      <VirtualTable
        label={t('navigation.people')}
        columns={shown}
        rows={people}
        keyOf={({ id }) => id}
        empty={narrowed ? t('database.people.none') : t('database.people.nobody')}
        onMore={hasNextPage && !isFetchingNextPage ? fetchNextPage : undefined}
        sort={{ by: order.sort === 'lastName' ? 'name' : order.sort, descending: order.descending }}
        onSort={({ by, descending }) => setOrder({ sort: by === 'name' ? 'lastName' : 'email', descending })}
        selection={marketer ? { keys: ticked, onToggle: toggle, labelOf } : undefined}
      />
    </Stack>
  );
}

function useColumns(fields: readonly Field[], chosen: readonly string[]): Column<PersonView>[] {
  const { t } = useTranslation();
  const text = useFieldText();
  const known = chosen.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  return [
    {
      name: 'name',
      label: t('database.people.name'),
      sortable: true,
      cell: (person) => (
        <Anchor component={Link} to={`/database/people/${person.id}`} inherit>
          {nameOf(person)}
        </Anchor>
      ),
    },
    {
      name: 'type',
      label: t('database.people.type'),
      cell: ({ sfdcType }) => t(`database.people.types.${sfdcType ?? 'none'}`),
    },
    ...known.map((field) => ({
      name: field.name,
      label: field.label,
      sortable: field.name === 'email',
      wide: field.name === 'email',
      number: ['integer', 'score', 'float', 'currency', 'percent'].includes(field.type),
      cell: ({ values, currencies }: PersonView) =>
        text(field.type, values[field.name] ?? null, currencies[field.name]),
    })),
  ];
}
