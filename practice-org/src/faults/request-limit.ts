import { ApiError } from '../api-error.ts';
import type { FaultSwitch } from './fault-switch.ts';

/** The refusal of an org that has used up its calls of the last 24 hours, or that works on too many at once; or undefined. */
export function requestLimit(faults: FaultSwitch, path: string): ApiError | undefined {
  const refused = (message: string) => new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', message);
  if (faults.strikes('requestLimit', path)) return refused('TotalRequests Limit exceeded.');
  if (!faults.strikes('concurrencyLimit', path)) return undefined;
  return refused('ConcurrentRequests (Concurrent API Requests) Limit exceeded.');
}
