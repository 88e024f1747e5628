import { authorizationCode } from './grants/authorization-code.ts';
import { clientCredentials } from './grants/client-credentials.ts';
import { jwtBearer } from './grants/jwt-bearer.ts';
import { password } from './grants/password.ts';
import { refreshToken } from './grants/refresh-token.ts';
import { unsupportedGrantType } from './oauth-error.ts';
import type { OAuthRequest } from './oauth-request.ts';

const grants: Record<string, (request: OAuthRequest) => Promise<object>> = {
  authorization_code: authorizationCode,
  refresh_token: refreshToken,
  password,
  client_credentials: clientCredentials,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': jwtBearer,
};

/** POST /services/oauth2/token: every way to get an access token. */
export async function issueToken(request: OAuthRequest): Promise<object> {
  const grant = Object.entries(grants).find(([type]) => type === request.parameters.get('grant_type'))?.[1];
  if (!grant) throw unsupportedGrantType();
  return grant(request);
}
