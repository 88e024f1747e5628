import type { FastifyRequest } from 'fastify';
import type { OrgContext } from '../org-context.ts';
import { basePathOf } from '../rest/request.ts';
import { infoAnswer, type JobKind } from './jobs.ts';

const pageSize = 1000;

/** All jobs of a kind, newest last, a thousand a page. */
export async function listJobs(org: OrgContext, kind: JobKind, request: FastifyRequest): Promise<object> {
  const after = (request.query as { queryLocator?: string }).queryLocator ?? '';
  const { rows } = await org.pool.query(
    'select * from bulk.job where kind = $1 and parent is null and id > $2 order by id limit $3',
    [kind, after, pageSize + 1],
  );
  const records = rows.slice(0, pageSize).map(infoAnswer);
  const done = rows.length <= pageSize;
  const nextRecordsUrl = done ? null : `${basePathOf(request)}/jobs/${kind}?queryLocator=${rows[pageSize - 1].id}`;
  return { done, nextRecordsUrl, records };
}
