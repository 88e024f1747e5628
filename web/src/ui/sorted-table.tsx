import type { ReactNode } from 'react';
import { type Column, DataTable } from './data-table.tsx';
import { useAddress } from './use-address.ts';

export interface SortableColumn<Row> extends Column<Row> {
  /** What the rows are sorted by. */
  value: (row: Row) => string | number | null;
}

interface Props<Row> {
  label: string;
  columns: readonly SortableColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  empty: ReactNode;
}

/** A table of a few rows, sorted by any column; the address says by which. Until then the rows stay in their own order. */
export function SortedTable<Row>({ columns, rows, ...table }: Props<Row>) {
  const [address, change] = useAddress();
  const sort = { by: address.get('sort') ?? '', descending: address.get('order') === 'down' };
  const value = columns.find(({ name }) => name === sort.by)?.value;
  const sorted = value ? rows.toSorted((a, b) => compare(value(a), value(b)) * (sort.descending ? -1 : 1)) : rows;
  return (
    <DataTable
      {...table}
      rows={sorted}
      columns={columns.map((column) => ({ ...column, sortable: true }))}
      sort={sort}
      onSort={({ by, descending }) => change({ sort: by, order: descending ? 'down' : null })}
    />
  );
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
