import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { OrgContext } from '../org-context.ts';
import { objectIn, sendJson, viewOf } from './request.ts';

/** Of an org without approval processes and workflow rules: the lists are empty. */
export function registerProcesses(routes: FastifyInstance, org: OrgContext): void {
  routes.get('/process/approvals', (_request, reply) => sendJson(reply, 200, { approvals: {} }));
  routes.post('/process/approvals', () => {
    throw new ApiError(400, 'NO_APPLICABLE_PROCESS', 'No applicable approval process was found.', []);
  });
  routes.get('/process/rules', (_request, reply) => sendJson(reply, 200, { rules: {} }));
  routes.get<{ Params: { object: string } }>('/process/rules/:object', async (request, reply) => {
    objectIn(await viewOf(org, request), request.params.object);
    return sendJson(reply, 200, { rules: {} });
  });
  // All rules that there are, none, are run.
  routes.post('/process/rules', (_request, reply) => sendJson(reply, 200, { errors: null, success: true }));
}
