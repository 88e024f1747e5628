import { ApiError } from '../api-error.ts';
import type { FaultSwitch } from './fault-switch.ts';

const wordings = {
  500: {
    code: 'UNKNOWN_EXCEPTION',
    text: 'An unexpected error occurred. Please include this ErrorId if you contact support',
  },
  503: { code: 'SERVER_UNAVAILABLE', text: 'The server is unavailable. Try again later.' },
};

/** The error to answer in place of carrying the request out, or undefined. */
export function serverError(faults: FaultSwitch, path: string): ApiError | undefined {
  if (!faults.strikes('serverError', path)) return undefined;
  const { status } = faults.plan.serverError;
  const { code, text } = wordings[status];
  return new ApiError(status, code, status === 500 ? `${text}: ${errorId(faults)}` : text);
}

/** Salesforce's look like `1264821397-33214 (-2047543822)`. */
function errorId(faults: FaultSwitch): string {
  const digits = (count: number) => Math.floor(faults.draw('serverError') * 10 ** count);
  return `${digits(10)}-${digits(5)} (${digits(10)})`;
}
