import { type Static, Type } from 'typebox';
import { memberFieldTypes } from './choices.ts';
import { Id, Moment } from './common.ts';

/** Programs, their channels and members, and their link with Salesforce campaigns (PRG). */

const Value = Type.Union([Type.String(), Type.Null()]);
const Name = Type.String({ minLength: 1, maxLength: 255 });
const Next = Type.Union([Type.Integer(), Type.Null()]);
const page = {
  after: Type.Optional(Type.Integer({ description: '`next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
};

export const ProgressionStatus = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  step: Type.Integer({ minimum: 0, maximum: 10_000, description: 'The order; statuses may share a step.' }),
  success: Type.Boolean({ description: '“Responded” in Salesforce.' }),
});
export type ProgressionStatus = Static<typeof ProgressionStatus>;

export const ChannelInput = Type.Object({
  name: Name,
  statuses: Type.Array(ProgressionStatus, { minItems: 1, maxItems: 50 }),
});
export type ChannelInput = Static<typeof ChannelInput>;
export const ChannelView = Type.Object({ id: Id, ...ChannelInput.properties, programs: Type.Integer() });
export type ChannelView = Static<typeof ChannelView>;
export const ChannelList = Type.Object({ channels: Type.Array(ChannelView) });

export const PeriodCost = Type.Object({
  month: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', examples: ['2026-01'] }),
  cost: Type.Number({ minimum: 0 }),
});
export type PeriodCost = Static<typeof PeriodCost>;

export const ProgramInput = Type.Object({
  name: Name,
  channel: Type.String({ description: 'Name of the channel.' }),
  description: Type.Optional(Value),
  costs: Type.Optional(
    Type.Array(PeriodCost, { maxItems: 600, description: 'All period costs; replaces those before.' }),
  ),
});
export type ProgramInput = Static<typeof ProgramInput>;
export const ProgramChanges = Type.Partial(ProgramInput, { additionalProperties: false });
export type ProgramChanges = Static<typeof ProgramChanges>;

export const ProgramView = Type.Object({
  id: Id,
  name: Name,
  channel: Type.String(),
  description: Value,
  costs: Type.Array(PeriodCost),
  members: Type.Integer(),
  successes: Type.Integer(),
  campaign: Type.Union([
    Type.Object({
      sfdcId: Type.String(),
      name: Value,
      linkedAt: Moment,
      state: Type.Enum(['in step', 'taking up members', 'changes waiting', 'deleted in Salesforce']),
      waiting: Type.Integer({ description: 'Memberships that differ between both sides.' }),
      refused: Type.Integer({ description: 'Of these, how many one side refused.' }),
    }),
    Type.Null(),
  ]),
  createdAt: Moment,
  updatedAt: Moment,
});
export type ProgramView = Static<typeof ProgramView>;
export const ProgramQuery = Type.Object({
  search: Type.Optional(Type.String({ description: 'Start of the name.' })),
  ...page,
});
export const ProgramPage = Type.Object({ programs: Type.Array(ProgramView), next: Next });
export type ProgramPage = Static<typeof ProgramPage>;

export const ProgramMemberQuery = Type.Object({ status: Type.Optional(Type.String()), ...page });
/** How far a membership is in step with the campaign of its program. */
export const MemberStanding = Type.Object({
  state: Type.Enum(['in step', 'pending', 'refused', 'only here']),
  refused: Type.Union([Type.Object({ code: Type.String(), message: Type.String() }), Type.Null()], {
    description: 'What one side said of it, when it was refused.',
  }),
});
export type MemberStanding = Static<typeof MemberStanding>;

export const ProgramMemberView = Type.Object({
  personId: Id,
  name: Value,
  email: Value,
  status: Type.String(),
  reachedSuccess: Type.Boolean(),
  joinedAt: Moment,
  updatedAt: Moment,
  values: Type.Record(Type.String(), Value),
  ...MemberStanding.properties,
});
export type ProgramMemberView = Static<typeof ProgramMemberView>;
export const ProgramMemberPage = Type.Object({ members: Type.Array(ProgramMemberView), next: Next });
export type ProgramMemberPage = Static<typeof ProgramMemberPage>;

export const MemberInput = Type.Object({
  personId: Id,
  status: Type.Optional(
    Type.String({ description: 'Kept, or for a new member the first of the channel, unless told.' }),
  ),
  values: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'Member fields by name.' })),
});
export type MemberInput = Static<typeof MemberInput>;
export const MemberInputs = Type.Object({ members: Type.Array(MemberInput, { minItems: 1, maxItems: 10_000 }) });
export const MembersChanged = Type.Object({ added: Type.Integer(), changed: Type.Integer() });
export type MembersChanged = Static<typeof MembersChanged>;
export const MembersToRemove = Type.Object({ personIds: Type.Array(Id, { minItems: 1, maxItems: 10_000 }) });
export const MembersRemoved = Type.Object({ removed: Type.Integer() });

export const MemberFieldType = Type.Enum([...memberFieldTypes]);
export const MemberFieldInput = Type.Object({
  name: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,59}$' }),
  label: Type.Optional(Name),
  type: MemberFieldType,
});
export type MemberFieldInput = Static<typeof MemberFieldInput>;
export const MemberFieldView = Type.Object({
  name: Type.String(),
  label: Type.String(),
  type: Type.String(),
  salesforceField: Type.Union([Type.String(), Type.Null()], {
    description: 'The field of CampaignMember it is mapped to.',
  }),
});
export type MemberFieldView = Static<typeof MemberFieldView>;
export const MemberFieldList = Type.Object({ fields: Type.Array(MemberFieldView) });
export const MemberFieldParams = Type.Object({ name: Type.String() });
export const MemberFieldMapping = Type.Object({
  salesforceField: Type.Union([Type.String(), Type.Null()], { description: 'null ends the mapping; the values stay.' }),
});

/** The channel's status of a program → the label of the campaign, where they differ. */
export const StatusLabels = Type.Record(Type.String(), Type.String());

/** One status as both sides have it. `differs`: what it says about success and responded. */
export const StatusComparison = Type.Object({
  campaignId: Type.String(),
  matches: Type.Boolean(),
  statuses: Type.Array(
    Type.Object({
      status: Value,
      label: Value,
      success: Type.Union([Type.Boolean(), Type.Null()]),
      hasResponded: Type.Union([Type.Boolean(), Type.Null()]),
      problem: Type.Union([Type.Enum(['missing in the campaign', 'missing in the program', 'differs']), Type.Null()]),
    }),
  ),
});
export type StatusComparison = Static<typeof StatusComparison>;

export const CompareQuery = Type.Object({ campaignId: Type.String({ description: 'Salesforce id of a campaign.' }) });

export const LinkInput = Type.Object({
  campaignId: Type.Optional(
    Type.String({ description: 'Salesforce id of an existing campaign; a new one is made without.' }),
  ),
  newName: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 80,
      description: 'Name of the new campaign; that of the program unless told.',
    }),
  ),
  createMissingStatuses: Type.Optional(Type.Boolean({ description: 'Create the statuses that the campaign lacks.' })),
  labels: Type.Optional(StatusLabels),
});
export type LinkInput = Static<typeof LinkInput>;
