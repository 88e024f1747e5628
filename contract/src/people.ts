import { type Static, Type } from 'typebox';
import { Id, Moment } from './common.ts';
import { PersonObjectRecord } from './objects.ts';
import { MemberStanding } from './programs.ts';
import { relatedToPerson } from './records.ts';

const Value = Type.Union([Type.String(), Type.Null()]);

export const PersonView = Type.Object({
  id: Id,
  sfdcId: Value,
  sfdcType: Type.Union([Type.Literal('Lead'), Type.Literal('Contact'), Type.Null()]),
  createdAt: Moment,
  updatedAt: Moment,
  values: Type.Record(Type.String(), Value),
  inDefaultCurrency: Type.Record(Type.String(), Value, {
    description: 'Its amounts in the default currency (SYN-12).',
  }),
  currencies: Type.Record(Type.String(), Value, {
    description: 'In which currency each amount is; null in an org that has one.',
  }),
});
export type PersonView = Static<typeof PersonView>;

export const peopleSorts = ['added', 'email', 'lastName'] as const;
export type PeopleSort = (typeof peopleSorts)[number];

export const PeopleQuery = Type.Object({
  search: Type.Optional(Type.String({ description: 'Start of an e-mail address, first or last name.' })),
  sfdcType: Type.Optional(Type.Enum(['Lead', 'Contact', 'none'])),
  field: Type.Optional(Type.String({ description: 'A field name to filter by, with `value`.' })),
  value: Type.Optional(Type.String()),
  filter: Type.Optional(
    Type.Array(
      Type.String({ pattern: '^[^:]+:(is|starts|empty|filled):', examples: ['title:starts:Chief', 'phone:empty:'] }),
      {
        maxItems: 20,
        description: 'field:operator:value; all of them must hold. Letters case is ignored.',
      },
    ),
  ),
  fields: Type.Optional(
    Type.String({ description: 'Names of the fields to answer with, by commas; all unless told.' }),
  ),
  sort: Type.Optional(
    Type.Enum([...peopleSorts], {
      description: 'What there is an index for. Letters case is ignored; people without the value come last.',
    }),
  ),
  descending: Type.Optional(Type.Boolean()),
  after: Type.Optional(Type.Integer({ description: '`next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
});

export const PeoplePage = Type.Object({
  people: Type.Array(PersonView),
  next: Type.Union([Type.Integer(), Type.Null()]),
});
export type PeoplePage = Static<typeof PeoplePage>;

/** Field name → value; blank and null both empty a field. */
export const PersonValues = Type.Record(Type.String(), Type.Unknown());

export const PersonEdits = Type.Object({
  people: Type.Array(Type.Object({ id: Id, values: PersonValues }), { minItems: 1, maxItems: 10_000 }),
});
export const NewPeople = Type.Object({ people: Type.Array(PersonValues, { minItems: 1, maxItems: 10_000 }) });
export const CreatedPeople = Type.Object({ ids: Type.Array(Id) });
export const EditedPeople = Type.Object({
  changed: Type.Integer({ description: 'How many people changed.' }),
  ignored: Type.Array(
    Type.Object({
      personId: Id,
      field: Type.String(),
      blockedSource: Type.String({ description: 'May fill this field, and not change it (FLD-9).' }),
      kept: Type.String({ description: 'The value that stays.' }),
    }),
    { description: 'Values that were given and not taken, because their source is blocked for the field.' },
  ),
});
export type EditedPeople = Static<typeof EditedPeople>;

export const ActivityView = Type.Object({
  id: Id,
  type: Type.String(),
  at: Moment,
  field: Value,
  oldValue: Value,
  newValue: Value,
  source: Type.String(),
  detail: Value,
});

export type ActivityView = Static<typeof ActivityView>;

export const ActivityQuery = Type.Object({
  type: Type.Optional(Type.String({ examples: ['Change Data Value'] })),
  field: Type.Optional(Type.String()),
  source: Type.Optional(Type.String()),
  before: Type.Optional(Type.Integer({ description: '`next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
});

/** Newest first; `types` are all there are to filter by. */
export const ActivityPage = Type.Object({
  activities: Type.Array(ActivityView),
  types: Type.Array(Type.String()),
  next: Type.Union([Id, Type.Null()]),
});
export type ActivityPage = Static<typeof ActivityPage>;

export const PersonDetail = Type.Object({
  person: PersonView,
  activities: Type.Array(ActivityView),
  pending: Type.Array(Type.Object({ field: Type.String(), base: Value, changedAt: Moment })),
  ...relatedToPerson,
});
export type PersonDetail = Static<typeof PersonDetail>;

export const FieldList = Type.Object({
  fields: Type.Array(
    Type.Object({
      entity: Type.String(),
      name: Type.String(),
      label: Type.String(),
      type: Type.String(),
      standard: Type.Boolean(),
      readOnly: Type.Boolean(),
      hidden: Type.Boolean(),
    }),
  ),
});
export type FieldList = Static<typeof FieldList>;

/** Why each value of a person is what it is, and what happens to it next. */
export const PersonExplanation = Type.Object({
  person: Type.Object({ id: Id, sfdcId: Value, sfdcType: Value, deletedInSalesforce: Type.Boolean() }),
  summary: Type.String(),
  refused: Type.Union([
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      class: Type.String(),
      since: Moment,
      attempts: Type.Integer(),
      nextTry: Type.String(),
    }),
    Type.Null(),
  ]),
  values: Type.Array(
    Type.Object({
      field: Type.String(),
      label: Type.String(),
      value: Value,
      source: Type.String(),
      since: Moment,
      salesforceField: Value,
      state: Type.Enum(['in step', 'pending', 'refused', 'only here', 'set by Salesforce', 'shared with the company']),
      base: Value,
      next: Type.String(),
    }),
  ),
  objectRecords: Type.Array(Type.Pick(PersonObjectRecord, ['object', 'label', 'sfdcId', 'via'])),
  memberships: Type.Array(
    Type.Object({
      programId: Id,
      program: Type.String(),
      status: Type.Union([Type.String(), Type.Null()], { description: 'null while it leaves the campaign.' }),
      campaign: Value,
      campaignName: Value,
      ...MemberStanding.properties,
      next: Type.String(),
    }),
    { description: 'Of programs.' },
  ),
});

export type PersonExplanation = Static<typeof PersonExplanation>;

/** A person who became part of another, and where their values differed before. */
export const PersonMerge = Type.Object({
  id: Id,
  at: Moment,
  source: Type.String(),
  loserId: Id,
  loserSfdcId: Value,
  loserSfdcType: Value,
  differences: Type.Array(Type.Object({ field: Type.String(), winner: Value, loser: Value })),
});
export type PersonMerge = Static<typeof PersonMerge>;
export const PersonMerges = Type.Object({ merges: Type.Array(PersonMerge) });

export const DuplicatesQuery = Type.Object({
  after: Type.Optional(Type.String({ description: '`next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
});

/** People who may be the same (SYN-10). */
export const DuplicatesPage = Type.Object({
  groups: Type.Array(
    Type.Object({
      email: Type.String(),
      people: Type.Array(Type.Object({ id: Id, name: Value, company: Value, sfdcType: Value, sfdcId: Value })),
    }),
  ),
  next: Value,
});
export type DuplicatesPage = Static<typeof DuplicatesPage>;
