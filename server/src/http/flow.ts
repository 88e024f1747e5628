import {
  AddToCampaign,
  ChangeCampaignStatus,
  ChangeOwner,
  ConvertPerson,
  CreateTask,
  DeletePeople,
  FlowResults,
  MergePeople,
  RemoveFromCampaign,
  SyncOptionChanges,
  SyncOptions,
  SyncPerson,
} from '@lockstep/contract/flow.ts';
import { recordAudit } from '../auth/audit.ts';
import { addToCampaign, changeCampaignStatus, removeFromCampaign } from '../flow/campaign-members.ts';
import { changeOwner } from '../flow/change-owner.ts';
import { convertPeople } from '../flow/convert-person.ts';
import { createTasks } from '../flow/create-task.ts';
import { deletePeople } from '../flow/delete-person.ts';
import { mergePeople } from '../flow/merge-people.ts';
import { syncPeople } from '../flow/sync-person.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { changeOptions, readOptions } from '../sync/options.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['flow actions'];
const response = { 200: FlowResults };
const source = 'api';

/** Flow actions on Salesforce, for one person or a set: done when they answer, with an outcome for each person (FLW). */
export const flowRoutes: Routes = (app, { pool, engine }) => {
  app.addHook('onRequest', requireRole('viewer'));
  const onRequest = requireRole('marketer');

  app.post(
    '/admin/people/sync',
    { onRequest, schema: { tags, summary: 'Sync Person to SFDC', body: SyncPerson, response } },
    async ({ body }) => ({ results: await syncPeople(engine, await openSubscription(pool), body, source) }),
  );

  app.post(
    '/admin/people/change-owner',
    { onRequest, schema: { tags, summary: 'Change Owner', body: ChangeOwner, response } },
    async ({ body }) => ({ results: await changeOwner(engine, await openSubscription(pool), body, source) }),
  );

  app.post(
    '/admin/people/create-task',
    { onRequest, schema: { tags, summary: 'Create Task', body: CreateTask, response } },
    async ({ body }) => ({ results: await createTasks(engine, await openSubscription(pool), body, source) }),
  );

  app.post(
    '/admin/people/convert',
    { onRequest, schema: { tags, summary: 'Convert Person', body: ConvertPerson, response } },
    async ({ body }) => ({ results: await convertPeople(engine, await openSubscription(pool), body, source) }),
  );

  app.post(
    '/admin/people/merge',
    {
      onRequest,
      schema: { tags, summary: 'Merge people, here and in Salesforce (SYN-8)', body: MergePeople, response },
    },
    async (request) => {
      const { winnerId, loserIds } = request.body;
      await recordAudit(pool, { ...actorOf(request), action: 'people/merged', detail: { winnerId, loserIds } });
      return { results: await mergePeople(engine, await openSubscription(pool), request.body, source) };
    },
  );

  app.post(
    '/admin/people/add-to-campaign',
    { onRequest, schema: { tags, summary: 'Add to SFDC Campaign', body: AddToCampaign, response } },
    async ({ body }) => ({ results: await addToCampaign(engine, await openSubscription(pool), body, source) }),
  );

  app.post(
    '/admin/people/change-campaign-status',
    { onRequest, schema: { tags, summary: 'Change Status in SFDC Campaign', body: ChangeCampaignStatus, response } },
    async ({ body }) => ({ results: await changeCampaignStatus(engine, await openSubscription(pool), body, source) }),
  );

  app.post(
    '/admin/people/remove-from-campaign',
    { onRequest, schema: { tags, summary: 'Remove from SFDC Campaign', body: RemoveFromCampaign, response } },
    async ({ body }) => ({ results: await removeFromCampaign(engine, await openSubscription(pool), body, source) }),
  );

  app.post(
    '/admin/people/delete',
    { onRequest, schema: { tags, summary: 'Delete Person from SFDC, Delete Person', body: DeletePeople, response } },
    async (request) => {
      const { ids, from } = request.body;
      await recordAudit(pool, { ...actorOf(request), action: 'people/deleted', detail: { from, ids } });
      return { results: await deletePeople(engine, await openSubscription(pool), request.body, source) };
    },
  );

  app.get(
    '/admin/sync/options',
    { schema: { tags: ['sync'], summary: 'The sync options (SYN-15)', response: { 200: SyncOptions } } },
    async () => inSubscription(pool, await openSubscription(pool), readOptions),
  );

  app.put(
    '/admin/sync/options',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags: ['sync'],
        summary: 'Change sync options; those that are not named stay',
        body: SyncOptionChanges,
        response: { 200: SyncOptions },
      },
    },
    async (request) =>
      inSubscription(pool, await openSubscription(pool), async (client) => {
        await recordAudit(client, { ...actorOf(request), action: 'sync/options-changed', detail: request.body });
        return changeOptions(client, request.body);
      }),
  );
};
