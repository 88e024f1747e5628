import { createHmac } from 'node:crypto';
import { apiNotEnabled } from '../api-access.ts';
import { callerOf, type OrgUser } from '../org-user.ts';
import type { ConnectedApp } from './connected-apps.ts';
import { inactiveUser, OAuthError } from './oauth-error.ts';
import type { OAuthRequest } from './oauth-request.ts';

export interface Access {
  app: ConnectedApp;
  user: OrgUser;
  scope: string;
  refreshToken?: string;
  refreshFamily?: string;
}

/** Opens a session and tells the client about it. `undefined` values do not reach the JSON. */
export async function tokenResponse({ org, sessions }: OAuthRequest, access: Access): Promise<object> {
  const { app, user, scope } = access;
  const accessToken = await openSession({ org, sessions }, access);
  const id = identityUrl(org.baseUrl(), user);
  const issuedAt = String(org.clock.instant().getTime());
  return {
    access_token: accessToken,
    refresh_token: access.refreshToken,
    signature: createHmac('sha256', app.consumerSecret ?? app.consumerKey)
      .update(id + issuedAt)
      .digest('base64'),
    scope,
    instance_url: org.baseUrl(),
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
}

/** Opens the session of an access token, unless the user may not use the API. */
export async function openSession(
  { org, sessions }: Pick<OAuthRequest, 'org' | 'sessions'>,
  access: Access,
): Promise<string> {
  const { app, user, scope, refreshFamily } = access;
  if (!user.isActive) throw inactiveUser();
  const refusal = await apiNotEnabled(org.pool, user.profileId);
  if (refusal) throw new OAuthError('invalid_app_access', refusal.message);
  const { sessionId } = await sessions.open({
    caller: callerOf(user),
    kind: 'oauth',
    consumerKey: app.consumerKey,
    scope,
    refreshFamily,
  });
  return sessionId;
}

/** Clients call this address, so it is on this server; at Salesforce it is on the login host. */
export function identityUrl(host: string, user: OrgUser): string {
  return `${host}/id/${user.organizationId}/${user.id}`;
}
