import type pg from 'pg';
import { type ConnectedApp, findConnectedApp, secretMatches } from './connected-apps.ts';
import { invalidClient, invalidClientId } from './oauth-error.ts';
import type { OAuthRequest } from './oauth-request.ts';

/** The connected app that makes this request. `secret: 'required'` also when the app does without for other flows. */
export async function authenticateClient(
  request: OAuthRequest,
  secret: 'required' | 'as-app-says',
): Promise<ConnectedApp> {
  const { id, secret: given } = clientCredentials(request);
  const app = await requireApp(request.org.pool, id);
  const needed = secret === 'required' || app.requireSecret;
  if (given === null ? needed : app.consumerSecret === null ? needed : !secretMatches(app, given))
    throw invalidClient();
  return app;
}

export async function requireApp(pool: pg.Pool, consumerKey: string | null): Promise<ConnectedApp> {
  const app = consumerKey ? await findConnectedApp(pool, consumerKey) : undefined;
  if (!app) throw invalidClientId();
  return app;
}

/** From the parameters, or from HTTP Basic authentication. */
function clientCredentials({ parameters, authorization }: OAuthRequest): { id: string | null; secret: string | null } {
  const id = parameters.get('client_id');
  if (id || !/^basic /i.test(authorization ?? '')) return { id, secret: parameters.get('client_secret') };
  const [user = '', ...rest] = Buffer.from(authorization?.slice(6) ?? '', 'base64')
    .toString()
    .split(':');
  return { id: decoded(user), secret: decoded(rest.join(':')) };
}

/** RFC 6749 wants both halves form-encoded; many clients send them as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
