import { ApiError } from '../api-error.ts';

/** Refuses a call with more records than Salesforce takes at once. */
export function checkCount(count: number, most: number, code = 'EXCEEDED_ID_LIMIT'): void {
  if (count > most)
    throw new ApiError(400, code, `record limit reached. cannot submit more than ${most} records into this call`);
}
