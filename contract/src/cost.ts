import { type Static, Type } from 'typebox';
import { Moment } from './common.ts';

const Count = Type.Integer({ minimum: 0 });
const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

/** What the sync cost in the last 24 hours, and which objects are read for nothing (SYN-16). */
export const SyncCost = Type.Object({
  usage: OrNull(Type.Object({ used: Count, max: Count }, { description: 'Requests of the whole org.' })),
  budget: OrNull(Type.Integer({ description: 'The sync pauses when the org has used so many.' })),
  state: Type.Enum(['free', 'tight', 'spent']),
  ours: Type.Integer({ description: 'Requests of sync cycles.' }),
  others: OrNull(Type.Integer({ description: 'Requests of everybody else, and of flow actions.' })),
  reserved: OrNull(Type.Integer({ description: 'Requests that the sync never touches.' })),
  budgetReachedAt: OrNull(Moment),
  objects: Type.Array(
    Type.Object({
      object: Type.String(),
      calls: Count,
      read: Type.Integer({ description: 'Rows that Salesforce called changed.' }),
      unchanged: Type.Integer({ description: 'Of these: rows of which no synced field had changed.' }),
      unchangedShare: OrNull(Type.Number({ minimum: 0, maximum: 1 })),
    }),
  ),
  operations: Type.Array(Type.Object({ object: Type.String(), operation: Type.String(), calls: Count, steps: Count }), {
    description: 'The same requests by object and operation, with how many steps made them; the most first.',
  }),
  hours: Type.Array(
    Type.Object({
      at: Moment,
      calls: Type.Integer({ description: 'Requests of the cycles that began in this hour.' }),
      cycles: Count,
      used: OrNull(Type.Integer({ description: 'What the whole org had used of its 24 hours at the end.' })),
    }),
    { description: 'Oldest first; hours without a cycle are missing.' },
  ),
});
export type SyncCost = Static<typeof SyncCost>;
