import { Done, IdParams } from '@lockstep/contract/common.ts';
import { NewUser, UserChange } from '@lockstep/contract/session.ts';
import { ApiTokenList, CreatedApiToken, NewApiToken, UserList, UserView } from '@lockstep/contract/users.ts';
import { createApiToken, listApiTokens, revokeApiToken } from '../auth/api-tokens.ts';
import { changeUser, createUser, listUsers } from '../auth/users.ts';
import { actorOf, requireRole } from './identity.ts';
import type { Routes } from './routes.ts';

const tags = ['users'];

/** Everything here is for administrators. */
export const usersRoutes: Routes = (app, { pool }) => {
  app.addHook('onRequest', requireRole('admin'));

  app.get('/admin/users', { schema: { tags, summary: 'All users', response: { 200: UserList } } }, async () => ({
    users: await listUsers(pool),
  }));

  app.post(
    '/admin/users',
    { schema: { tags, summary: 'Create a user', body: NewUser, response: { 201: UserView } } },
    async (request, reply) => reply.code(201).send(await createUser(pool, request.body, actorOf(request))),
  );

  app.patch(
    '/admin/users/:id',
    {
      schema: {
        tags,
        summary: 'Change a name, role or password; disable or enable a user',
        params: IdParams,
        body: UserChange,
        response: { 200: UserView },
      },
    },
    async (request) => changeUser(pool, request.params.id, request.body, actorOf(request)),
  );

  app.get(
    '/admin/api-tokens',
    { schema: { tags, summary: 'All API tokens, without their secrets', response: { 200: ApiTokenList } } },
    async () => ({ tokens: await listApiTokens(pool) }),
  );

  app.post(
    '/admin/api-tokens',
    {
      schema: {
        tags,
        summary: 'Create an API token; the answer is the only place that shows it',
        body: NewApiToken,
        response: { 201: CreatedApiToken },
      },
    },
    async (request, reply) => reply.code(201).send(await createApiToken(pool, request.body, actorOf(request))),
  );

  app.delete(
    '/admin/api-tokens/:id',
    { schema: { tags, summary: 'Revoke an API token', params: IdParams, response: { 200: Done } } },
    async (request) => {
      await revokeApiToken(pool, request.params.id, actorOf(request));
      return { done: true } as const;
    },
  );
};
