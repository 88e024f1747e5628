import { type Static, Type } from 'typebox';

const Target = Type.String({ minLength: 1, maxLength: 80, examples: ['Lead', 'Contact', 'Invoice__c'] });
const Condition = Type.String({
  maxLength: 4000,
  description: 'A SOQL condition without WHERE.',
  examples: ["Rating != 'Cold' AND Country IN ('France', 'Japan')"],
});
const OnExit = Type.Enum(['keep', 'flag'], {
  description:
    'What becomes of a record that is here and leaves the filter. keep: it stays as it is and is not updated any more. flag: ' +
    'the same, and the log of the person says so (sfdcOutOfFilter).',
});

/** Which records of an object take part in the sync (SYN-15). */
export const FilterView = Type.Object({
  object: Target,
  condition: Condition,
  onExit: OnExit,
  applied: Type.Boolean({ description: 'false until the next cycle has begun with it.' }),
  outside: Type.Integer({ description: 'Records that are here and do not meet it.' }),
});
export type FilterView = Static<typeof FilterView>;
export const FilterList = Type.Object({ filters: Type.Array(FilterView) });
export type FilterList = Static<typeof FilterList>;

export const FilterInput = Type.Object({
  object: Target,
  condition: Type.Union([Condition, Type.Null()], { description: 'null: every record takes part again.' }),
  onExit: Type.Optional(OnExit),
});

export const FilterQuestion = Type.Object({ object: Target, condition: Condition });

/** What a filter would mean. */
export const FilterCheck = Type.Object({
  object: Target,
  condition: Condition,
  matching: Type.Integer({ description: 'Records that meet it now.' }),
  total: Type.Integer(),
  warning: Type.Union([Type.String(), Type.Null()]),
});
export type FilterCheck = Static<typeof FilterCheck>;
