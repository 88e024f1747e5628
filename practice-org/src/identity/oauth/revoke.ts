import { OAuthError } from './oauth-error.ts';
import type { OAuthRequest } from './oauth-request.ts';
import { findRefreshToken, revokeFamily } from './refresh-tokens.ts';

/** Ends an access token, or a refresh token with everything that came from it. Needs no client authentication. */
export async function revoke({ org, sessions, parameters }: OAuthRequest): Promise<undefined> {
  const token = parameters.get('token') ?? '';
  if (await sessions.end(token)) return;
  const refresh = await findRefreshToken(org.pool, token);
  if (!refresh) throw new OAuthError('invalid_token', 'invalid token');
  await revokeFamily(org.pool, sessions, refresh.family);
}
