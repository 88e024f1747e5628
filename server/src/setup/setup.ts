import type { Told } from '@lockstep/contract/common.ts';
import type { Logger } from 'pino';
import { LockstepError } from '../errors.ts';
import type { Pool } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type SetupState, type Subscription, setupStates } from '../subscription/subscription.ts';
import type { SyncSettings } from '../sync/engine.ts';

/** What the set-up works with; built in context.ts. */
export interface Setup {
  readonly pool: Pool;
  readonly log: Logger;
  readonly secrets: Secrets;
  readonly allowedHosts: readonly string[];
  readonly settings: SyncSettings;
  connect(subscription: Subscription): Promise<Salesforce>;
  /** Runs the next cycle now. */
  scheduleCycle(subscription: Subscription): Promise<void>;
}

/** Refuses a step whose turn has not come (SET: credentials, fields, confirmed, mapped, started). */
export function mustHaveReached(subscription: Subscription, state: SetupState, whatFirst: Told): void {
  if (reached(subscription, state)) return;
  throw new LockstepError('setup/wrong-order', whatFirst);
}

/** Refuses what is final once the sync has started (SET-7, SET-9). */
export function mustNotHaveStarted(subscription: Subscription, what: Told): void {
  if (subscription.state === 'started') throw new LockstepError('setup/locked', what);
}

export function reached(subscription: Subscription, state: SetupState): boolean {
  return setupStates.indexOf(subscription.state) >= setupStates.indexOf(state);
}

/** Moves the set-up on; it never falls back behind a state by being done again. */
export async function advance(pool: Pool, subscription: Subscription, to: SetupState): Promise<void> {
  const further = setupStates.filter((s) => setupStates.indexOf(s) > setupStates.indexOf(to));
  await pool.query(sql`
    update lockstep.subscription set state = ${to}
     where id = ${subscription.id} and not state = any(${further}::text[])`);
}
