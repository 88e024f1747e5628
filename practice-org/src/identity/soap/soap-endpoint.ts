import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../api-error.ts';
import { nameClient } from '../../events/change-origin.ts';
import { newestVersion, oldestVersion } from '../../rest/request.ts';
import type { IdentityOrg } from '../identity-org.ts';
import type { Session, SessionStore } from '../session-store.ts';
import { getServerTimestamp } from './get-server-timestamp.ts';
import { getUserInfo } from './get-user-info.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { changeOwnPassword, resetPassword, setPassword } from './passwords.ts';
import type { SoapOperation } from './soap-call.ts';
import {
  type AnswerExtras,
  MalformedXml,
  parseEnvelope,
  renderFault,
  renderResponse,
  type SoapApi,
  type SoapRequest,
  soapNamespaces,
  textIn,
  type XmlElement,
} from './soap-envelope.ts';
import { clientFault, invalidSession, SoapFault, unreadable, unsupportedVersion } from './soap-fault.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** SOAP operations by name; record operations may be added here. */
    soapOperations: Map<string, SoapOperation>;
    /** Those of the Metadata API. */
    metadataOperations: Map<string, SoapOperation>;
  }
}

/** Salesforce takes SOAP requests of up to 50 MB. */
const largestRequest = 50 * 1024 * 1024;

interface SoapPath {
  Params: { api: string; version: string };
}

/** Serves /services/Soap/u/NN.N (partner) and /c/NN.N (enterprise) and /m/NN.N (Metadata API), with whatever serverUrl appends to them. */
export function registerSoap(app: FastifyInstance, org: IdentityOrg): void {
  app.decorate(
    'soapOperations',
    new Map<string, SoapOperation>([
      ['login', login],
      ['logout', logout],
      ['getUserInfo', getUserInfo],
      ['getServerTimestamp', getServerTimestamp],
      ['setPassword', setPassword],
      ['resetPassword', resetPassword],
      ['changeOwnPassword', changeOwnPassword],
    ]),
  );
  app.decorate('metadataOperations', new Map<string, SoapOperation>());
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: largestRequest }, (_request, body, done) =>
      done(null, body),
    );
    // What ends a request before it is read, the fault switch above all.
    scope.setErrorHandler<Error>((error, request, reply) => {
      const api = apiOf((request.params as SoapPath['Params']).api);
      const fault = asFault(error);
      if (fault.status === 500) request.log.error({ err: error, url: request.url }, 'SOAP request failed');
      return reply
        .code(fault.status)
        .header('content-type', 'text/xml;charset=UTF-8')
        .send(renderFault(api, fault.fault));
    });
    const answer = (request: FastifyRequest<SoapPath>, reply: FastifyReply) => answerSoap(app, org, request, reply);
    scope.post<SoapPath>('/services/Soap/:api(^[ucm]$)/:version', answer);
    scope.post<SoapPath>('/services/Soap/:api(^[ucm]$)/:version/*', answer);
  });
}

async function answerSoap(
  app: FastifyInstance,
  org: IdentityOrg,
  request: FastifyRequest<SoapPath>,
  reply: FastifyReply,
): Promise<void> {
  const api = apiOf(request.params.api);
  reply
    .header('content-type', 'text/xml;charset=UTF-8')
    .header('cache-control', 'no-cache,must-revalidate,max-age=0,no-store,private');
  try {
    const { operation, result, answer } = await runOperation(app, org, api, request);
    await reply.send(renderResponse(api, operation, result, answer));
  } catch (error) {
    if (!(error instanceof SoapFault)) throw error;
    await reply.code(500).send(renderFault(api, error));
  }
}

async function runOperation(
  app: FastifyInstance,
  org: IdentityOrg,
  api: SoapApi,
  request: FastifyRequest<SoapPath>,
): Promise<{ operation: string; result: XmlElement; answer: AnswerExtras }> {
  const { version } = request.params;
  if (!isServedVersion(version)) throw unsupportedVersion();
  if (request.headers.soapaction === undefined) throw clientFault('SOAPAction HTTP header missing');
  const envelope = readEnvelope(typeof request.body === 'string' ? request.body : '');
  const operations = api === 'metadata' ? app.metadataOperations : app.soapOperations;
  const run = operations.get(envelope.operation);
  if (!run) throw noSuchOperation(api, envelope.operation);
  const sessionId = textIn(envelope.headers.SessionHeader, 'sessionId').trim();
  nameClient(textIn(envelope.headers.CallOptions, 'client').trim());
  const session = () => requireSession(app.sessions, sessionId);
  const answer: AnswerExtras = {};
  const result = await run({ ...envelope, org, sessions: app.sessions, api, version, sessionId, session, answer });
  return { operation: envelope.operation, result, answer };
}

function readEnvelope(body: string): SoapRequest {
  try {
    return parseEnvelope(body);
  } catch (error) {
    if (error instanceof MalformedXml) throw unreadable(error.message);
    throw error;
  }
}

async function requireSession(sessions: SessionStore, sessionId: string): Promise<Session> {
  const session = sessionId ? await sessions.find(sessionId) : undefined;
  if (!session) throw invalidSession();
  if (session.refusal) throw new SoapFault(session.refusal.code, session.refusal.message, 'UnexpectedErrorFault');
  return session;
}

function asFault(error: Error): { status: number; fault: SoapFault } {
  if (!(error instanceof ApiError)) return { status: 500, fault: unreadable('An unexpected error occurred.') };
  const status = error.httpStatus === 503 ? 503 : 500;
  return { status, fault: new SoapFault(error.errorCode, error.message, 'UnexpectedErrorFault') };
}

function apiOf(letter: string): SoapApi {
  if (letter === 'm') return 'metadata';
  return letter === 'c' ? 'enterprise' : 'partner';
}

function isServedVersion(version: string): boolean {
  return /^\d\d\.0$/.test(version) && Number(version) >= oldestVersion && Number(version) <= newestVersion;
}

function noSuchOperation(api: SoapApi, operation: string): SoapFault {
  const name = `{${soapNamespaces[api]}}${operation}`;
  return clientFault(`No operation available for request ${name}, please check the WSDL for the service.`);
}
