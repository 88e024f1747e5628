import { FilterCheck, FilterInput, FilterList, FilterQuestion } from '@lockstep/contract/filters.ts';
import { recordAudit } from '../auth/audit.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { checkFilter } from '../sync/filter/check-filter.ts';
import { listFilters, storeFilter } from '../sync/filter/record-filters.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['sync'];

/** Record filters: which records of an object take part in the sync (SYN-15). */
export const filterRoutes: Routes = (app, { pool, engine }) => {
  app.get(
    '/admin/sync/filters',
    {
      onRequest: requireRole('viewer'),
      schema: { tags, summary: 'Record filters (SYN-15)', response: { 200: FilterList } },
    },
    async () => ({ filters: await inSubscription(pool, await openSubscription(pool), listFilters) }),
  );

  app.post(
    '/admin/sync/filters/check',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Ask Salesforce what a filter would mean: its count, and whether there is an index',
        body: FilterQuestion,
        response: { 200: FilterCheck },
      },
    },
    async ({ body }) => {
      const salesforce = await engine.connect(await openSubscription(pool));
      return checkFilter(salesforce, body.object, body.condition);
    },
  );

  app.put(
    '/admin/sync/filters',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Set or remove the filter of an object; the next cycle applies it',
        body: FilterInput,
        response: { 200: FilterList },
      },
    },
    async (request) => {
      const { object, condition, onExit = 'keep' } = request.body;
      const subscription = await openSubscription(pool);
      if (condition !== null) await checkFilter(await engine.connect(subscription), object, condition);
      const filters = await inSubscription(pool, subscription, async (client) => {
        await storeFilter(client, object, condition, onExit);
        const detail = { condition, onExit };
        await recordAudit(client, { ...actorOf(request), action: 'sync/filter-set', target: object, detail });
        return listFilters(client);
      });
      return { filters };
    },
  );
};
