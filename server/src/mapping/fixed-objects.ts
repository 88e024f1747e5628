import type { ColumnType } from './field-type.ts';

/** Objects whose columns do not depend on a mapping; Salesforce alone writes their tables (SYN-2). */
export const fixedObjects = [
  'OpportunityContactRole',
  'Campaign',
  'CampaignMemberStatus',
  'CampaignMember',
  'Task',
  'Event',
] as const;
export type FixedObject = (typeof fixedObjects)[number];

export function isFixedObject(object: string): object is FixedObject {
  return (fixedObjects as readonly string[]).includes(object);
}

/** Synced only while the option *campaign sync* is on (SYN-15). */
export const campaignObjects: readonly string[] = ['Campaign', 'CampaignMemberStatus', 'CampaignMember'];

export type FixedTable = 'opportunity_role' | 'campaign' | 'campaign_status' | 'campaign_member' | 'sfdc_activity';

export interface FixedColumn {
  source: string;
  column: string;
  type: ColumnType;
}

export interface FixedObjectSpec {
  target: FixedTable;
  /** Read when the sync user can see them. */
  columns: readonly FixedColumn[];
  /** FLD-8: without these, beside Id, SystemModstamp and IsDeleted, a row has no meaning. */
  required: readonly string[];
}

const text = (source: string, column: string): FixedColumn => ({ source, column, type: 'text' });
const bool = (source: string, column: string): FixedColumn => ({ source, column, type: 'boolean' });
const date = (source: string, column: string): FixedColumn => ({ source, column, type: 'date' });
const moment = (source: string, column: string): FixedColumn => ({ source, column, type: 'timestamptz' });
const amount = (source: string, column: string): FixedColumn => ({ source, column, type: 'numeric' });

const deleted = bool('IsDeleted', 'sfdc_is_deleted');
const created = moment('CreatedDate', 'sfdc_created_date');

const activity: readonly FixedColumn[] = [
  text('WhoId', 'sfdc_who_id'),
  text('WhatId', 'sfdc_what_id'),
  text('AccountId', 'sfdc_account_id'),
  text('OwnerId', 'sfdc_owner_id'),
  text('Subject', 'subject'),
  text('Description', 'description'),
  text('Type', 'type'),
  date('ActivityDate', 'activity_date'),
  created,
  deleted,
];

export const fixedObjectSpecs: Record<FixedObject, FixedObjectSpec> = {
  OpportunityContactRole: {
    target: 'opportunity_role',
    columns: [
      text('OpportunityId', 'sfdc_opportunity_id'),
      text('ContactId', 'sfdc_contact_id'),
      text('Role', 'role'),
      bool('IsPrimary', 'is_primary'),
      created,
      deleted,
    ],
    required: ['OpportunityId', 'ContactId'],
  },
  Campaign: {
    target: 'campaign',
    columns: [
      text('Name', 'name'),
      text('Type', 'type'),
      text('Status', 'status'),
      date('StartDate', 'start_date'),
      date('EndDate', 'end_date'),
      bool('IsActive', 'is_active'),
      text('Description', 'description'),
      text('ParentId', 'sfdc_parent_id'),
      text('OwnerId', 'sfdc_owner_id'),
      amount('BudgetedCost', 'budgeted_cost'),
      amount('ActualCost', 'actual_cost'),
      amount('ExpectedRevenue', 'expected_revenue'),
      text('CurrencyIsoCode', 'currency'),
      created,
      deleted,
    ],
    required: ['Name'],
  },
  CampaignMemberStatus: {
    target: 'campaign_status',
    columns: [
      text('CampaignId', 'sfdc_campaign_id'),
      text('Label', 'label'),
      { source: 'SortOrder', column: 'sort_order', type: 'bigint' },
      bool('IsDefault', 'is_default'),
      bool('HasResponded', 'has_responded'),
      deleted,
    ],
    required: ['CampaignId', 'Label', 'HasResponded'],
  },
  CampaignMember: {
    target: 'campaign_member',
    columns: [
      text('CampaignId', 'sfdc_campaign_id'),
      text('LeadId', 'sfdc_lead_id'),
      text('ContactId', 'sfdc_contact_id'),
      text('Status', 'status'),
      bool('HasResponded', 'has_responded'),
      date('FirstRespondedDate', 'first_responded_date'),
      created,
      deleted,
    ],
    required: ['CampaignId', 'LeadId', 'ContactId', 'Status'],
  },
  Task: {
    target: 'sfdc_activity',
    columns: [
      ...activity,
      text('TaskSubtype', 'subtype'),
      text('Status', 'status'),
      text('Priority', 'priority'),
      bool('IsClosed', 'is_closed'),
    ],
    required: ['WhoId', 'Subject'],
  },
  Event: {
    target: 'sfdc_activity',
    columns: [
      ...activity,
      text('EventSubtype', 'subtype'),
      moment('StartDateTime', 'starts_at'),
      moment('EndDateTime', 'ends_at'),
      text('Location', 'location'),
    ],
    required: ['WhoId', 'Subject'],
  },
};
