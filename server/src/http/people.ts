import { IdParams } from '@lockstep/contract/common.ts';
import {
  ActivityPage,
  ActivityQuery,
  CreatedPeople,
  DuplicatesPage,
  DuplicatesQuery,
  EditedPeople,
  FieldList,
  NewPeople,
  PeoplePage,
  PeopleQuery,
  PersonDetail,
  PersonEdits,
  PersonExplanation,
  PersonMerges,
} from '@lockstep/contract/people.ts';
import { listDuplicates } from '../people/duplicates.ts';
import { explainPerson } from '../people/explain.ts';
import { listMerges } from '../people/merges.ts';
import { readFieldFilter } from '../people/people-filter.ts';
import { activityTypes, getPerson, listActivities, listPending, listPeople } from '../people/read-people.ts';
import { readRelated } from '../people/read-related.ts';
import { createPeople, editPeople } from '../people/write-people.ts';
import type { Client } from '../postgres/pool.ts';
import { readFields } from '../subscription/field-catalog.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
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
      const { field, value, filter = [], fields, ...query } = request.query;
      const equal = field ? { [field]: value ?? '' } : {};
      const filters = filter.map(readFieldFilter);
      return within((client) => listPeople(client, { ...query, filter: equal, filters, fields: fields?.split(',') }));
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
        ...(await readRelated(client, request.params.id)),
      })),
  );

  app.get(
    '/admin/people/:id/activities',
    {
      schema: {
        tags,
        summary: 'The activity log of a person, a page at a time (ACT)',
        params: IdParams,
        querystring: ActivityQuery,
        response: { 200: ActivityPage },
      },
    },
    async (request) => {
      const limit = request.query.limit ?? 50;
      const found = await within((client) =>
        listActivities(client, request.params.id, { ...request.query, limit: limit + 1 }),
      );
      const activities = found.slice(0, limit);
      return { activities, types: activityTypes, next: found.length > limit ? (activities.at(-1)?.id ?? null) : null };
    },
  );

  app.get(
    '/admin/duplicates',
    {
      schema: {
        tags,
        summary: 'People who may be the same, by e-mail address (SYN-10)',
        querystring: DuplicatesQuery,
        response: { 200: DuplicatesPage },
      },
    },
    async (request) => within((client) => listDuplicates(client, request.query)),
  );

  app.get(
    '/admin/people/:id/explain',
    {
      schema: {
        tags,
        summary: 'Where each value came from, what is pending, what was refused, what happens next',
        params: IdParams,
        response: { 200: PersonExplanation },
      },
    },
    async (request) => within((client) => explainPerson(client, request.params.id)),
  );

  app.get(
    '/admin/people/:id/merges',
    {
      schema: {
        tags,
        summary: 'Who became part of this person, and the values that differed (SYN-8)',
        params: IdParams,
        response: { 200: PersonMerges },
      },
    },
    async (request) => ({ merges: await within((client) => listMerges(client, request.params.id)) }),
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
        summary:
          'Edit people; fields that are not named stay, and so do those for which the source "api" is blocked (FLD-9)',
        body: PersonEdits,
        response: { 200: EditedPeople },
      },
    },
    async (request) => within((client) => editPeople(client, request.body.people, 'api')),
  );
};
