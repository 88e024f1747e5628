import { IdParams } from '@lockstep/contract/common.ts';
import {
  CreatedPeople,
  EditedPeople,
  FieldList,
  NewPeople,
  PeoplePage,
  PeopleQuery,
  PersonDetail,
  PersonEdits,
} from '@lockstep/contract/people.ts';
import { getPerson, listActivities, listPending, listPeople } from '../people/read-people.ts';
import { createPeople, editPeople } from '../people/write-people.ts';
import type { Client } from '../postgres/pool.ts';
import { readFields } from '../sync/field-catalog.ts';
import { openSubscription } from '../sync/subscription.ts';
import { inSubscription } from '../sync/subscription-schema.ts';
import { requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['people'];

/** Database: people are read, searched, created and edited. */
export const peopleRoutes: Routes = (app, { pool }) => {
  app.addHook('onRequest', requireRole('viewer'));
  const within = async <T>(work: (client: Client) => Promise<T>) =>
    inSubscription(pool, await openSubscription(pool), work);

  app.get(
    '/admin/fields',
    { schema: { tags, summary: 'All marketing fields', response: { 200: FieldList } } },
    async () => ({
      fields: await within(readFields),
    }),
  );

  app.get(
    '/admin/people',
    { schema: { tags, summary: 'People, a page at a time', querystring: PeopleQuery, response: { 200: PeoplePage } } },
    async (request) => {
      const { field, value, ...query } = request.query;
      const filter = field ? { [field]: value ?? '' } : {};
      return within((client) => listPeople(client, { ...query, filter }));
    },
  );

  app.get(
    '/admin/people/:id',
    {
      schema: {
        tags,
        summary: 'A person with its log and what is on its way',
        params: IdParams,
        response: { 200: PersonDetail },
      },
    },
    async (request) =>
      within(async (client) => ({
        person: await getPerson(client, request.params.id),
        activities: await listActivities(client, request.params.id),
        pending: await listPending(client, request.params.id),
      })),
  );

  app.post(
    '/admin/people',
    {
      onRequest: requireRole('marketer'),
      schema: {
        tags,
        summary: 'Create people; they are not in Salesforce yet (SYN-4)',
        body: NewPeople,
        response: { 201: CreatedPeople },
      },
    },
    async (request, reply) =>
      reply.code(201).send({ ids: await within((client) => createPeople(client, request.body.people, 'api')) }),
  );

  app.patch(
    '/admin/people',
    {
      onRequest: requireRole('marketer'),
      schema: {
        tags,
        summary: 'Edit people; fields that are not named stay',
        body: PersonEdits,
        response: { 200: EditedPeople },
      },
    },
    async (request) => ({ changed: await within((client) => editPeople(client, request.body.people, 'api')) }),
  );
};
