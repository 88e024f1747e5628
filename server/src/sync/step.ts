import type { Told } from '@lockstep/contract/common.ts';
import { asLockstepError, type LockstepError, wordsOf } from '../errors.ts';
import { sql } from '../postgres/sql.ts';
import { type CallMeter, metered } from '../salesforce/call-meter.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { textOf } from '../told.ts';
import { spentBudget } from './api-budget.ts';
import type { Engine } from './engine.ts';

/** Operations of OPS-1 that this version runs. */
export type Operation =
  | 'Sync schema'
  | 'Fill fields'
  | 'Refresh formulas'
  | 'Pull conversions'
  | 'Pull deletes'
  | 'Pull filtered'
  | 'Pull merges'
  | 'Pull updates'
  | 'Compare ids'
  | 'Update activities'
  | 'Update opt-outs'
  | 'Push new'
  | 'Push updates'
  | 'Init link with program'
  | 'Sync with program';

export interface Counts {
  new: number;
  updated: number;
  deleted: number;
  failed: number;
  skipped: number;
}

export const noCounts: Counts = { new: 0, updated: 0, deleted: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Partial<Counts>): Counts {
  return {
    new: a.new + (b.new ?? 0),
    updated: a.updated + (b.updated ?? 0),
    deleted: a.deleted + (b.deleted ?? 0),
    failed: a.failed + (b.failed ?? 0),
    skipped: a.skipped + (b.skipped ?? 0),
  };
}

/** A step under way: adds to its counts and tells how far it is. */
export interface StepProgress {
  count(counts: Partial<Counts>): void;
  /** Something an administrator may want to know of a step that succeeds. */
  note(...words: readonly Told[]): void;
  /** Rows done since the step began, and rows expected; shown live, with rate and estimate. */
  report(done: number, total: number | null): Promise<void>;
}

export interface StepContext {
  engine: Engine;
  subscription: Subscription;
  cycleId: number;
  /** Why nothing new may begin: the server stops, the lock was lost, or the API budget is spent. Null while it may. */
  halted(): LockstepError | null;
}

/**
 * Runs one step and records it. A failure is recorded and returned, not thrown: the other steps of the cycle go on,
 * unless the caller decides that it concerns them too.
 */
export async function runStep(
  context: StepContext,
  object: string,
  operation: Operation,
  work: (progress: StepProgress) => Promise<void>,
): Promise<LockstepError | null> {
  const { engine, subscription, cycleId } = context;
  refuseWhenHalted(context);
  const id = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query(sql`
      insert into step (cycle_id, object, operation) values (${cycleId}, ${object}, ${operation}) returning id`);
    return rows[0].id as number;
  });
  let counts = noCounts;
  const meter: CallMeter = { calls: 0 };
  const notes: Told[] = [];
  const progress: StepProgress = {
    count(more) {
      counts = addCounts(counts, more);
    },
    note(...words) {
      notes.push(...words);
    },
    async report(done, total) {
      await save(context, id, sql`done = ${done}, total = ${total}`, counts, meter);
      refuseWhenHalted(context);
    },
  };
  try {
    await metered(meter, () => work(progress));
    await save(context, id, sql`status = 'Succeeded', ended_at = clock_timestamp(), ${saying(notes)}`, counts, meter);
    return null;
  } catch (thrown) {
    const error = asLockstepError(thrown);
    engine.log.warn({ object, operation, code: error.code, err: error }, 'sync step failed');
    const status = error.entry.decision === 'retry-later' ? 'Incomplete' : 'Failed';
    const said = saying(wordsOf(error));
    await save(context, id, sql`status = ${status}, ended_at = clock_timestamp(), ${said}`, counts, meter);
    return error;
  }
}

function saying(words: readonly Told[]) {
  const [message, told] = words.length === 0 ? [null, null] : [textOf(words), JSON.stringify(words)];
  return sql`message = ${message}, told = ${told}::jsonb`;
}

export function refuseWhenHalted(context: Pick<StepContext, 'halted'>): void {
  const reason = context.halted();
  if (reason) throw reason;
}

async function save(
  context: StepContext,
  id: number,
  set: ReturnType<typeof sql>,
  counts: Counts,
  { calls }: CallMeter,
): Promise<void> {
  await inSubscription(context.engine.pool, context.subscription, (client) =>
    client.query(sql`
      update step set ${set}, new = ${counts.new}, updated = ${counts.updated}, deleted = ${counts.deleted},
             failed = ${counts.failed}, skipped = ${counts.skipped}, api_calls = ${calls}
       where id = ${id}`),
  );
}

/** The same, and nothing new begins once the budget is spent: what is read is kept, and the next cycle goes on there (SYN-16). */
export function withinBudget(
  context: StepContext,
  salesforce: Pick<Salesforce, 'usage'>,
  percent: number,
): StepContext {
  return { ...context, halted: () => context.halted() ?? spentBudget(salesforce.usage, percent) };
}
