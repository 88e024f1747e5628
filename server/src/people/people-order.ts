import type { PeopleSort } from '@lockstep/contract/people.ts';
import { LockstepError } from '../errors.ts';
import type { Client } from '../postgres/pool.ts';
import { type Query, raw, sql } from '../postgres/sql.ts';
import { told } from '../told.ts';

export interface PeopleOrder {
  /** Oldest first unless told. */
  sort?: PeopleSort;
  descending?: boolean;
  /** Id of the last person of the page before. */
  after?: number;
}

/** A page of people is read from its parts, one behind the other, until it is full. */
export interface OrderedPart {
  condition: Query;
  order: Query;
}

/** The expressions that have an index in the order of `~<~`, which is also the one of the search (field-catalog.ts). */
const keys: Record<Exclude<PeopleSort, 'added'>, string> = {
  email: 'lower(p.email)',
  lastName: 'lower(p.last_name)',
};

/**
 * People in an order that an index gives, from behind the last person of the page before: as fast at the end of a million as at
 * the start. People without the value come last in either direction.
 */
export async function partsInOrder(client: Client, order: PeopleOrder): Promise<OrderedPart[]> {
  const { sort = 'added', descending = false, after } = order;
  const byId = { condition: behindId(after, descending), order: idOrder(descending) };
  if (sort === 'added') return [byId];
  const key = raw(keys[sort]);
  const [direction, behind, notBefore] = descending ? ['>', '<', '<='] : ['<', '>', '>='];
  const ordered = sql`${key} using ~${raw(direction)}~, ${idOrder(descending)}`;
  const blank = { condition: sql`${key} is null and ${byId.condition}`, order: byId.order };
  if (after === undefined)
    return [
      { condition: sql`${key} is not null`, order: ordered },
      { ...blank, condition: sql`${key} is null` },
    ];
  const last = await keyOf(client, key, after);
  if (last === null) return [blank];
  const further = sql`${key} ~${raw(notBefore)}~ ${last} and (${key} ~${raw(behind)}~ ${last} or ${byId.condition})`;
  return [
    { condition: further, order: ordered },
    { ...blank, condition: sql`${key} is null` },
  ];
}

const idOrder = (descending: boolean): Query => raw(descending ? 'p.id desc' : 'p.id');

function behindId(after: number | undefined, descending: boolean): Query {
  if (after === undefined) return sql`true`;
  return descending ? sql`p.id < ${after}` : sql`p.id > ${after}`;
}

/** The value of the last person of the page before. */
async function keyOf(client: Client, key: Query, after: number): Promise<string | null> {
  const { rows } = await client.query<{ key: string | null }>(
    sql`select ${key} as key from person p where id = ${after}`,
  );
  if (!rows[0])
    throw new LockstepError('request/invalid', told`Person ${after} is gone: read the list from its beginning.`);
  return rows[0].key;
}
