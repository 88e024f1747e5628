import { ActivityReports, ReportedActivities } from '@lockstep/contract/activities.ts';
import { reportActivities } from '../people/report-activities.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { queueTasks } from '../sync/activities/queue-tasks.ts';
import { requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

/** Marketing activities that other programs report (ACT); all of a request, or none. */
export const activityRoutes: Routes = (app, { pool }) => {
  app.post(
    '/admin/activities',
    {
      onRequest: requireRole('marketer'),
      schema: {
        tags: ['people'],
        summary: 'Report marketing activities of people; chosen types become completed tasks in Salesforce (SYN-15)',
        body: ActivityReports,
        response: { 200: ReportedActivities },
      },
    },
    async ({ body: { activities } }) =>
      inSubscription(pool, await openSubscription(pool), async (client) => {
        const added = await reportActivities(client, activities, 'api');
        const queued = await queueTasks(client, added);
        return { reported: added.length, known: activities.length - added.length, queued };
      }),
  );
};
