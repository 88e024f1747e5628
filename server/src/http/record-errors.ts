import {
  RecordErrorGroups,
  RecordErrorList,
  RecordErrorQuery,
  type RecordErrorView,
  Retried,
  RetryQuery,
} from '@lockstep/contract/sync.ts';
import { recordAudit } from '../auth/audit.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { groupRecordErrors, listRecordErrors, retryRecordErrors } from '../sync/record-errors.ts';
import { type CsvColumn, sendCsv } from './csv.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['sync'];
const mostInCsv = 50_000;

/** Records that one side refused: by cause, one by one, as a file, and tried again (OPS-2). */
export const recordErrorRoutes: Routes = (app, { pool }) => {
  app.addHook('onRequest', requireRole('viewer'));

  app.get(
    '/admin/errors',
    {
      schema: {
        tags,
        summary: 'Records that one side refused (OPS-2)',
        querystring: RecordErrorQuery,
        response: { 200: RecordErrorList },
      },
    },
    async ({ query }) => {
      const subscription = await openSubscription(pool);
      const errors = await inSubscription(pool, subscription, (client) => listRecordErrors(client, query));
      return { errors, instanceUrl: subscription.identity?.instanceUrl ?? null };
    },
  );

  app.get(
    '/admin/errors/groups',
    { schema: { tags, summary: 'Open errors by their cause (OPS-2)', response: { 200: RecordErrorGroups } } },
    async () => ({ groups: await inSubscription(pool, await openSubscription(pool), groupRecordErrors) }),
  );

  app.get(
    '/admin/errors.csv',
    { schema: { tags, summary: 'The errors as CSV', querystring: RecordErrorQuery } },
    async ({ query }, reply) => {
      const errors = await inSubscription(pool, await openSubscription(pool), (client) =>
        listRecordErrors(client, { ...query, limit: mostInCsv }),
      );
      return sendCsv(reply, 'sync-errors.csv', columns, errors);
    },
  );

  app.post(
    '/admin/errors/retry',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Try refused records again in the next cycle: those of one cause, or all',
        querystring: RetryQuery,
        response: { 200: Retried },
      },
    },
    async (request) =>
      inSubscription(pool, await openSubscription(pool), async (client) => {
        const retried = await retryRecordErrors(client, request.query);
        await recordAudit(client, { ...actorOf(request), action: 'sync/errors-retried', detail: { retried } });
        return { retried };
      }),
  );
};

const columns: readonly CsvColumn<RecordErrorView>[] = [
  ['object', (error) => error.object],
  ['direction', (error) => error.direction],
  ['person', (error) => error.personId],
  ['Salesforce id', (error) => error.sfdcId],
  ['code', (error) => error.code],
  ['class', (error) => error.class],
  ['message', (error) => error.message],
  ['fields', (error) => error.fields.join(' ')],
  ['attempts', (error) => error.attempts],
  ['first seen', (error) => error.firstSeen],
  ['last seen', (error) => error.lastSeen],
];
