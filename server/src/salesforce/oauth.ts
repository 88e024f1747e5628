import { createHash, randomBytes, sign } from 'node:crypto';
import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { classifyOAuthError } from './classify.ts';
import { allowedUrl } from './hosts.ts';
import { exchange, readText } from './http.ts';
import type { Session } from './open-session.ts';
import type { Credentials } from './salesforce.ts';
import { keepingSecret } from './secrets.ts';

/** The answer of the token endpoint; which members it has depends on the flow. */
export interface TokenAnswer {
  session: Session;
  /** Of the authorization code flow, and of a refresh when the connected app rotates refresh tokens. */
  refreshToken: string | null;
  identityUrl: string;
}

export interface Pkce {
  /** Kept by us until the code is redeemed. */
  codeVerifier: string;
  /** Sent with the browser: the SHA-256 of the verifier. */
  codeChallenge: string;
}

export function makePkce(): Pkce {
  const codeVerifier = randomBytes(64).toString('base64url');
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') };
}

export interface Authorization {
  loginUrl: string;
  consumerKey: string;
  redirectUri: string;
  /** Unguessable, bound to the browser session of the administrator, checked when the code comes back. */
  state: string;
  codeChallenge: string;
}

/** Where the browser of the administrator goes to log in with Salesforce. */
export function authorizationUrl(authorization: Authorization): string {
  const url = new URL('/services/oauth2/authorize', authorization.loginUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: authorization.consumerKey,
    redirect_uri: authorization.redirectUri,
    state: authorization.state,
    code_challenge: authorization.codeChallenge,
    code_challenge_method: 'S256',
    // No more than the sync needs: the API, and to come back without the administrator.
    scope: 'api refresh_token',
    // The administrator's own session is usually open in this browser, and the sync user is somebody else.
    prompt: 'login',
  }).toString();
  return url.href;
}

export interface Redemption {
  loginUrl: string;
  consumerKey: string;
  consumerSecret: string;
  redirectUri: string;
  code: string;
  codeVerifier: string;
  allowedHosts?: readonly string[];
  timeoutMs?: number;
}

/** Trades the code that came back for lasting credentials. A code works once. */
export async function redeemCode(redemption: Redemption): Promise<{ credentials: Credentials; identityUrl: string }> {
  const { loginUrl, consumerKey, consumerSecret } = redemption;
  const answer = await requestToken(
    {
      grant_type: 'authorization_code',
      code: redemption.code,
      code_verifier: redemption.codeVerifier,
      client_id: consumerKey,
      client_secret: consumerSecret,
      redirect_uri: redemption.redirectUri,
    },
    { loginUrl, allowedHosts: redemption.allowedHosts ?? [], timeoutMs: redemption.timeoutMs ?? 30_000 },
  );
  if (!answer.refreshToken) {
    throw new LockstepError(
      'sf/oauth-client',
      told`The connected app lacks the scope "Perform requests at any time (refresh_token)".`,
    );
  }
  const credentials = {
    method: 'oauth',
    loginUrl,
    consumerKey,
    consumerSecret,
    refreshToken: answer.refreshToken,
  } as const;
  return { credentials, identityUrl: answer.identityUrl };
}

export interface TokenEndpoint {
  loginUrl: string;
  allowedHosts: readonly string[];
  timeoutMs: number;
}

/** One request to the token endpoint. Never repeated: a code, and a rotated refresh token, work once. */
export function requestToken(form: Record<string, string>, endpoint: TokenEndpoint): Promise<TokenAnswer> {
  const secrets = secretParameters.map((name) => form[name] ?? '');
  return keepingSecret(secrets, () => postForm(form, endpoint));
}

const secretParameters = ['client_secret', 'refresh_token', 'code', 'code_verifier', 'assertion'];

async function postForm(form: Record<string, string>, endpoint: TokenEndpoint): Promise<TokenAnswer> {
  const url = new URL('/services/oauth2/token', allowedUrl(endpoint.loginUrl, endpoint.allowedHosts));
  const answer = await exchange({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
    timeoutMs: endpoint.timeoutMs,
  });
  const body = parseObject(await readText(answer));
  if (body && answer.status === 200) return tokenAnswer(body);
  if (typeof body?.error === 'string') throw oauthError(answer.status, body.error, body.error_description);
  const temporary = answer.status === 429 || answer.status >= 500;
  const detail = `${url.host} answered with status ${answer.status} and no OAuth document.`;
  throw new LockstepError(temporary ? 'sf/temporary' : 'sf/unreachable', detail);
}

/** What Salesforce says at the callback (`?error=…`) or at the token endpoint, as one of our errors. */
export function oauthError(status: number, error: string, description: unknown): LockstepError {
  const text = typeof description === 'string' ? description : '';
  return new LockstepError(classifyOAuthError(status, error, text), text ? `${error}: ${text}` : error);
}

/**
 * The signed claim of the JWT bearer flow: who (`sub`) lets which app (`iss`) in where (`aud`), for the next three
 * minutes (help.salesforce.com remoteaccess_oauth_jwt_flow).
 */
export function jwtAssertion(credentials: Extract<Credentials, { method: 'jwt-bearer' }>, now = new Date()): string {
  const claim = {
    iss: credentials.consumerKey,
    sub: credentials.username,
    aud: jwtAudience(credentials.loginUrl),
    exp: Math.floor(now.getTime() / 1000) + 180,
  };
  const signed = `${encodeJson({ alg: 'RS256' })}.${encodeJson(claim)}`;
  return `${signed}.${signWith(credentials.privateKey, signed)}`;
}

/** Salesforce expects one of its two login hosts as audience, also when the request goes to a My Domain. */
function jwtAudience(loginUrl: string): string {
  const url = new URL(loginUrl);
  if (!url.hostname.endsWith('.salesforce.com')) return url.origin;
  const sandbox = url.hostname === 'test.salesforce.com' || url.hostname.includes('.sandbox.');
  return sandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
}

function signWith(privateKey: string, content: string): string {
  try {
    return sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url');
  } catch {
    // Without the cause: what OpenSSL says about a key is of no help, and a key is a secret.
    throw new LockstepError('sf/oauth-client', told`The private key is not an RSA key in PEM form.`);
  }
}

function encodeJson(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function tokenAnswer(body: Record<string, unknown>): TokenAnswer {
  const accessToken = text(body.access_token);
  const instanceUrl = text(body.instance_url);
  if (!accessToken || !URL.canParse(instanceUrl)) {
    throw new LockstepError('sf/incomplete-answer', told`The answer of the token endpoint has no access token.`);
  }
  const identityUrl = text(body.id);
  // https://login.salesforce.com/id/00D…/005…: the organization, then the user.
  const userId = /\/id\/\w+\/(\w+)/.exec(identityUrl)?.[1] ?? null;
  const session = { accessToken, instanceUrl: new URL(instanceUrl).origin, userId, isSandbox: null };
  return { session, refreshToken: text(body.refresh_token) || null, identityUrl };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
