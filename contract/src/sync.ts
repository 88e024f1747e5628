import { type Static, Type } from 'typebox';
import { Id, Moment, Told } from './common.ts';
import { StepView } from './status.ts';

const Value = Type.Union([Type.String(), Type.Null()]);

export const StepQuery = Type.Object({
  object: Type.Optional(Type.String()),
  operation: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  before: Type.Optional(Type.Integer()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});
export const StepList = Type.Object({ steps: Type.Array(StepView) });

/** A record that one side refused (OPS-2). */
export const RecordErrorView = Type.Object({
  id: Id,
  object: Type.String(),
  direction: Type.Enum(['to-salesforce', 'to-marketing']),
  personId: Type.Union([Id, Type.Null()]),
  sfdcId: Value,
  code: Type.String(),
  class: Type.Enum(['retry-later', 'wait-for-change', 'needs-operator']),
  message: Type.String(),
  fields: Type.Array(Type.String()),
  attempts: Type.Integer(),
  firstSeen: Moment,
  lastSeen: Moment,
  resolvedAt: Type.Union([Moment, Type.Null()]),
});
export type RecordErrorView = Static<typeof RecordErrorView>;
export const RecordErrorList = Type.Object({
  errors: Type.Array(RecordErrorView),
  instanceUrl: Value,
});
export type RecordErrorList = Static<typeof RecordErrorList>;

/** Which errors: those of one cause, or all. */
const cause = {
  object: Type.Optional(Type.String()),
  direction: Type.Optional(Type.Enum(['to-salesforce', 'to-marketing'])),
  code: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
};
export const RetryQuery = Type.Object(cause);
export const RecordErrorQuery = Type.Object({
  ...cause,
  resolved: Type.Optional(Type.Boolean()),
  before: Type.Optional(Type.Integer({ description: 'The id of the last error of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});
/** Errors of one cause (OPS-2). */
export const RecordErrorGroups = Type.Object({
  groups: Type.Array(
    Type.Object({
      object: Type.String(),
      direction: Type.Enum(['to-salesforce', 'to-marketing']),
      code: Type.String(),
      class: Type.Enum(['retry-later', 'wait-for-change', 'needs-operator']),
      message: Type.String(),
      fields: Type.Array(Type.String()),
      records: Type.Integer(),
      firstSeen: Moment,
      lastSeen: Moment,
    }),
  ),
});
export type RecordErrorGroups = Static<typeof RecordErrorGroups>;

/** What waits to be synced, and how fast it goes (OPS-3). */
export const BacklogView = Type.Object({
  points: Type.Array(Type.Object({ at: Moment, toSalesforce: Type.Integer(), toMarketing: Type.Integer() })),
  objects: Type.Array(
    Type.Object({
      object: Type.String(),
      perHour: Type.Object({ min: Type.Integer(), max: Type.Integer(), average: Type.Integer() }),
      toSalesforce: Type.Integer(),
      toMarketing: Type.Integer(),
      estimatedSeconds: Type.Union([Type.Integer(), Type.Null()], {
        description: 'null while nothing is known of its speed.',
      }),
      trend: Type.Enum(['Growing', 'Normal']),
    }),
  ),
});
export type BacklogView = Static<typeof BacklogView>;

export const Retried = Type.Object({ retried: Type.Integer() });

export const ConflictList = Type.Object({
  conflicts: Type.Array(
    Type.Object({
      id: Id,
      personId: Id,
      field: Type.String(),
      base: Value,
      here: Value,
      there: Value,
      outcome: Type.Enum(['marketing-wins', 'salesforce-wins']),
      at: Moment,
    }),
  ),
});

export const VerificationView = Type.Object({
  equal: Type.Boolean({ description: 'No difference, and every object was compared.' }),
  compared: Type.Integer(),
  differences: Type.Integer(),
  byReason: Type.Record(Type.String(), Type.Integer()),
  objects: Type.Array(
    Type.Object({
      object: Type.String(),
      inSalesforce: Type.Integer(),
      here: Type.Integer(),
      differences: Type.Integer(),
    }),
  ),
  notCompared: Type.Array(
    Type.Object({
      object: Type.String(),
      code: Type.String(),
      message: Type.String(),
      detail: Type.String(),
      action: Type.String(),
      told: Type.Optional(Type.Array(Told)),
    }),
    { description: 'Objects that could not be compared, and what to do about each.' },
  ),
  samples: Type.Array(
    Type.Object({
      object: Type.String(),
      sfdcId: Type.String(),
      recordId: Type.Union([Id, Type.Null()]),
      kind: Type.Enum(['missing-here', 'missing-there', 'value']),
      field: Value,
      here: Value,
      there: Value,
      reason: Type.String({
        examples: ['pending', 'refused', 'filtered', 'not-pulled-yet', 'edited-here', 'defect'],
      }),
    }),
  ),
  repair: Type.Union([
    Type.Object({ read: Type.Integer(), flagged: Type.Integer(), pushed: Type.Boolean() }),
    Type.Null(),
  ]),
});
export type VerificationView = Static<typeof VerificationView>;

export const VerifyQuery = Type.Object({
  repair: Type.Optional(
    Type.Boolean({
      description:
        'Settle what is found, and compare again: differing records are read, vanished ones flagged, pending changes pushed.',
    }),
  ),
});

/** The newest comparison. */
export const ProofView = Type.Interface([VerificationView], {
  at: Moment,
  scheduled: Type.Boolean({ description: 'Made by the clock (sync option verifyHours).' }),
});
export type ProofView = Static<typeof ProofView>;
export const LastProof = Type.Object({ proof: Type.Union([ProofView, Type.Null()]) });
