import type { FastifyInstance } from 'fastify';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import { versionedRoutes } from '../rest/request.ts';
import { dropOldAsyncJobs } from './async/async-jobs.ts';
import { registerAsyncApi } from './async/async-routes.ts';
import { registerIngestJobs } from './ingest-jobs.ts';
import { dropJob, type Job } from './jobs.ts';
import { registerQueryJobs, runQueryJob } from './query-jobs.ts';
import { registerQueryResults } from './query-results.ts';
import { runIngestJob } from './run-ingest.ts';

/** Bulk API 2.0 and 1.0. Jobs that a stop of the server interrupted go on when it starts again. */
export async function registerBulk(app: FastifyInstance, org: OrgContext): Promise<void> {
  await versionedRoutes(app, org, (routes) => {
    registerQueryJobs(routes, org);
    registerQueryResults(routes, org);
    registerIngestJobs(routes, org);
  });
  await registerAsyncApi(app, org);
  app.addHook('onReady', async () => {
    await dropOldJobs(org);
    await dropOldAsyncJobs(org);
    await resumeJobs(org);
  });
}

/** Jobs and their results are kept for seven days. */
async function dropOldJobs(org: OrgContext): Promise<void> {
  const { rows } = await org.pool.query(
    `select * from bulk.job where parent is null and changed_at < setup.now() - interval '7 days' and state <> 'InProgress'`,
  );
  for (const job of rows as Job[]) await dropJob(org.pool, job);
}

async function resumeJobs(org: OrgContext): Promise<void> {
  const { rows } = await org.pool.query(
    `select j.*, u."ProfileId" as profile_id, u."Username" as username
       from bulk.job j join org."User" u on u."Id" = j.created_by where j.state in ('UploadComplete', 'InProgress') order by j.id`,
  );
  const resumed = (rows as (Job & { profile_id: string; username: string })[]).map((job) => {
    const caller: Caller = {
      userId: job.created_by,
      profileId: job.profile_id,
      username: job.username,
      organizationId: org.organizationId,
    };
    return job.kind === 'query' ? runQueryJob(org, job, caller.profileId) : runIngestJob(org, job, caller);
  });
  Promise.all(resumed).catch((error) => org.log.error({ err: error }, 'an interrupted bulk job could not go on'));
}
