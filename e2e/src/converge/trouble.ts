import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { killCycle } from '../../../server/src/sync/testing/command.ts';
import { struckFaults } from '../../../server/src/sync/testing/faults.ts';
import { agree } from './expectations.ts';
import { editThere } from './there.ts';
import type { PersonType, World } from './world.ts';

/** What goes wrong: the org misbehaves, saves late, hides a field; our process is killed. */

/** Faults of the practice org that a call of ours can meet. */
export const faults = [
  'serverError',
  'droppedConnection',
  'truncatedBody',
  'rowLock',
  'expiredSession',
  'requestLimit',
] as const;

export interface Trouble {
  seed: number;
  fault: (typeof faults)[number];
}

/** Does something while the org misbehaves; without trouble, just does it. */
export async function under(world: World, trouble: Trouble | null, work: () => Promise<unknown>): Promise<void> {
  if (trouble) {
    await world.sync.faults({
      seed: trouble.seed,
      [trouble.fault]: { probability: 0.3, times: 6, path: '/services/' },
    });
  }
  try {
    await work();
  } finally {
    if (trouble) await world.sync.faults({});
  }
}

/** However the org misbehaves, a cycle ends and says what went wrong; it never throws, and never calls it our bug. */
export async function cycle(world: World): Promise<void> {
  world.ledger.mayExchange();
  const isAllVisible = world.underWay.length === 0;
  const { error } = await world.sync.cycle();
  if (error) expect(error.entry.decision, `${error.code} ${error.detail}`).not.toBe('our-bug');
  else if (isAllVisible) await agree(world);
}

export async function killedCycle(world: World, afterMs: number): Promise<void> {
  world.ledger.mayExchange();
  await killCycle(world.sync, afterMs);
}

/** A save that becomes visible later than its SystemModstamp says: what follows happens while nobody can see it. */
export async function editThereLate(world: World, type: PersonType, which: number, lateMs: number): Promise<void> {
  await world.sync.faults({ lateCommit: { probability: 1, times: 1, minMs: lateMs, maxMs: lateMs } });
  let saved = false;
  const saving = editThere(world, type, which, 'city').finally(() => {
    saved = true;
  });
  world.underWay.push(saving);
  while (!saved && !(await struckFaults(world.sync.org)).lateCommit) await pause(5);
  await world.sync.faults({});
}

/** Hides a field from the sync user, or shows it again. */
export async function switchField(world: World, object: string, field: string): Promise<void> {
  const { pool } = world.sync.org;
  const shown = await pool.query('delete from setup.field_permission where object = $1 and field = $2', [
    object,
    field,
  ]);
  if (shown.rowCount === 0) {
    await pool.query(
      `insert into setup.field_permission
       select "Id", $1, $2, false, false from org."Profile" where "Name" = 'Marketing Sync'`,
      [object, field],
    );
  }
}

/** The org behaves from now on, every save is visible, and the sync user sees every field again. */
export async function endTrouble(world: World): Promise<void> {
  await world.sync.faults({});
  await Promise.all(world.underWay.splice(0));
  await world.sync.org.pool.query('delete from setup.field_permission where not readable');
}
