import { Checkbox, Paper, Text } from '@mantine/core';
import { type CSSProperties, type ReactNode, useEffect } from 'react';
import { type Column, HeadCells, type Sort } from './data-table.tsx';
import { useVisibleRows } from './use-visible-rows.ts';
import classes from './virtual-table.module.css';

const rowHeight = 40;
const columnWidth = 8;
const wideColumnWidth = 14;
const numberWidth = 7;

export interface Selection {
  /** Keys of the rows that are ticked. */
  keys: ReadonlySet<number>;
  onToggle: (key: number) => void;
  labelOf: (key: number) => string;
}

/** The keys that are ticked after a click on one. */
export const toggled = (keys: ReadonlySet<number>, key: number): ReadonlySet<number> =>
  new Set(keys.has(key) ? [...keys].filter((other) => other !== key) : [...keys, key]);

interface Props<Row> {
  label: string;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => number;
  empty: ReactNode;
  /** Reads the next page, when there is one and none is on its way. */
  onMore?: () => void;
  selection?: Selection;
  /** Of the columns that the server can sort by. */
  sort?: Sort;
  onSort?: (sort: Sort) => void;
}

/** A table of any length: pages are read as one scrolls, and only the rows in sight are drawn. */
export function VirtualTable<Row>(props: Props<Row>) {
  const { label, columns, rows, keyOf, empty, onMore, selection, sort, onSort } = props;
  const { viewport, onScroll, first, end } = useVisibleRows(rows.length, rowHeight);
  const nearEnd = end > rows.length - 20;
  useEffect(() => {
    if (nearEnd) onMore?.();
  }, [nearEnd, onMore]);
  if (rows.length === 0) {
    return (
      <Paper withBorder p="lg">
        {typeof empty === 'string' ? <Text c="dimmed">{empty}</Text> : empty}
      </Paper>
    );
  }
  const height = {
    '--row-height': `${rowHeight}px`,
    minWidth: `${columns.reduce((sum, column) => sum + widthOf(column), 0)}rem`,
  } as CSSProperties;
  return (
    <Paper withBorder className={classes.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section ref={viewport} onScroll={onScroll} className={classes.viewport} aria-label={label} tabIndex={0}>
        <table
          className={classes.table}
          style={height}
          aria-label={label}
          aria-rowcount={onMore ? -1 : rows.length + 1}
        >
          <colgroup>
            {selection && <col className={classes.tick} />}
            {columns.map((column) => (
              <col key={column.name} style={column.wide ? { width: `${widthOf(column)}rem` } : undefined} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {selection && <td className={classes.tick} />}
              <HeadCells columns={columns} sort={sort} onSort={onSort} numberClass={classes.number} />
            </tr>
          </thead>
          <tbody>
            <Space rows={first} />
            {rows.slice(first, end).map((row, index) => (
              <tr key={keyOf(row)} aria-rowindex={first + index + 2}>
                {selection && <Tick selection={selection} of={keyOf(row)} />}
                {columns.map((column, place) => (
                  <Cell key={column.name} column={column} row={row} isName={place === 0} />
                ))}
              </tr>
            ))}
            <Space rows={rows.length - end} />
          </tbody>
        </table>
      </section>
    </Paper>
  );
}

const widthOf = ({ wide, number }: { wide?: boolean; number?: boolean }): number =>
  wide ? wideColumnWidth : number ? numberWidth : columnWidth;

function Cell<Row>({ column, row, isName }: { column: Column<Row>; row: Row; isName: boolean }) {
  const content = column.cell(row);
  const title = typeof content === 'string' ? content : undefined;
  if (isName) return <th scope="row">{content}</th>;
  return (
    <td className={column.number ? classes.number : undefined} title={title}>
      {content}
    </td>
  );
}

function Tick({ selection: { keys, onToggle, labelOf }, of }: { selection: Selection; of: number }) {
  return (
    <td className={classes.tick}>
      <Checkbox size="xs" aria-label={labelOf(of)} checked={keys.has(of)} onChange={() => onToggle(of)} />
    </td>
  );
}

/** Stands for rows out of sight, so that the scroll bar tells the truth. */
function Space({ rows }: { rows: number }) {
  if (rows <= 0) return null;
  return (
    <tr className={classes.space}>
      <td style={{ height: rows * rowHeight }} />
    </tr>
  );
}
