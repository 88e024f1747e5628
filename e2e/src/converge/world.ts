import { LockstepError } from '../../../server/src/errors.ts';
import type { TestSync } from '../../../server/src/sync/testing/test-sync.ts';
import type { Ledger } from './ledger.ts';

/**
 * Both sides of a sync under test. Records are chosen by a number, so that any sequence of numbers is a history. What was
 * done here is remembered, to see at the end that nothing was lost and nothing was done twice.
 */
export interface World extends AsyncDisposable {
  sync: TestSync;
  /** `phone` is written here only, `city` there only, `title` on both sides. */
  ledger: Ledger;
  /** Last names of people made here: each may be in Salesforce once. */
  born: Set<string>;
  /** Subjects of tasks made here: the same. */
  tasks: Set<string>;
  /** Campaigns that a program is linked to. */
  linked: Set<string>;
  /** Account → the last website written there: it outlives what was written here before and after (SYN-11). */
  websites: Map<string, string>;
  /** Saves in Salesforce that are not visible yet. */
  underWay: Promise<unknown>[];
  serial: number;
}

export type PersonType = 'Lead' | 'Contact';

/** Ids in the org, read beside its API, of records that are not deleted. */
export async function idsThere(world: World, object: string, condition = 'true'): Promise<string[]> {
  const { rows } = await world.sync.org.pool.query<{ Id: string }>(`
    select "Id" from org."${object}" where not "IsDeleted" and ${condition} order by "Id"`);
  return rows.map((row) => row.Id);
}

export const peopleThere = (world: World, type: PersonType): Promise<string[]> =>
  idsThere(world, type, type === 'Lead' ? 'not "IsConverted"' : 'true');

const gone = ['ENTITY_IS_DELETED', 'CANNOT_UPDATE_CONVERTED_LEAD'];

/** Saves a record in Salesforce; false when it went away since it was picked: a merge or a conversion became visible only now. */
export async function saveThere(
  world: World,
  object: string,
  record: { Id: string } & Record<string, unknown>,
): Promise<boolean> {
  try {
    await world.sync.admin.sobject(object).update(record);
    return true;
  } catch (error) {
    if (!gone.includes((error as { errorCode?: string }).errorCode ?? '')) throw error;
    return false;
  }
}

export const inSalesforce = 'sfdc_type is not null and sfdc_is_deleted is not true';

/** Edits that go to Salesforce: that of a field which is gone there goes nowhere (OPS-3). */
export const pendingChange = `(
  select c.* from pending_change c
    join person p on p.id = c.person_id
    join (select plan ->> 'object' as object, (col #>> '{field,id}')::int as field_id
            from sync_state, jsonb_array_elements(plans) plan, jsonb_array_elements(plan -> 'columns') col
           where (col ->> 'pushed')::boolean) f on f.object = p.sfdc_type and f.field_id = c.field_id)`;

/** A person with its record, if it has one. */
export interface Somebody {
  id: number;
  sfdcId: string;
}

export function peopleHere(world: World, condition: string): Promise<Somebody[]> {
  return world.sync.rows(`select id, sfdc_id as "sfdcId" from person where ${condition} order by id`);
}

export function pick<T>(items: readonly T[], which: number): T | undefined {
  return items[which % Math.max(1, items.length)];
}

/** A refusal is an answer; anything else is a failure. */
export function acceptRefusal(error: unknown): undefined {
  if (!(error instanceof LockstepError) || error.entry.decision === 'our-bug') throw error;
}
