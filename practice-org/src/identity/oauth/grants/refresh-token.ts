import { findUserById } from '../../org-user.ts';
import { authenticateClient } from '../client-authentication.ts';
import { expiredToken, unsupportedGrantType } from '../oauth-error.ts';
import type { OAuthRequest } from '../oauth-request.ts';
import {
  createRefreshToken,
  findRefreshToken,
  type RefreshToken,
  replaceRefreshToken,
  revokeFamily,
} from '../refresh-tokens.ts';
import { tokenResponse } from '../token-response.ts';

/** A new access token for a refresh token; with rotation also a new refresh token, and the old one is dead. */
export async function refreshToken(request: OAuthRequest): Promise<object> {
  const { pool } = request.org;
  const app = await authenticateClient(request, 'as-app-says');
  if (!app.flows.includes('refresh_token')) throw unsupportedGrantType();
  const given = request.parameters.get('refresh_token') ?? '';
  const found = await findRefreshToken(pool, given);
  if (!found || found.consumerKey !== app.consumerKey) throw expiredToken();
  if (found.replaced) return endStolenFamily(request, found);
  const user = await findUserById(pool, found.userId);
  if (!user) throw expiredToken();

  const access = { app, user, scope: found.scope, refreshFamily: found.family };
  if (!app.rotateRefreshTokens) return tokenResponse(request, access);
  if (!(await replaceRefreshToken(pool, given))) return endStolenFamily(request, found);
  const next = await createRefreshToken(pool, found);
  return tokenResponse(request, { ...access, refreshToken: next.token });
}

/** A rotated token that comes back is in two hands; neither keeps its access. */
async function endStolenFamily(request: OAuthRequest, found: RefreshToken): Promise<never> {
  await revokeFamily(request.org.pool, request.sessions, found.family);
  throw expiredToken();
}
