import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IdentityOrg } from '../identity-org.ts';
import { identityHostOf, identitySettings } from '../identity-settings.ts';
import { findUserById, type OrgUser } from '../org-user.ts';
import { sessionIdOf } from '../session.ts';
import { identityBody, userInfoBody } from './identity-bodies.ts';

interface IdentityPath {
  Params: { org: string; user: string };
  Querystring: { version?: string };
}

/** A refusal of the identity service: a status and one word, not JSON. */
class IdentityRefusal extends Error {
  override name = 'IdentityRefusal';
  readonly status: number;

  constructor(status: number, word: string) {
    super(word);
    this.status = status;
  }
}

/** Serves the identity URL of a token response, and OpenID Connect's userinfo. */
export function identityRoutes(scope: FastifyInstance, org: IdentityOrg): void {
  scope.route<IdentityPath>({
    method: ['GET', 'POST'],
    url: '/id/:org/:user',
    handler: (request, reply) =>
      answer(reply, async () => {
        const { user, host } = await callerOf(org, request);
        if (request.params.org.slice(0, 15) !== user.organizationId.slice(0, 15))
          throw new IdentityRefusal(403, 'Wrong_Org');
        if (request.params.user.slice(0, 15) !== user.id.slice(0, 15)) throw new IdentityRefusal(403, 'Bad_Id');
        return identityBody(user, host, org.baseUrl(), request.query.version);
      }),
  });
  scope.route({
    method: ['GET', 'POST'],
    url: '/services/oauth2/userinfo',
    handler: (request, reply) =>
      answer(reply, async () => {
        const { user, host } = await callerOf(org, request);
        return userInfoBody(user, host, org.baseUrl());
      }),
  });
}

async function callerOf(org: IdentityOrg, request: FastifyRequest): Promise<{ user: OrgUser; host: string }> {
  const token = sessionIdOf(request) ?? parameterOf(request, 'oauth_token') ?? parameterOf(request, 'access_token');
  if (!token) throw new IdentityRefusal(403, 'Missing_OAuth_Token');
  const session = await request.server.sessions.find(token);
  const user = session && (await findUserById(org.pool, session.caller.userId));
  if (!user) throw new IdentityRefusal(403, 'Bad_OAuth_Token');
  return { user, host: identityHostOf(await identitySettings(org.pool), user.isSandbox) };
}

function parameterOf(request: FastifyRequest, name: string): string | undefined {
  const form = request.body instanceof URLSearchParams ? request.body.get(name) : null;
  return form ?? new URL(request.url, 'http://org').searchParams.get(name) ?? undefined;
}

async function answer(reply: FastifyReply, body: () => Promise<object>): Promise<FastifyReply> {
  try {
    return reply.header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(await body()));
  } catch (error) {
    if (!(error instanceof IdentityRefusal)) throw error;
    return reply.code(error.status).header('content-type', 'text/html;charset=UTF-8').send(error.message);
  }
}
