import { type Static, Type } from 'typebox';
import { ReportedType } from './activities.ts';
import { matchChoices } from './choices.ts';
import { Id, Told } from './common.ts';

const Text = Type.Union([Type.String(), Type.Null()]);
const People = Type.Array(Id, { minItems: 1, maxItems: 10_000, description: 'Ids of people.' });

/** What is done when Salesforce has a record with the e-mail address of a person that is to be created there. */
export const OnMatch = Type.Enum([...matchChoices]);
export type OnMatch = Static<typeof OnMatch>;

/** Who shall own a record. */
export const Owner = Type.Union([
  Type.Object({ kind: Type.Literal('user'), id: Type.String() }),
  Type.Object({ kind: Type.Literal('queue'), id: Type.String() }),
]);
export type Owner = Static<typeof Owner>;

export const SyncPerson = Type.Object({
  ids: People,
  owner: Type.Optional(
    Type.Union([Type.Object({ kind: Type.Literal('rules') }), ...Owner.anyOf], {
      description: 'Assignment rules unless told.',
    }),
  ),
  onMatch: Type.Optional(OnMatch),
  linkTo: Type.Optional(
    Type.String({ description: 'For one person: the lead or contact that it is linked to, such as one of `matches`.' }),
  ),
  allowLeadForContact: Type.Optional(
    Type.Boolean({ description: 'For a queue: make another lead of a person that is a contact.' }),
  ),
});
export type SyncPerson = Static<typeof SyncPerson>;

export const ChangeOwner = Type.Object({ ids: People, owner: Owner });
export type ChangeOwner = Static<typeof ChangeOwner>;

export const CreateTask = Type.Object({
  ids: People,
  subject: Type.String({ minLength: 1, maxLength: 255 }),
  description: Type.Optional(Type.String({ maxLength: 32_000 })),
  dueInDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650, description: '5 if blank.' })),
  ownerId: Type.Optional(Type.String({ description: 'A user; the owner of the record unless told.' })),
  status: Type.Optional(Type.String()),
  priority: Type.Optional(Type.String()),
  reminderAt: Type.Optional(Type.String({ format: 'date-time' })),
});
export type CreateTask = Static<typeof CreateTask>;

const campaignId = Type.String({
  pattern: '^701[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$',
  description: 'Salesforce id of a campaign.',
});

export const AddToCampaign = Type.Object({
  ids: People,
  campaignId,
  status: Type.Optional(Type.String({ minLength: 1, description: "The campaign's default unless told." })),
});
export type AddToCampaign = Static<typeof AddToCampaign>;
export const ChangeCampaignStatus = Type.Object({ ids: People, campaignId, status: Type.String({ minLength: 1 }) });
export type ChangeCampaignStatus = Static<typeof ChangeCampaignStatus>;
export const RemoveFromCampaign = Type.Object({ ids: People, campaignId });
export type RemoveFromCampaign = Static<typeof RemoveFromCampaign>;

export const DeletePeople = Type.Object({
  ids: People,
  from: Type.Enum(['salesforce', 'here', 'both'], {
    description: 'From Salesforce the person stays, with SFDC Is Deleted. Here, the person is gone for good.',
  }),
});
export type DeletePeople = Static<typeof DeletePeople>;

export const ConvertPerson = Type.Object({
  ids: People,
  ownerId: Type.Optional(
    Type.String({ description: 'A user; the owner of the lead unless told. Needed for a lead of a queue.' }),
  ),
  notifyOwner: Type.Optional(Type.Boolean({ description: 'Salesforce mails the owner.' })),
  status: Type.Optional(
    Type.String({ description: 'A lead status that means converted; the first of the org unless told.' }),
  ),
  accountId: Type.Optional(Type.String({ description: 'An account that exists; a new one unless told.' })),
  contactId: Type.Optional(Type.String({ description: 'A contact that exists; for one person at a time.' })),
  createOpportunity: Type.Optional(Type.Boolean({ description: 'true unless told.' })),
  opportunityName: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
});
export type ConvertPerson = Static<typeof ConvertPerson>;

export const MergePeople = Type.Object({
  winnerId: Id,
  loserIds: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }),
  keep: Type.Optional(
    Type.Record(Type.String(), Id, {
      description:
        'Field name → the person whose value is kept. Other fields keep the value of the winner, if it has one.',
    }),
  ),
});
export type MergePeople = Static<typeof MergePeople>;

/** A record of Salesforce with the same e-mail address, or that a duplicate rule of the org found. */
export const Match = Type.Object({
  sfdcId: Type.String(),
  sfdcType: Type.Enum(['Lead', 'Contact']),
  name: Type.String(),
  company: Text,
  personId: Type.Union([Id, Type.Null()], { description: 'The person here that it belongs to already.' }),
});
export type Match = Static<typeof Match>;

/** What became of one person. */
export const FlowResult = Type.Object({
  personId: Id,
  outcome: Type.Enum(
    ['created', 'linked', 'updated', 'unchanged', 'deleted', 'converted', 'merged', 'refused', 'failed'],
    {
      description: 'refused: by a rule, again and again until something changes. failed: try again later.',
    },
  ),
  sfdcId: Text,
  message: Text,
  told: Type.Optional(Type.Array(Told, { description: 'The words of the message.' })),
  code: Type.Union([Type.String(), Type.Null()], { description: 'A code of Salesforce, or of docs/errors.md.' }),
  taskId: Type.Optional(Type.String()),
  accountId: Type.Optional(Text),
  opportunityId: Type.Optional(Text),
  becamePersonId: Type.Optional(Type.Integer({ description: 'The person that this one is part of now.' })),
  memberId: Type.Optional(Type.String({ description: 'The campaign member.' })),
  matches: Type.Optional(Type.Array(Match)),
});
export type FlowResult = Static<typeof FlowResult>;
export const FlowResults = Type.Object({ results: Type.Array(FlowResult) });

export const SyncOptions = Type.Object({
  defaultLastName: Type.String({
    minLength: 1,
    maxLength: 80,
    description: 'For people without a last name, when they are first created in Salesforce.',
  }),
  defaultCompany: Type.String({ minLength: 1, maxLength: 255, description: 'The same for the company.' }),
  onMatch: OnMatch,
  allowDuplicates: Type.Boolean({ description: 'Create leads that a duplicate rule of the org only warns of.' }),
  notifyOwner: Type.Boolean({
    description: 'Whether Salesforce mails the owner of a lead that is created from here (an assignment-rule e-mail).',
  }),
  fallbackOwnerId: Type.Union([Type.String({ pattern: '^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$' }), Type.Null()], {
    description: 'The user who owns a record whose owner would be an inactive user.',
  }),
  campaignSync: Type.Boolean({ description: 'Whether campaigns, their statuses and members are synced.' }),
  formulaRefreshHours: Type.Integer({
    minimum: 0,
    maximum: 168,
    description:
      'How old the values of formulas, roll-ups and volatile fields may get when their inputs change without the record; 0: never looked at (FLD-7).',
  }),
  apiBudgetPercent: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: "The share of the org's daily API requests, whoever used them, at which the sync pauses (SYN-16).",
  }),
  cyclePauseSeconds: Type.Union([Type.Integer({ minimum: 30, maximum: 86_400 }), Type.Null()], {
    description: 'The rest between two cycles; null: what the server is configured with.',
  }),
  verifyHours: Type.Integer({
    minimum: 0,
    maximum: 8760,
    description: 'How often both sides are compared by themselves (SYN-18); 0: never.',
  }),
  activitiesToSalesforce: Type.Array(ReportedType, {
    uniqueItems: true,
    description:
      'Types of reported activities that become completed tasks; a type that is added brings three months of history.',
  }),
  verifyRepair: Type.Boolean({ description: 'Whether that comparison settles what it finds.' }),
  changeEvents: Type.Boolean({
    description:
      'Whether change events of Salesforce, and edits here, are synced within seconds instead of in the next cycle (PER-3).',
  }),
});
export type SyncOptions = Static<typeof SyncOptions>;
export const SyncOptionChanges = Type.Partial(SyncOptions, { additionalProperties: false });
export type SyncOptionChanges = Static<typeof SyncOptionChanges>;
