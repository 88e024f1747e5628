import { OrgView, OwnerList, OwnerQuery } from '@lockstep/contract/org.ts';
import { listOwners } from '../people/read-owners.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['records'];

/** What pages about records need of the org. */
export const orgRoutes: Routes = (app, { pool }) => {
  app.addHook('onRequest', requireRole('viewer'));

  app.get(
    '/admin/org',
    { schema: { tags, summary: 'Where the records of the org are', response: { 200: OrgView } } },
    async () => ({ instanceUrl: (await openSubscription(pool)).identity?.instanceUrl ?? null }),
  );

  app.get(
    '/admin/owners',
    {
      schema: {
        tags,
        summary: 'Active users, and queues, that can own records',
        querystring: OwnerQuery,
        response: { 200: OwnerList },
      },
    },
    async (request) => ({
      owners: await inSubscription(pool, await openSubscription(pool), (client) => listOwners(client, request.query)),
    }),
  );
};
