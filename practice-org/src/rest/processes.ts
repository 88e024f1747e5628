import type { FastifyInstance } from 'fastify';
import { sendJson } from './request.ts';

/** Of an org without approval processes and workflow rules: the lists are empty. */
export function registerProcesses(routes: FastifyInstance): void {
  routes.get('/process/approvals', (_request, reply) => sendJson(reply, 200, { approvals: {} }));
  routes.get('/process/rules', (_request, reply) => sendJson(reply, 200, { rules: {} }));
  // All rules that there are, none, are run.
  routes.post('/process/rules', (_request, reply) => sendJson(reply, 200, { errors: null, success: true }));
}
