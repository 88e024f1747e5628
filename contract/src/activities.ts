import { type Static, Type } from 'typebox';
import { reportedTypes } from './choices.ts';
import { Id, Moment } from './common.ts';

/** What other programs can report of a person; each can become a completed task in Salesforce (sync option activitiesToSalesforce). */
export const ReportedType = Type.Enum([...reportedTypes]);

export const ActivityReport = Type.Object({
  personId: Id,
  type: ReportedType,
  asset: Type.String({ minLength: 1, maxLength: 200, description: 'The name of the form, list, e-mail or campaign.' }),
  at: Type.Optional(Moment),
  detail: Type.Optional(
    Type.String({ maxLength: 10_000, description: 'The link that was clicked, what was filled in …' }),
  ),
  key: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Your own name for this activity: reported again with the same key, it is still one.',
    }),
  ),
});
export type ActivityReport = Static<typeof ActivityReport>;

export const ActivityReports = Type.Object({
  activities: Type.Array(ActivityReport, { minItems: 1, maxItems: 10_000 }),
});
export const ReportedActivities = Type.Object({
  reported: Type.Integer({ description: 'Activities that are new.' }),
  known: Type.Integer({ description: 'Activities whose key was reported before.' }),
  queued: Type.Integer({ description: 'Of the new ones: those that become a task in Salesforce.' }),
});
