import { identityHostOf, identitySettings } from '../identity-settings.ts';
import { findUserById } from '../org-user.ts';
import { authenticateClient } from './client-authentication.ts';
import type { OAuthRequest } from './oauth-request.ts';
import { findRefreshToken } from './refresh-tokens.ts';
import { identityUrl } from './token-response.ts';

/** Says whether a token of this app is alive, and whose it is. Other apps' tokens are none of its business. */
export async function introspect(request: OAuthRequest): Promise<object> {
  const app = await authenticateClient(request, 'as-app-says');
  const token = request.parameters.get('token') ?? '';
  const found = (await aliveAccess(request, token)) ?? (await aliveRefresh(request, token));
  const user = found && (await findUserById(request.org.pool, found.userId));
  if (!found || !user || found.consumerKey !== app.consumerKey) return { active: false };
  const host = identityHostOf(await identitySettings(request.org.pool), user.isSandbox);
  return {
    active: true,
    scope: found.scope,
    client_id: found.consumerKey,
    username: user.username,
    sub: identityUrl(host, user),
    token_type: found.type,
    ...found.times,
  };
}

interface AliveToken {
  userId: string;
  consumerKey: string | null;
  scope: string | null;
  type: 'access_token' | 'refresh_token';
  times?: { exp: number; iat: number; nbf: number };
}

async function aliveAccess({ sessions }: OAuthRequest, token: string): Promise<AliveToken | undefined> {
  const session = await sessions.find(token);
  if (!session) return undefined;
  const issued = seconds(session.issuedAt);
  return {
    userId: session.caller.userId,
    consumerKey: session.consumerKey,
    scope: session.scope,
    type: 'access_token',
    times: { exp: seconds(session.expiresAt), iat: issued, nbf: issued },
  };
}

async function aliveRefresh({ org }: OAuthRequest, token: string): Promise<AliveToken | undefined> {
  const found = await findRefreshToken(org.pool, token);
  return found && !found.replaced ? { ...found, type: 'refresh_token' } : undefined;
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
