import { type Static, Type } from 'typebox';
import { Id, Moment } from './common.ts';
import { PersonObjectRecord } from './objects.ts';

/** What comes from Salesforce beside people: companies, opportunities, campaigns, tasks and events. */

const Value = Type.Union([Type.String(), Type.Null()]);
const Flag = Type.Union([Type.Boolean(), Type.Null()]);
const Next = Type.Union([Type.Integer(), Type.Null()]);

const Amounts = Type.Record(Type.String(), Value, { description: 'Its amounts in the default currency (SYN-12).' });
const Amount = Type.Object({ amount: Value, inDefaultCurrency: Value });

const page = {
  after: Type.Optional(Type.Integer({ description: '`next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
};

export const RecordQuery = Type.Object({
  search: Type.Optional(Type.String({ description: 'Start of the name, or the Salesforce id.' })),
  ...page,
});
export const MemberQuery = Type.Object(page);

export const CompanyView = Type.Object({
  id: Id,
  sfdcId: Value,
  people: Type.Integer(),
  createdAt: Moment,
  updatedAt: Moment,
  values: Type.Record(Type.String(), Value),
  inDefaultCurrency: Amounts,
});
export type CompanyView = Static<typeof CompanyView>;
export const CompanyPage = Type.Object({ companies: Type.Array(CompanyView), next: Next });
export type CompanyPage = Static<typeof CompanyPage>;

export const OpportunityView = Type.Object({
  id: Id,
  sfdcId: Value,
  company: Value,
  owner: Value,
  createdAt: Moment,
  updatedAt: Moment,
  values: Type.Record(Type.String(), Value),
  inDefaultCurrency: Amounts,
});
export type OpportunityView = Static<typeof OpportunityView>;
export const OpportunityPage = Type.Object({ opportunities: Type.Array(OpportunityView), next: Next });
export type OpportunityPage = Static<typeof OpportunityPage>;

export const CampaignView = Type.Object({
  id: Id,
  sfdcId: Value,
  name: Value,
  type: Value,
  status: Value,
  isActive: Flag,
  startDate: Value,
  endDate: Value,
  members: Type.Integer(),
  responded: Type.Integer(),
  currency: Value,
  budgetedCost: Amount,
  actualCost: Amount,
  expectedRevenue: Amount,
  statuses: Type.Array(Type.Object({ label: Value, isDefault: Flag, hasResponded: Flag })),
});
export type CampaignView = Static<typeof CampaignView>;
export const CampaignPage = Type.Object({ campaigns: Type.Array(CampaignView), next: Next });
export type CampaignPage = Static<typeof CampaignPage>;

export const CampaignMemberPage = Type.Object({
  members: Type.Array(
    Type.Object({
      id: Id,
      sfdcId: Value,
      personId: Type.Union([Id, Type.Null()], { description: 'null while the person has not arrived.' }),
      name: Value,
      email: Value,
      status: Value,
      hasResponded: Flag,
      firstRespondedDate: Value,
    }),
  ),
  next: Next,
});
export type CampaignMemberPage = Static<typeof CampaignMemberPage>;

/** What of Salesforce has to do with one person. */
export const relatedToPerson = {
  opportunities: Type.Array(
    Type.Object({
      id: Id,
      sfdcId: Value,
      name: Value,
      stage: Value,
      amount: Value,
      currency: Value,
      amountInDefaultCurrency: Value,
      closeDate: Value,
      isClosed: Flag,
      isWon: Flag,
      role: Value,
      isPrimary: Flag,
    }),
  ),
  campaigns: Type.Array(
    Type.Object({
      id: Type.Union([Id, Type.Null()]),
      sfdcId: Value,
      name: Value,
      status: Value,
      hasResponded: Flag,
      firstRespondedDate: Value,
    }),
  ),
  salesforceActivities: Type.Array(
    Type.Object({
      id: Id,
      sfdcId: Value,
      kind: Type.Enum(['Task', 'Event']),
      subject: Value,
      type: Value,
      status: Value,
      priority: Value,
      isClosed: Flag,
      date: Value,
      startsAt: Type.Union([Moment, Type.Null()]),
      owner: Value,
    }),
  ),
  objectRecords: Type.Array(PersonObjectRecord, { description: 'Records of custom objects (SYN-13).' }),
};
