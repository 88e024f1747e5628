import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column, Sort } from './data-table.tsx';

interface Props<Row> {
  columns: readonly Column<Row>[];
  sort?: Sort;
  onSort: (sort: Sort) => void;
}

/** What the heads of the columns do, where there is no room for them. */
export function SortChoice<Row>({ columns, sort, onSort }: Props<Row>) {
  const { t } = useTranslation();
  const choices = columns
    .filter(({ sortable }) => sortable)
    .flatMap(({ name, label }) => [
      { value: `${name} up`, label: `${label} ↑` },
      { value: `${name} down`, label: `${label} ↓` },
    ]);
  const isSorted = columns.some(({ name }) => name === sort?.by);
  return (
    <NativeSelect
      hiddenFrom="md"
      size="sm"
      mb="xs"
      label={t('table.sortBy')}
      value={isSorted ? `${sort?.by} ${sort?.descending ? 'down' : 'up'}` : ''}
      onChange={({ currentTarget: { value } }) => {
        const [by = '', direction] = value.split(' ');
        onSort({ by, descending: direction === 'down' });
      }}
      data={isSorted ? choices : [{ value: '', label: t('table.ownOrder') }, ...choices]}
    />
  );
}
