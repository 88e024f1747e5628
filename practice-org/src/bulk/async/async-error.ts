import { ApiError } from '../../api-error.ts';

/** A refusal of Bulk API 1.0: its codes are written in another way than REST's, and always 400. */
export class AsyncError extends Error {
  override name = 'AsyncError';
  readonly exceptionCode: string;

  constructor(exceptionCode: string, message: string) {
    super(message);
    this.exceptionCode = exceptionCode;
  }
}

/** What other parts of the org refuse, in the words of Bulk API 1.0. */
export function asAsyncError(error: unknown): AsyncError {
  if (error instanceof AsyncError) return error;
  if (!(error instanceof ApiError)) return new AsyncError('ServerError', 'An unexpected error occurred');
  switch (error.errorCode) {
    case 'INVALID_SESSION_ID':
      return new AsyncError('InvalidSessionId', 'Invalid session id');
    case 'REQUEST_LIMIT_EXCEEDED':
      return new AsyncError('ExceededQuota', error.message);
    case 'API_DISABLED_FOR_ORG':
      return new AsyncError('FeatureNotEnabled', error.message);
    case 'NOT_FOUND':
      return new AsyncError('InvalidUrl', 'Destination URL not reset. The URL returned from login must be set');
    default:
      return new AsyncError('InvalidBatch', error.message);
  }
}
