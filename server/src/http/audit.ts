import { AuditPage, AuditQuery } from '@lockstep/contract/audit.ts';
import { listAudit } from '../auth/audit.ts';
import { requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

export const auditRoutes: Routes = (app, { pool }) => {
  app.get(
    '/admin/audit',
    {
      onRequest: requireRole('admin'),
      schema: {
        tags: ['audit'],
        summary: 'Who did what, newest first',
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
    },
    async (request) => listAudit(pool, request.query),
  );
};
