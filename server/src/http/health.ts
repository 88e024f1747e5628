import { Type } from 'typebox';
import { mustAnswer } from '../postgres/pool.ts';
import type { Routes } from './routes.ts';

const Health = Type.Object({ status: Type.Literal('ok') });
const ok = { status: 'ok' } as const;

export const healthRoutes: Routes = (app, { pool }) => {
  app.get(
    '/health/live',
    { schema: { tags: ['health'], summary: 'The process runs', response: { 200: Health } } },
    async () => ok,
  );

  app.get(
    '/health/ready',
    { schema: { tags: ['health'], summary: 'The server can do its work', response: { 200: Health } } },
    async () => {
      await mustAnswer(pool);
      return ok;
    },
  );
};
