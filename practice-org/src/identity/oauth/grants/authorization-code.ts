import { createHash } from 'node:crypto';
import { findUserById } from '../../org-user.ts';
import { redeemCode } from '../authorization-codes.ts';
import { authenticateClient } from '../client-authentication.ts';
import { authenticationFailure, invalidGrant, redirectUriMismatch, unsupportedGrantType } from '../oauth-error.ts';
import type { OAuthRequest } from '../oauth-request.ts';
import { createRefreshToken } from '../refresh-tokens.ts';
import { includesRefresh } from '../scopes.ts';
import { tokenResponse } from '../token-response.ts';

/** The last step of the web server flow: a code from the consent page becomes an access and a refresh token. */
export async function authorizationCode(request: OAuthRequest): Promise<object> {
  const { pool } = request.org;
  const app = await authenticateClient(request, 'as-app-says');
  if (!app.flows.includes('authorization_code')) throw unsupportedGrantType();
  const authorization = await redeemCode(pool, request.parameters.get('code') ?? '');
  if (authorization.consumerKey !== app.consumerKey) throw invalidGrant('invalid authorization code');
  if (authorization.redirectUri !== request.parameters.get('redirect_uri')) throw redirectUriMismatch();
  checkVerifier(authorization.codeChallenge, request.parameters.get('code_verifier'));

  const user = await findUserById(pool, authorization.userId);
  if (!user) throw authenticationFailure();
  const { scope } = authorization;
  const refresh =
    includesRefresh(scope) && app.flows.includes('refresh_token')
      ? await createRefreshToken(pool, { consumerKey: app.consumerKey, userId: user.id, scope })
      : undefined;
  return tokenResponse(request, { app, user, scope, refreshToken: refresh?.token, refreshFamily: refresh?.family });
}

/** A verifier without a challenge is refused too: it means that somebody cut the challenge out on the way. */
function checkVerifier(challenge: string | null, verifier: string | null): void {
  if (challenge === null && verifier === null) return;
  const derived = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (verifier === null || challenge === null || derived !== challenge) throw invalidGrant('invalid code verifier');
}
