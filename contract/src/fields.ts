import { type Static, Type } from 'typebox';
import { Moment, Told } from './common.ts';

const Text = Type.Union([Type.String(), Type.Null()]);

/** Where values come from; a blocked source may fill a field, and not change it (FLD-9). */
export const FieldSource = Type.Enum(['salesforce', 'api', 'form', 'import', 'flow', 'command line']);

/** What a blank means: a value like any other, or nothing that may empty the other side. */
export const BlankPolicy = Type.Enum(['sync', 'never-push', 'never-pull', 'never']);

/** A marketing field with everything that uses it. */
export const FieldView = Type.Object({
  id: Type.Integer(),
  entity: Type.String({ examples: ['person', 'company', 'opportunity'] }),
  name: Type.String(),
  label: Type.String(),
  type: Type.String(),
  standard: Type.Boolean(),
  readOnly: Type.Boolean(),
  hidden: Type.Boolean(),
  volatile: Type.Boolean({ description: 'Marked to be read again by the sweep, as formulas are (FLD-7).' }),
  refreshed: Type.Boolean({ description: 'Read again by the sweep: a formula, a roll-up, or volatile.' }),
  blanks: BlankPolicy,
  blocked: Type.Array(Type.String()),
  mappedTo: Type.Array(
    Type.Object({
      object: Type.String(),
      sfField: Type.String(),
      sfType: Type.String(),
      readOnly: Type.Boolean({ description: 'Changes made here do not go to Salesforce.' }),
    }),
  ),
  policies: Type.Array(Type.Object({ target: Type.String(), policy: Type.String() })),
  picklist: Type.Union([
    Type.Object({
      common: Type.Array(Type.String(), { description: 'Values that all its Salesforce fields have.' }),
      byField: Type.Record(Type.String(), Type.Array(Type.String())),
    }),
    Type.Null(),
  ]),
});
export type FieldView = Static<typeof FieldView>;
export const FieldViews = Type.Object({ fields: Type.Array(FieldView) });

export const FieldParams = Type.Object({
  name: Type.String({ examples: ['Region__c', 'company.industry'] }),
});

export const FieldChanges = Type.Object(
  {
    label: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    hidden: Type.Optional(Type.Boolean()),
    volatile: Type.Optional(Type.Boolean()),
    blanks: Type.Optional(BlankPolicy),
    blocked: Type.Optional(Type.Array(FieldSource, { description: 'All sources that are blocked from now on.' })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type FieldChanges = Static<typeof FieldChanges>;

/** What of the org's schema waits for a decision (FLD-6). */
export const SchemaChanges = Type.Object({
  renames: Type.Array(
    Type.Object({
      object: Type.String(),
      oldField: Type.String(),
      newField: Type.String(),
      evidence: Type.Enum(['durable-id', 'label']),
      field: Type.String({ description: 'The marketing field that would go on.' }),
      label: Type.String(),
      proposedAt: Moment,
    }),
  ),
  types: Type.Array(
    Type.Object({
      object: Type.String(),
      sfField: Type.String(),
      field: Type.String(),
      oldType: Type.String(),
      newSfType: Type.String(),
      newType: Text,
      cannotConvert: Text,
      told: Type.Array(Told, { description: 'The words of why it cannot be converted.' }),
    }),
  ),
  conversions: Type.Array(
    Type.Object({
      entity: Type.String(),
      field: Type.String(),
      label: Type.String(),
      how: Type.Enum(['convert', 'start-empty']),
      oldType: Type.String(),
      newType: Type.String(),
      at: Moment,
    }),
    { description: 'Changes of type that were decided and can be taken back: of each field the latest.' },
  ),
});
export type SchemaChanges = Static<typeof SchemaChanges>;

const key = Type.String({ examples: ['Lead.Region__c'] });
export const RenameDecision = Type.Object({
  field: key,
  decision: Type.Enum(['accept', 'decline']),
});
export const TypeQuery = Type.Object({ field: key });
export const ConversionPreview = Type.Object({
  values: Type.Integer(),
  misfits: Type.Integer(),
  samples: Type.Array(Type.Object({ value: Type.String(), records: Type.Integer() })),
});
export type ConversionPreview = Static<typeof ConversionPreview>;
export const TypeDecision = Type.Object({
  field: Type.String({ description: 'Lead.Region__c; to undo, the marketing field.' }),
  decision: Type.Enum(['convert', 'start-empty', 'undo']),
});

export const OptOutQuery = Type.Object({
  email: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
});
export const OptOutList = Type.Object({
  optOuts: Type.Array(
    Type.Object({
      email: Type.String(),
      decidedAt: Moment,
      optedOut: Type.Boolean(),
      source: Type.String(),
      personId: Type.Union([Type.Integer(), Type.Null()]),
    }),
  ),
});
