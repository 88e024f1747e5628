/** Node's codes for a connection that can not be made or broke. */
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH']);

/** PostgreSQL's classes 08 (connection exception) and 57P (shut down, starting up, terminated). */
const connectionState = /^(08|57P0)/;

/** Whether PostgreSQL was not there, as opposed to refusing a statement. Such work may be tried again later. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isConnectionFailure);
  if (!(error instanceof Error)) return false;
  const { code, message } = error as Error & { code?: unknown };
  if (typeof code === 'string') return networkCodes.has(code) || connectionState.test(code);
  return /^(Connection terminated|timeout exceeded when trying to connect)/.test(message);
}
