import { ApiError } from '../api-error.ts';
import type { FaultSwitch } from './fault-switch.ts';

/** The refusal of an org that has used up its calls of the last 24 hours, or undefined. */
export function requestLimit(faults: FaultSwitch, path: string): ApiError | undefined {
  if (!faults.strikes('requestLimit', path)) return undefined;
  return new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
}
