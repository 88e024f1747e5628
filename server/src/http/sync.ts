import { StatusView, type StepView } from '@lockstep/contract/status.ts';
import {
  BacklogView,
  ConflictList,
  LastProof,
  StepList,
  StepQuery,
  VerificationView,
  VerifyQuery,
} from '@lockstep/contract/sync.ts';
import { recordAudit } from '../auth/audit.ts';
import { openSubscription, readSubscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { readBacklog } from '../sync/backlog.ts';
import { listConflicts } from '../sync/record-errors.ts';
import { readStatus, readSteps } from '../sync/status.ts';
import { readLastProof } from '../sync/verify/proofs.ts';
import { verify } from '../sync/verify/verify.ts';
import { type CsvColumn, sendCsv } from './csv.ts';
import { actorOf, requireRole } from './identity.ts';
import { changes, sendEvents } from './live-events.ts';
import type { Routes } from './routes.ts';

const tags = ['sync'];

/** How often the live status is looked at for each open page; a look is a handful of small queries. */
const lookEveryMs = 1000;
const mostInCsv = 50_000;

/** Admin › Salesforce: status, steps, backlog, conflicts, proof (SET-10, OPS-1, OPS-3, SYN-18). */
export const syncRoutes: Routes = (app, { pool, engine }) => {
  app.addHook('onRequest', requireRole('viewer'));

  app.get(
    '/admin/status',
    { schema: { tags, summary: 'Last Synced, Sync in Progress or Failed (SET-10)', response: { 200: StatusView } } },
    async () => readStatus(pool, await openSubscription(pool)),
  );

  app.get(
    '/admin/status/events',
    { schema: { tags, summary: 'The status, live, as server-sent events', hide: true } },
    async (_request, reply) => {
      const { id } = await openSubscription(pool);
      const read = async () => readStatus(pool, await readSubscription(pool, id));
      await sendEvents(reply, (signal) => changes(read, lookEveryMs, signal));
    },
  );

  app.get(
    '/admin/steps',
    { schema: { tags, summary: 'Steps, newest first (OPS-1)', querystring: StepQuery, response: { 200: StepList } } },
    async (request) => {
      const filter = { limit: 100, ...request.query };
      return { steps: await inSubscription(pool, await openSubscription(pool), (client) => readSteps(client, filter)) };
    },
  );

  app.get(
    '/admin/steps.csv',
    { schema: { tags, summary: 'Steps as CSV (OPS-1)', querystring: StepQuery } },
    async ({ query }, reply) => {
      const filter = { ...query, limit: mostInCsv };
      const steps = await inSubscription(pool, await openSubscription(pool), (client) => readSteps(client, filter));
      return sendCsv(reply, 'sync-status.csv', stepColumns, steps);
    },
  );

  app.get(
    '/admin/backlog',
    { schema: { tags, summary: 'What waits, its trend and how fast it goes (OPS-3)', response: { 200: BacklogView } } },
    async () => inSubscription(pool, await openSubscription(pool), readBacklog),
  );

  app.get(
    '/admin/conflicts',
    {
      schema: {
        tags,
        summary: 'Fields that changed on both sides, and which value won (SYN-5)',
        response: { 200: ConflictList },
      },
    },
    async () => ({
      conflicts: await inSubscription(pool, await openSubscription(pool), (client) => listConflicts(client)),
    }),
  );

  app.post(
    '/admin/verify',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags,
        summary: 'Compare both sides, record by record and field by field; settle the differences when asked (SYN-18)',
        querystring: VerifyQuery,
        response: { 200: VerificationView },
      },
    },
    async (request) => {
      const { repair = false } = request.query;
      if (repair) await recordAudit(pool, { ...actorOf(request), action: 'sync/repaired' });
      return verify(engine, await openSubscription(pool), { repair });
    },
  );

  app.get(
    '/admin/verify',
    { schema: { tags, summary: 'The newest comparison of both sides (SYN-18)', response: { 200: LastProof } } },
    async () => ({ proof: await inSubscription(pool, await openSubscription(pool), readLastProof) }),
  );
};

const stepColumns: readonly CsvColumn<StepView>[] = [
  ['object', (step) => step.object],
  ['operation', (step) => step.operation],
  ['status', (step) => step.status],
  ['started', (step) => step.startedAt],
  ['ended', (step) => step.endedAt],
  ['new', (step) => step.counts.new],
  ['updated', (step) => step.counts.updated],
  ['deleted', (step) => step.counts.deleted],
  ['failed', (step) => step.counts.failed],
  ['skipped', (step) => step.counts.skipped],
  ['message', (step) => step.message],
];
