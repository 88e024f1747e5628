import type { PeopleSort } from '@lockstep/contract/people.ts';
import { useSearchParams } from 'react-router';

export const operators = ['is', 'starts', 'empty', 'filled'] as const;
export type Operator = (typeof operators)[number];

export interface FieldFilter {
  field: string;
  operator: Operator;
  value: string;
}

export const writeFilter = ({ field, operator, value }: FieldFilter): string => `${field}:${operator}:${value}`;

export function readFilter(text: string): FieldFilter {
  const [field = '', operator = '', ...value] = text.split(':');
  return { field, operator: operators.find((known) => known === operator) ?? 'is', value: value.join(':') };
}

/** What the server can sort by however many people there are (the contract's list, without its schemas). */
export const sorts: readonly PeopleSort[] = ['added', 'lastName', 'email'];

export interface PeopleOrder {
  sort: PeopleSort;
  descending: boolean;
}

const usual = ['email', 'company', 'title', 'leadScore'];

/** What the people page shows is in its address, so that it can be kept and sent. */
export function usePeopleAddress() {
  const [address, setAddress] = useSearchParams();
  const change = (edit: (next: URLSearchParams) => void) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        edit(next);
        return next;
      },
      { replace: true },
    );
  const put = (name: string) => (value: string) =>
    change((next) => (value ? next.set(name, value) : next.delete(name)));
  return {
    search: address.get('search') ?? '',
    setSearch: put('search'),
    sfdcType: address.get('type') ?? '',
    setType: put('type'),
    filters: address.getAll('filter').map(readFilter),
    addFilter: (filter: FieldFilter) => change((next) => next.append('filter', writeFilter(filter))),
    removeFilter: (filter: FieldFilter) => change((next) => next.delete('filter', writeFilter(filter))),
    order: {
      sort: sorts.find((known) => known === address.get('sort')) ?? 'added',
      descending: address.get('order') === 'down',
    },
    setOrder: ({ sort, descending }: PeopleOrder) =>
      change((next) => {
        next.set('sort', sort);
        descending ? next.set('order', 'down') : next.delete('order');
      }),
    columns: address.get('columns')?.split(',') ?? usual,
    setColumns: (columns: readonly string[]) => put('columns')(columns.join(',')),
  };
}
