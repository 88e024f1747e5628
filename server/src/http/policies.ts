import { PolicyInput, PolicyList } from '@lockstep/contract/policies.ts';
import { recordAudit } from '../auth/audit.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { listPolicies, setPolicy } from '../sync/conflict-policies.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['sync'];

/** Conflict policies, per object and per field (SYN-5). */
export const policyRoutes: Routes = (app, { pool }) => {
  app.get(
    '/admin/sync/policies',
    {
      onRequest: requireRole('viewer'),
      schema: { tags, summary: 'Which side wins a conflict (SYN-5)', response: { 200: PolicyList } },
    },
    async () => ({ policies: await inSubscription(pool, await openSubscription(pool), listPolicies) }),
  );

  app.put(
    '/admin/sync/policies',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Set the policy of an object or a field, from the next cycle on',
        body: PolicyInput,
        response: { 200: PolicyList },
      },
    },
    async (request) => {
      const { target, policy } = request.body;
      const policies = await inSubscription(pool, await openSubscription(pool), async (client) => {
        const changed = await setPolicy(client, target, policy);
        await recordAudit(client, { ...actorOf(request), action: 'sync/policy-set', target, detail: { policy } });
        return changed;
      });
      return { policies };
    },
  );
};
