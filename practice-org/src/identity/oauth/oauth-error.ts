/** An error of the token endpoint: HTTP 400 and two words for programs and people. */
export class OAuthError extends Error {
  override name = 'OAuthError';
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }

  body(): { error: string; error_description: string } {
    return { error: this.error, error_description: this.message };
  }
}

export const invalidGrant = (description: string) => new OAuthError('invalid_grant', description);
export const authenticationFailure = () => invalidGrant('authentication failure');
export const expiredToken = () => invalidGrant('expired access/refresh token');
export const notApproved = () => invalidGrant("user hasn't approved this consumer");
export const invalidClientId = () => new OAuthError('invalid_client_id', 'client identifier invalid');
export const invalidClient = () => new OAuthError('invalid_client', 'invalid client credentials');
export const unsupportedGrantType = () => new OAuthError('unsupported_grant_type', 'grant type not supported');
export const redirectUriMismatch = () =>
  new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
export const inactiveUser = () => new OAuthError('inactive_user', 'user is inactive');
export const invalidScope = () =>
  new OAuthError('invalid_scope', 'the requested scope is invalid, unknown, or malformed');
