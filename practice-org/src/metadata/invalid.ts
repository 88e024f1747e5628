import { ApiError } from '../api-error.ts';

/** A change of the org's objects, fields or rules that can't be made. */
export function invalid(message: string, code = 'FIELD_INTEGRITY_EXCEPTION'): ApiError {
  return new ApiError(400, code, message);
}
