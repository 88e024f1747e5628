import { type Static, Type } from 'typebox';
import { Moment, Told } from './common.ts';

const Count = Type.Integer({ minimum: 0 });

export const stepStatuses = ['In Process', 'Succeeded', 'Failed', 'Incomplete', 'Cleaned up'] as const;
export type StepStatus = (typeof stepStatuses)[number];

export const StepView = Type.Object({
  id: Type.Integer(),
  object: Type.String({ examples: ['Lead'] }),
  operation: Type.String({ examples: ['Pull updates'] }),
  status: Type.Enum([...stepStatuses]),
  startedAt: Moment,
  endedAt: Type.Union([Moment, Type.Null()]),
  counts: Type.Object({ new: Count, updated: Count, deleted: Count, failed: Count, skipped: Count }),
  progress: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
    description: 'The share that is done; null when the total is not known.',
  }),
  message: Type.Union([Type.String(), Type.Null()]),
  told: Type.Union([Type.Array(Told), Type.Null()], {
    description: 'The words of the message; null when there is none, or an older version wrote it.',
  }),
});
export type StepView = Static<typeof StepView>;

export const syncStates = ['not-started', 'last-synced', 'in-progress', 'failed', 'disabled'] as const;
export type SyncState = (typeof syncStates)[number];

/** Whether changes are heard of as they happen, and why not (PER-3). */
export const ChangeEventsView = Type.Object({
  state: Type.Enum(['off', 'listening', 'waiting']),
  reason: Type.Union([Type.String(), Type.Null()]),
  since: Type.Union([Moment, Type.Null()]),
  received: Count,
  own: Type.Integer({ minimum: 0, description: 'How many of them told of changes that the sync itself made.' }),
  lastEventAt: Type.Union([Moment, Type.Null()]),
});
export type ChangeEventsView = Static<typeof ChangeEventsView>;

/** Everything the status page shows (SET-10, OPS-1). Also sent as server-sent events, whole, whenever it changes. */
export const StatusView = Type.Object({
  state: Type.Enum([...syncStates]),
  lastSyncedAt: Type.Union([Moment, Type.Null()]),
  current: Type.Union([
    Type.Object({
      object: Type.String(),
      operation: Type.String(),
      done: Count,
      total: Type.Union([Count, Type.Null()]),
      ratePerSecond: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
      etaSeconds: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
    }),
    Type.Null(),
  ]),
  failure: Type.Union([
    Type.Object({ code: Type.String(), message: Type.String(), action: Type.String(), detail: Type.String() }),
    Type.Null(),
  ]),
  nextCycleAt: Type.Union([Moment, Type.Null()]),
  totals: Type.Object({
    people: Type.Object({ Lead: Count, Contact: Count, other: Count }),
    companies: Count,
  }),
  api: Type.Union([
    Type.Object({ used: Count, max: Count, callsLastCycle: Type.Union([Count, Type.Null()]) }),
    Type.Null(),
  ]),
  proof: Type.Union(
    [
      Type.Object({
        at: Moment,
        equal: Type.Boolean(),
        compared: Count,
        differences: Count,
        defects: Count,
        notCompared: Type.Array(Type.String(), { description: 'Objects that could not be compared.' }),
      }),
      Type.Null(),
    ],
    { description: 'What the newest comparison of both sides found (SYN-18).' },
  ),
  changeEvents: ChangeEventsView,
  steps: Type.Array(StepView),
});
export type StatusView = Static<typeof StatusView>;
