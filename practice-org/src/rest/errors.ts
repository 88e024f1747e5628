import type { FastifyInstance } from 'fastify';
import { ApiError, notFound } from '../api-error.ts';

/** Every refusal leaves the server in Salesforce's form: an array of one object, whatever went wrong. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    const refusal = isMediaType(error) ? unsupported(request.headers['content-type']) : asApiError(error);
    if (refusal.httpStatus >= 500) request.log.error({ err: error, url: request.url }, 'request failed');
    if (refusal.httpStatus === 401) reply.header('WWW-Authenticate', 'Token');
    reply
      .code(refusal.httpStatus)
      .header('content-type', 'application/json;charset=UTF-8')
      .send(JSON.stringify(refusal.body()));
  });
  app.setNotFoundHandler((_request, reply) => {
    const refusal = notFound();
    reply.code(404).header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(refusal.body()));
  });
}

const isMediaType = (error: unknown) => (error as { code?: unknown }).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE';

function unsupported(mediaType = ''): ApiError {
  return new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', `MediaType of '${mediaType}' is not supported by this resource`);
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string };
  if (error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY')
    return new ApiError(400, 'JSON_PARSER_ERROR', message ?? '');
  // What PostgreSQL refuses for the caller's sake: no lock in time, and a query given up.
  if (code === '55P03' || code === '40P01')
    return new ApiError(400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record', []);
  if (code === '57014') return new ApiError(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.');
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new ApiError(statusCode, 'BAD_REQUEST', message ?? '');
  return new ApiError(
    500,
    'UNKNOWN_EXCEPTION',
    'An unexpected error occurred. Please include this ErrorId if you contact support',
  );
}
