import { Done } from '@lockstep/contract/common.ts';
import {
  ObjectFields,
  ObjectFieldsInput,
  ObjectInput,
  ObjectList,
  ObjectParams,
  ObjectRecordPage,
} from '@lockstep/contract/objects.ts';
import { RecordQuery } from '@lockstep/contract/records.ts';
import type { FastifyRequest } from 'fastify';
import { recordAudit } from '../auth/audit.ts';
import { listObjectRecords } from '../people/read-objects.ts';
import { chooseObjectFields, disableObject, enableObject, listObjectFields, listObjects } from '../setup/objects.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['objects'];

/** Admin › Salesforce Objects Sync (SYN-13). */
export const objectRoutes: Routes = (app, { pool, setup }) => {
  const current = () => openSubscription(pool);
  const audited = (request: FastifyRequest, action: string, target: string, detail: Record<string, unknown> = {}) =>
    recordAudit(pool, { ...actorOf(request), action: `sync/${action}`, target, detail });

  app.get(
    '/admin/objects',
    {
      onRequest: requireRole('viewer'),
      schema: { tags, summary: 'Custom objects that are synced or could be', response: { 200: ObjectList } },
    },
    async () => ({ objects: await listObjects(setup, await current()) }),
  );

  app.put(
    '/admin/objects/:name',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Add an object to the sync; the next cycle pulls it, and nothing else waits',
        params: ObjectParams,
        body: ObjectInput,
        response: { 200: Done },
      },
    },
    async (request) => {
      const { name } = request.params;
      await enableObject(setup, await current(), name, request.body.hide);
      await audited(request, 'object-enabled', name, { hidden: request.body.hide ?? [] });
      return { done: true } as const;
    },
  );

  app.delete(
    '/admin/objects/:name',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Take an object out of the sync; its records stay here',
        params: ObjectParams,
        response: { 200: Done },
      },
    },
    async (request) => {
      await disableObject(setup, await current(), request.params.name);
      await audited(request, 'object-disabled', request.params.name);
      return { done: true } as const;
    },
  );

  app.get(
    '/admin/objects/:name/fields',
    {
      onRequest: requireRole('viewer'),
      schema: {
        tags,
        summary: 'The fields of an added object, or those that one would have',
        params: ObjectParams,
        response: { 200: ObjectFields },
      },
    },
    async (request) => ({ fields: await listObjectFields(setup, await current(), request.params.name) }),
  );

  app.patch(
    '/admin/objects/:name/fields',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Hide and show fields of an added object, from the next cycle on',
        params: ObjectParams,
        body: ObjectFieldsInput,
        response: { 200: ObjectFields },
      },
    },
    async (request) => {
      const fields = await chooseObjectFields(setup, await current(), request.params.name, request.body);
      await audited(request, 'object-fields-chosen', request.params.name, request.body);
      return { fields };
    },
  );

  app.get(
    '/admin/objects/:name/records',
    {
      onRequest: requireRole('viewer'),
      schema: {
        tags,
        summary: 'The records of an added object',
        params: ObjectParams,
        querystring: RecordQuery,
        response: { 200: ObjectRecordPage },
      },
    },
    async (request) =>
      inSubscription(pool, await current(), (client) => listObjectRecords(client, request.params.name, request.query)),
  );
};
