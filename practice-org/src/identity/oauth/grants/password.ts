import { logInWithToken } from '../../credentials.ts';
import { authenticateClient } from '../client-authentication.ts';
import { authenticationFailure, inactiveUser } from '../oauth-error.ts';
import type { OAuthRequest } from '../oauth-request.ts';
import { tokenResponse } from '../token-response.ts';

/** The username-password flow: like SOAP login, the security token follows the password. Never a refresh token. */
export async function password(request: OAuthRequest): Promise<object> {
  const app = await authenticateClient(request, 'required');
  // As in orgs that block this flow: the client can't tell it from a wrong password.
  if (!app.flows.includes('password')) throw authenticationFailure();
  const { parameters, org } = request;
  const { user, failure } = await logInWithToken(
    org.pool,
    parameters.get('username') ?? '',
    parameters.get('password') ?? '',
  );
  if (!user) throw failure === 'inactive' ? inactiveUser() : authenticationFailure();
  const scope = app.scopes.filter((name) => name !== 'refresh_token').join(' ');
  return tokenResponse(request, { app, user, scope });
}
