import type { FixedTable } from './fixed-objects.ts';
import type { PlanColumn, RecordTable } from './load-plan.ts';

/**
 * What a person's log says of records that concern the person (ACT). All parts are SQL: `r` is the record, `q` the
 * person, `v` a value that changed. The names of opportunity and campaign are those known here; one that has not come yet is
 * named by its id.
 */
export interface RecordLog {
  /** Finds the people of a record. */
  join: string;
  added: LogEntry | null;
  removed: LogEntry | null;
  changed: { entry: LogEntry; logs(column: PlanColumn): boolean } | null;
}

export interface LogEntry {
  type: number;
  field: string;
  oldValue: string;
  newValue: string;
  detail: string;
  /** Only records that meet it. */
  where?: string;
}

/** Numbered as in the Marketo REST API. */
export const recordActivity = {
  logged: 26,
  updated: 30,
  addedToOpportunity: 34,
  removedFromOpportunity: 35,
  updatedOpportunity: 36,
  addedToCampaign: 42,
  removedFromCampaign: 43,
  campaignStatusChanged: 44,
} as const;

const nothing: RecordLog = { join: '', added: null, removed: null, changed: null };

/** Flags of deletion have entries of their own; ids are links and no values. */
const isValue = ({ column }: PlanColumn): boolean => !/^sfdc_(is_deleted|created_date|\w+_id)$/.test(column);

const opportunityName = 'coalesce(o.name, r.sfdc_opportunity_id)';
const campaignName = 'coalesce(k.name, r.sfdc_campaign_id)';

const recordLogs: Record<'opportunity' | FixedTable, RecordLog> = {
  opportunity: {
    join: `join opportunity_role x on x.sfdc_opportunity_id = r.sfdc_id and x.sfdc_is_deleted is not true
  join person q on q.sfdc_id = x.sfdc_contact_id`,
    // Who gains or loses an opportunity does so by a role.
    added: null,
    removed: null,
    changed: {
      entry: {
        type: recordActivity.updatedOpportunity,
        field: 'v.field',
        oldValue: 'v.old_value',
        newValue: 'v.new_value',
        detail: 'r.sfdc_id',
      },
      logs: isValue,
    },
  },
  opportunity_role: {
    join: `join person q on q.sfdc_id = r.sfdc_contact_id
  left join opportunity o on o.sfdc_id = r.sfdc_opportunity_id`,
    added: {
      type: recordActivity.addedToOpportunity,
      field: 'null',
      oldValue: 'null',
      newValue: opportunityName,
      detail: 'r.sfdc_opportunity_id',
    },
    removed: {
      type: recordActivity.removedFromOpportunity,
      field: 'null',
      oldValue: opportunityName,
      newValue: 'null',
      detail: 'r.sfdc_opportunity_id',
    },
    changed: {
      entry: {
        type: recordActivity.updatedOpportunity,
        field: 'v.field',
        oldValue: 'v.old_value',
        newValue: 'v.new_value',
        detail: 'r.sfdc_opportunity_id',
      },
      logs: isValue,
    },
  },
  campaign: nothing,
  campaign_status: nothing,
  campaign_member: {
    join: `join person q on q.sfdc_id = coalesce(r.sfdc_contact_id, r.sfdc_lead_id)
  left join campaign k on k.sfdc_id = r.sfdc_campaign_id`,
    added: {
      type: recordActivity.addedToCampaign,
      field: campaignName,
      oldValue: 'null',
      newValue: 'r.status',
      detail: 'r.sfdc_campaign_id',
    },
    removed: {
      type: recordActivity.removedFromCampaign,
      field: campaignName,
      oldValue: 'r.status',
      newValue: 'null',
      detail: 'r.sfdc_campaign_id',
    },
    changed: {
      entry: {
        type: recordActivity.campaignStatusChanged,
        field: campaignName,
        oldValue: 'v.old_value',
        newValue: 'v.new_value',
        detail: 'r.sfdc_campaign_id',
      },
      logs: ({ column }) => column === 'status',
    },
  },
  sfdc_activity: {
    join: 'join person q on q.sfdc_id = r.sfdc_who_id',
    added: {
      type: recordActivity.logged,
      field: 'r.kind',
      oldValue: 'null',
      newValue: 'r.subject',
      detail: 'r.sfdc_id',
      // A task that we made of an activity is in the log already (SYN-6).
      where: `not exists (select from activity_task x where x.sfdc_task_id = r.sfdc_id)
     and not exists (select from activity_task x where x.status = 'sent' and x.sfdc_who_id = r.sfdc_who_id)`,
    },
    removed: {
      type: recordActivity.updated,
      field: `'IsDeleted'`,
      oldValue: `'false'`,
      newValue: `'true'`,
      detail: 'r.sfdc_id',
    },
    changed: {
      entry: {
        type: recordActivity.updated,
        field: 'v.field',
        oldValue: 'v.old_value',
        newValue: 'v.new_value',
        detail: 'r.sfdc_id',
      },
      logs: isValue,
    },
  },
};

/** The tables whose rows concern people, and so add to their logs. */
export const loggedTables = Object.keys(recordLogs) as (keyof typeof recordLogs)[];

/** Rows of added objects are data about a person, no events: the log says nothing of them. */
export function recordLogOf(table: RecordTable): RecordLog {
  return isLogged(table) ? recordLogs[table] : nothing;
}

function isLogged(table: RecordTable): table is keyof typeof recordLogs {
  return Object.hasOwn(recordLogs, table);
}
