import { Paper, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';
import { SortChoice } from './sort-choice.tsx';

export interface Column<Row> {
  /** Also what it is sorted by. */
  name: string;
  label: string;
  cell: (row: Row) => ReactNode;
  number?: boolean;
  /** On a phone: across the whole block, and without its label. In a virtual table: wider than the others. */
  wide?: boolean;
  /** Nothing worth looking at: pale, and left out on a phone. */
  isQuiet?: (row: Row) => boolean;
  sortable?: boolean;
}

export interface Sort {
  by: string;
  descending: boolean;
}

interface Props<Row> {
  /** What the table is, for those who don't see it. */
  label: string;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  /** What is said when there are no rows, and what to do then. */
  empty: ReactNode;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
}

/** A table where there is room, one block for each row on a phone. */
export function DataTable<Row>({ label, columns, rows, keyOf, empty, sort, onSort }: Props<Row>) {
  if (rows.length === 0) {
    return (
      <Paper withBorder p="lg">
        {typeof empty === 'string' ? <Text c="dimmed">{empty}</Text> : empty}
      </Paper>
    );
  }
  return (
    <>
      {onSort && columns.some(({ sortable }) => sortable) && (
        <SortChoice columns={columns} sort={sort} onSort={onSort} />
      )}
      {/* What is wider than the page scrolls, by keyboard too. */}
      <Paper withBorder className={classes.scroll} role="region" aria-label={label} tabIndex={0}>
        <table className={classes.table} aria-label={label}>
          <thead>
            <tr>
              <HeadCells columns={columns} sort={sort} onSort={onSort} numberClass={classes.number} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map((column, index) =>
                  index === 0 ? (
                    <th key={column.name} scope="row">
                      {column.cell(row)}
                    </th>
                  ) : (
                    <BodyCell key={column.name} column={column} row={row} />
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Paper>
    </>
  );
}

function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  return (
    <td
      className={column.number ? classes.number : undefined}
      data-label={column.wide ? undefined : column.label}
      data-wide={column.wide}
      data-quiet={column.isQuiet?.(row)}
    >
      {column.cell(row)}
    </td>
  );
}

interface HeadProps<Row> extends Pick<Props<Row>, 'columns' | 'sort' | 'onSort'> {
  numberClass?: string;
}

/** The heads of the columns, each a button where it sorts. */
export function HeadCells<Row>({ columns, sort, onSort, numberClass }: HeadProps<Row>) {
  return columns.map((column) => {
    const { name, label, number, sortable } = column;
    const sorted = sort?.by === name;
    const direction = sort?.descending ? 'descending' : 'ascending';
    return (
      <th
        key={name}
        scope="col"
        className={number ? numberClass : undefined}
        title={label}
        aria-sort={sortable ? (sorted ? direction : 'none') : undefined}
      >
        {sortable && onSort ? (
          <UnstyledButton
            className={classes.sort}
            onClick={() => onSort({ by: name, descending: sorted ? !sort.descending : Boolean(number) })}
          >
            {label}
          </UnstyledButton>
        ) : (
          label
        )}
      </th>
    );
  });
}
