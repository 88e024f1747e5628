import { createPublicKey, verify } from 'node:crypto';
import { findUserByUsername } from '../../org-user.ts';
import { isApproved } from '../app-approvals.ts';
import { requireApp } from '../client-authentication.ts';
import type { ConnectedApp } from '../connected-apps.ts';
import { invalidGrant, notApproved, unsupportedGrantType } from '../oauth-error.ts';
import type { OAuthRequest } from '../oauth-request.ts';
import { identityUrl, openSession } from '../token-response.ts';

interface Claims {
  iss?: string;
  sub?: string;
  prn?: string;
  aud?: string | string[];
  exp?: number;
}

/** Salesforce allows clocks to differ this much. */
const clockSkewSeconds = 180;

/**
 * A server proves who it is with a signed assertion. The user must have approved the app, or an administrator for all.
 * The answer has no issued_at and no signature, as recorded.
 */
export async function jwtBearer(request: OAuthRequest): Promise<object> {
  const { org, parameters } = request;
  const [header = '', payload = '', signature = ''] = (parameters.get('assertion') ?? '').split('.');
  const claims = decode<Claims>(payload);
  const app = await requireApp(org.pool, claims.iss ?? null);
  if (!app.flows.includes('jwt_bearer')) throw unsupportedGrantType();
  if (!isSigned(app, header, payload, signature)) throw invalidGrant('invalid assertion');
  if (!isCurrent(claims, org.clock.instant())) throw invalidGrant('assertion has expired');
  if (!isForUs(claims, org.baseUrl())) throw invalidGrant('audience is invalid');

  const user = await findUserByUsername(org.pool, claims.sub ?? claims.prn ?? '');
  const scope = app.scopes.filter((name) => name !== 'refresh_token').join(' ');
  if (!user || !(await isApproved(org.pool, app, user.id, scope))) throw notApproved();
  const accessToken = await openSession(request, { app, user, scope });
  return {
    access_token: accessToken,
    scope,
    instance_url: org.baseUrl(),
    id: identityUrl(org.baseUrl(), user),
    token_type: 'Bearer',
  };
}

function isSigned(app: ConnectedApp, header: string, payload: string, signature: string): boolean {
  if (!app.certificate || decode<{ alg?: string }>(header).alg !== 'RS256') return false;
  const signed = Buffer.from(`${header}.${payload}`);
  return verify('RSA-SHA256', signed, createPublicKey(app.certificate), Buffer.from(signature, 'base64url'));
}

function isCurrent({ exp }: Claims, now: Date): boolean {
  return typeof exp === 'number' && exp > now.getTime() / 1000 - clockSkewSeconds;
}

/** A practice org stands for production, for a sandbox and for its own domain. */
function isForUs({ aud }: Claims, baseUrl: string): boolean {
  const ours = ['https://login.salesforce.com', 'https://test.salesforce.com', baseUrl];
  return [aud]
    .flat()
    .some((one) => one !== undefined && ours.some((host) => one === host || one.startsWith(`${host}/`)));
}

function decode<T>(part: string): T {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as T;
  } catch {
    throw invalidGrant('invalid assertion');
  }
}
