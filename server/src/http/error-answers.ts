import { ErrorView } from '@lockstep/contract/common.ts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { LockstepError } from '../errors.ts';
import { isConnectionFailure } from '../postgres/failures.ts';
import { told } from '../told.ts';
import { invalidRequest } from './invalid-request.ts';
import type { App } from './routes.ts';
import { answerWithPages } from './web-files.ts';

/** Every failed request is answered alike, from the catalogue of errors. */
export function answerErrors(app: App): void {
  app.setErrorHandler((thrown: FastifyError, request, reply) => answer(explain(thrown), request, reply));
  app.setNotFoundHandler((request, reply) => {
    if (answerWithPages(request, reply)) return;
    answer(new LockstepError('request/not-found', `${request.method} ${request.url}`), request, reply);
  });
  app.addHook('onRoute', ({ schema }) => {
    if (schema?.response) schema.response = { ...schema.response, '4xx': ErrorView, '5xx': ErrorView };
  });
}

function answer(error: LockstepError, request: FastifyRequest, reply: FastifyReply): void {
  const { status, decision } = error.entry;
  if (status >= 500) request.log[decision === 'our-bug' ? 'error' : 'warn']({ err: error }, 'request failed');
  else request.log.debug({ code: error.code, detail: error.detail }, 'request refused');
  // What an unexpected error says about our insides belongs into the log, not to the caller.
  const shown =
    error.code === 'internal/unexpected'
      ? new LockstepError(error.code, told`The log has it under request ${request.id}.`)
      : error;
  const view: ErrorView = { error: explanationOf(shown) };
  reply.code(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(view);
}

/** An error as it is told to people. */
export function explanationOf({ code, detail, told: words, entry }: LockstepError): ErrorView['error'] {
  return { code, message: entry.meaning, detail, action: entry.action, told: [...words] };
}

function explain(thrown: FastifyError): LockstepError {
  if (thrown instanceof LockstepError) return thrown;
  if (thrown.validation) return invalidRequest(thrown);
  if (isConnectionFailure(thrown)) return new LockstepError('database/unreachable', '', { cause: thrown });
  if (thrown.statusCode && thrown.statusCode < 500) {
    return new LockstepError('request/invalid', thrown.message, { cause: thrown });
  }
  return new LockstepError('internal/unexpected', thrown.message, { cause: thrown });
}
