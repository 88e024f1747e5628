import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { ApiError } from '../api-error.ts';
import { authenticate } from '../identity/session.ts';

export async function isAdministrator(pool: pg.Pool, profileId: string): Promise<boolean> {
  const { rows } = await pool.query('select "Name" as name from org."Profile" where "Id" = $1', [profileId]);
  return rows[0]?.name === 'System Administrator';
}

/** Lets in only requests with the session of an administrator. */
export async function requireAdministrator({ pool }: { pool: pg.Pool }, request: FastifyRequest): Promise<void> {
  const { profileId } = await authenticate(request);
  if (!(await isAdministrator(pool, profileId)))
    throw new ApiError(403, 'INSUFFICIENT_ACCESS', 'Only an administrator of the org may change its metadata');
}
