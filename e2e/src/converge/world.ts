import { LockstepError } from '../../../server/src/errors.ts';
import type { TestSync } from '../../../server/src/sync/testing/test-sync.ts';

/**
 * Both sides of a sync under test. Records are chosen by a number, so that any sequence of numbers is a history. What was
 * done here is remembered, to see at the end that nothing was lost and nothing was done twice.
 */
export interface World {
  sync: TestSync;
  /** Person → the last phone number written here. Phone numbers are written here only, so they must survive. */
  phones: Map<number, string>;
  /** Last names of people made here: each may be in Salesforce once. */
  born: Set<string>;
  /** Subjects of tasks made here: the same. */
  tasks: Set<string>;
  /** Saves in Salesforce that are not visible yet. */
  underWay: Promise<unknown>[];
  serial: number;
}

export const makeWorld = (sync: TestSync): World => ({
  sync,
  phones: new Map(),
  born: new Set(),
  tasks: new Set(),
  underWay: [],
  serial: 0,
});

export type PersonType = 'Lead' | 'Contact';

/** Ids in the org, read beside its API, of records that are not deleted. */
export async function idsThere(world: World, object: string, condition = 'true'): Promise<string[]> {
  const { rows } = await world.sync.org.pool.query<{ Id: string }>(`
    select "Id" from org."${object}" where not "IsDeleted" and ${condition} order by "Id"`);
  return rows.map((row) => row.Id);
}

export const peopleThere = (world: World, type: PersonType): Promise<string[]> =>
  idsThere(world, type, type === 'Lead' ? 'not "IsConverted"' : 'true');

export async function idsHere(world: World, condition: string): Promise<number[]> {
  const rows = await world.sync.rows<{ id: number }>(`select id from person where ${condition} order by id`);
  return rows.map((row) => row.id);
}

export function pick<T>(items: readonly T[], which: number): T | undefined {
  return items[which % Math.max(1, items.length)];
}

/** A refusal is an answer; anything else is a failure. */
export function acceptRefusal(error: unknown): void {
  if (!(error instanceof LockstepError) || error.entry.decision === 'our-bug') throw error;
}
