import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IdentityOrg } from '../identity-org.ts';
import { identityRoutes } from './identity-routes.ts';
import { introspect } from './introspect.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthRequest } from './oauth-request.ts';
import { revoke } from './revoke.ts';
import { issueToken } from './token.ts';

type Answer = (request: OAuthRequest) => Promise<object | undefined>;

/** Serves what programs call. What people see of OAuth (authorize) is among the pages. */
export function registerOAuth(app: FastifyInstance, org: IdentityOrg): void {
  app.register(async (scope) => {
    readFormsAsParameters(scope);
    const serve = (answer: Answer) => (request: FastifyRequest, reply: FastifyReply) =>
      answerOAuth(answer, { org, sessions: app.sessions, ...readRequest(request) }, reply);
    scope.post('/services/oauth2/token', serve(issueToken));
    scope.route({ method: ['GET', 'POST'], url: '/services/oauth2/revoke', handler: serve(revoke) });
    scope.post('/services/oauth2/introspect', serve(introspect));
    identityRoutes(scope, org);
  });
}

/** Forms become URLSearchParams. Anything else a client sends as a body has no parameters in it. */
export function readFormsAsParameters(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, new URLSearchParams()));
}

/** Salesforce takes parameters in the body and in the query alike. */
function readRequest(request: FastifyRequest): Pick<OAuthRequest, 'parameters' | 'authorization'> {
  const query = new URL(request.url, 'http://org').searchParams;
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  return { parameters: new URLSearchParams([...form, ...query]), authorization: request.headers.authorization };
}

async function answerOAuth(answer: Answer, request: OAuthRequest, reply: FastifyReply): Promise<FastifyReply> {
  reply.header('cache-control', 'no-cache,must-revalidate,max-age=0,no-store,private').header('pragma', 'no-cache');
  try {
    const body = await answer(request);
    return body ? sendJson(reply, body) : reply.code(200).send('');
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return sendJson(reply.code(400), error.body());
  }
}

function sendJson(reply: FastifyReply, body: object): FastifyReply {
  return reply.header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(body));
}
