import { findUserById } from '../../org-user.ts';
import { authenticateClient } from '../client-authentication.ts';
import { invalidGrant, unsupportedGrantType } from '../oauth-error.ts';
import type { OAuthRequest } from '../oauth-request.ts';
import { tokenResponse } from '../token-response.ts';

/** The app acts as itself, which is to say as the run-as user an administrator chose for it. */
export async function clientCredentials(request: OAuthRequest): Promise<object> {
  const app = await authenticateClient(request, 'required');
  if (!app.flows.includes('client_credentials')) throw unsupportedGrantType();
  const user = app.runAsUserId ? await findUserById(request.org.pool, app.runAsUserId) : undefined;
  if (!user) throw invalidGrant('no client credentials user enabled');
  const scope = app.scopes.filter((name) => name !== 'refresh_token').join(' ');
  return tokenResponse(request, { app, user, scope });
}
