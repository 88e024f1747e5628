import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { passwordExpired } from '../identity/api-access.ts';
import { choosePassword, resetPassword, userOfPassword } from '../identity/change-password.ts';
import type { OrgContext } from '../org-context.ts';
import { sendJson } from './request.ts';

type OfUser = { Params: { id: string }; Body: { NewPassword?: unknown } | undefined };

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_user_password.htm */
export function registerPasswords(routes: FastifyInstance, { pool }: OrgContext): void {
  const path = '/sobjects/User/:id/password';
  const userOf = (request: FastifyRequest<OfUser>) => userOfPassword(pool, request.caller, request.params.id);

  routes.get<OfUser>(path, async (request, reply) =>
    sendJson(reply, 200, { isExpired: (await passwordExpired(pool, await userOf(request))) !== undefined }),
  );

  routes.post<OfUser>(path, async (request, reply) => {
    const password = request.body?.NewPassword;
    if (typeof password !== 'string')
      throw new ApiError(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [NewPassword]');
    await choosePassword(pool, request.server.sessions, await userOf(request), password);
    return reply.code(204).send();
  });

  routes.delete<OfUser>(path, async (request, reply) =>
    sendJson(reply, 200, {
      NewPassword: await resetPassword(pool, request.server.sessions, await userOf(request)),
    }),
  );
}
