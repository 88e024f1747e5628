import type { ServiceError } from '@grpc/grpc-js';
import { type ErrorCode, LockstepError } from '../../errors.ts';

/**
 * What Salesforce's codes in the trailers mean for the sync; everything else is a stream that was lost.
 * https://developer.salesforce.com/docs/platform/pub-sub-api/guide/handling-errors.html
 */
const meanings: [RegExp, ErrorCode][] = [
  [/subscription\.fetch\.replayid\./, 'sf/replay-id-expired'],
  [/service\.auth\./, 'sf/session-expired'],
  [/topic\.(not\.found|meta\.permission)|cannot\.subscribe|tenant\.license|schema\.meta/, 'sf/change-events-refused'],
  [/limit\.exceeded/, 'sf/change-events-refused'],
];

/** An error of gRPC as one of ours. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof LockstepError || !isServiceError(error)) return error;
  const code = String(error.metadata?.get('error-code')[0] ?? '');
  const [, meaning = 'sf/change-events-lost'] = meanings.find(([pattern]) => pattern.test(code)) ?? [];
  const detail = code ? `${code}: ${error.details}` : error.details;
  return new LockstepError(meaning as ErrorCode, detail, { cause: error });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error;
}
