import { columnTypeOf, type MarketingType } from '../../server/src/mapping/field-type.ts';

/** A column that every contestant loads. */
export interface Column {
  name: string;
  type: string;
}

/** What the bench needs of the answer to *Finish mappings*. */
export interface Mappings {
  mappings: { object: string; sfField: string; type: string; chosen: boolean }[];
}

/** The columns of leads that Lockstep maps, so that all contestants load the same. */
export function leadColumns({ mappings }: Mappings): Column[] {
  const mapped = mappings
    .filter((m) => m.object === 'Lead' && m.chosen)
    .map((m) => ({ name: m.sfField, type: columnTypeOf(m.type as MarketingType) as string }));
  const own = [
    { name: 'Id', type: 'text' },
    { name: 'SystemModstamp', type: 'timestamptz' },
    { name: 'OwnerId', type: 'text' },
  ];
  return [...own, ...mapped.filter((c) => !own.some((o) => o.name === c.name))];
}

export const selectLeads = (columns: readonly Column[]) => `SELECT ${columns.map((c) => c.name).join(', ')} FROM Lead`;

export const createLeadTable = (columns: readonly Column[]) =>
  `create table lead (${columns.map((c) => `"${c.name}" ${c.type}${c.name === 'Id' ? ' primary key' : ''}`).join(', ')})`;
