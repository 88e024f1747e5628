import { SyncCost } from '@lockstep/contract/cost.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { readSyncCost } from '../sync/sync-cost.ts';
import { requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

/** What the sync costs the org (SYN-16). */
export const costRoutes: Routes = (app, { pool }) => {
  app.get(
    '/admin/sync/cost',
    {
      onRequest: requireRole('viewer'),
      schema: {
        tags: ['sync'],
        summary: 'API requests of 24 hours by object, the forecast, and rows that came without a change (SYN-16)',
        response: { 200: SyncCost },
      },
    },
    async () => inSubscription(pool, await openSubscription(pool), readSyncCost),
  );
};
