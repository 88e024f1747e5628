import type { ReportedType } from '@lockstep/contract/choices.ts';

/** A kind of marketing activity that other programs report, and the task that it becomes in Salesforce if somebody wants it. */
export interface ReportedActivity {
  /** Numbered as in the Marketo REST API where it has a number for it and we have not given that to something else. */
  id: number;
  /** In a person's log. */
  name: string;
  /** Before the name of the form, list or e-mail, in the subject of the task. */
  subject: string;
  /** Task.Type; none where Salesforce has no fitting one. */
  taskType?: 'Email';
}

export const reportedActivities = {
  'form-filled': { id: 2, name: 'Fill Out Form', subject: 'Filled Out Form' },
  'email-sent': { id: 6, name: 'Send Email', subject: 'Was Sent Email', taskType: 'Email' },
  'email-delivered': { id: 7, name: 'Email Delivered', subject: 'Received Email', taskType: 'Email' },
  'email-opened': { id: 10, name: 'Open Email', subject: 'Opened Email', taskType: 'Email' },
  'email-clicked': { id: 11, name: 'Click Email', subject: 'Clicked Link in Email', taskType: 'Email' },
  'added-to-list': { id: 24, name: 'Add to List', subject: 'Was Added to List' },
  'removed-from-list': { id: 25, name: 'Remove from List', subject: 'Was Removed from List' },
  'sales-email-sent': { id: 39, name: 'Send Sales Email', subject: 'Was Sent Sales Email', taskType: 'Email' },
  'sales-email-opened': { id: 40, name: 'Open Sales Email', subject: 'Opened Sales Email', taskType: 'Email' },
  'sales-email-clicked': {
    id: 41,
    name: 'Click Sales Email',
    subject: 'Clicked Link in Sales Email',
    taskType: 'Email',
  },
  'removed-from-flow': { id: 1004, name: 'Remove from Flow', subject: 'Was Removed from Flow' },
  'sales-email-received': { id: 1045, name: 'Receive Sales Email', subject: 'Sales Email Received', taskType: 'Email' },
} as const satisfies Record<ReportedType, ReportedActivity>;

/** The numbers of types by name. */
export const activityIds = (types: readonly ReportedType[]): number[] =>
  types.map((type) => reportedActivities[type].id);

export function reportedById(id: number): ReportedActivity | undefined {
  return Object.values<ReportedActivity>(reportedActivities).find((activity) => activity.id === id);
}
