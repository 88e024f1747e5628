import { Done, IdParams } from '@lockstep/contract/common.ts';
import { NotificationList, NotificationQuery } from '@lockstep/contract/notifications.ts';
import type { Client } from '../postgres/pool.ts';
import { dismissNotification, listNotifications, readNotification } from '../subscription/notifications.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['notifications'];

/** What administrators are told without having to look (OPS-4). */
export const notificationRoutes: Routes = (app, { pool }) => {
  const within = async <T>(work: (client: Client) => Promise<T>) =>
    inSubscription(pool, await openSubscription(pool), work);

  app.get(
    '/admin/notifications',
    {
      onRequest: requireRole('viewer'),
      schema: {
        tags,
        summary: 'What needs attention, newest first (OPS-4)',
        querystring: NotificationQuery,
        response: { 200: NotificationList },
      },
    },
    async (request) => ({ notifications: await within((client) => listNotifications(client, request.query)) }),
  );

  for (const [verb, summary, change] of [
    ['read', 'Mark as read', readNotification],
    ['dismiss', 'Put out of sight for as long as its cause stays as it is', dismissNotification],
  ] as const) {
    app.post(
      `/admin/notifications/:id/${verb}`,
      {
        onRequest: requireRole('admin'),
        schema: { tags, summary, params: IdParams, response: { 200: Done } },
      },
      async (request) => {
        await within((client) => change(client, request.params.id));
        return { done: true as const };
      },
    );
  }
};
