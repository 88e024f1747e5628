import type { FastifyInstance } from 'fastify';
import { reader } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import { tableName } from '../schema/object-tables.ts';
import { dailyLimit, sendJson, viewOf } from './request.ts';

/** A Developer Edition's allowances that nothing here uses up. */
const untouched: Record<string, number> = {
  ConcurrentAsyncGetReportInstances: 200,
  ConcurrentSyncReportRuns: 20,
  DailyAsyncApexExecutions: 250_000,
  DailyBulkApiBatches: 15_000,
  DailyBulkApiRequests: 5_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
  DailyBulkV2QueryJobs: 10_000,
  DailyGenericStreamingApiEvents: 10_000,
  DailyStreamingApiEvents: 10_000,
  DailyWorkflowEmails: 390,
  DataStorageMB: 5,
  FileStorageMB: 20,
  HourlyAsyncReportRuns: 1_200,
  HourlySyncReportRuns: 500,
  HourlyTimeBasedWorkflow: 50,
  MassEmail: 10,
  SingleEmail: 15,
};

export function registerLimits(routes: FastifyInstance, org: OrgContext): void {
  routes.get('/limits', async (_request, reply) => {
    const most = dailyLimit(org);
    const limits: Record<string, object> = {
      DailyApiRequests: { Max: most, Remaining: Math.max(0, most - org.usage.used()) },
    };
    for (const [name, Max] of Object.entries(untouched)) limits[name] = { Max, Remaining: Max };
    return sendJson(reply, 200, Object.fromEntries(Object.entries(limits).sort(([a], [b]) => (a < b ? -1 : 1))));
  });

  routes.get<{ Querystring: { sObjects?: string } }>('/limits/recordCount', async (request, reply) => {
    const view = await viewOf(org, request);
    const wanted = request.query.sObjects?.split(',').map((name) => name.trim());
    const objects = wanted ? wanted.flatMap((name) => view.object(name) ?? []) : view.objects();
    const sObjects = await Promise.all(
      objects.map(async ({ name, meta }) => {
        const live = meta.fields.some((field) => field.name === 'IsDeleted') ? 'where not "IsDeleted"' : '';
        const { rows } = await reader(org.pool).query(`select count(*) as count from ${tableName(name)} ${live}`);
        return { count: rows[0].count, name };
      }),
    );
    return sendJson(reply, 200, { sObjects });
  });
}
