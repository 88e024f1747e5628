import { timingSafeEqual } from 'node:crypto';
import type pg from 'pg';

export const flows = ['authorization_code', 'refresh_token', 'password', 'client_credentials', 'jwt_bearer'] as const;
export type Flow = (typeof flows)[number];

/** A program that may ask for access, as an administrator has allowed it. */
export interface ConnectedApp {
  consumerKey: string;
  /** null for a public client. Kept readable, because Salesforce's Setup shows it again and so do our pages. */
  consumerSecret: string | null;
  label: string;
  /** Exact addresses. `*` in the place of a port stands for any port, so that local programs need no fixed one. */
  callbackUrls: string[];
  flows: Flow[];
  scopes: string[];
  /** Whether the code and refresh flows need the secret. */
  requireSecret: boolean;
  requirePkce: boolean;
  rotateRefreshTokens: boolean;
  /** true: "admin approved users are pre-authorized", nobody is asked for consent. */
  adminApproved: boolean;
  /** On whose behalf the client credentials flow acts. */
  runAsUserId: string | null;
  /** PEM certificate or public key that verifies JWT bearer assertions. */
  certificate: string | null;
}

const columns = `
  consumer_key as "consumerKey", consumer_secret as "consumerSecret", label, callback_urls as "callbackUrls", flows,
  scopes, require_secret as "requireSecret", require_pkce as "requirePkce",
  rotate_refresh_tokens as "rotateRefreshTokens", admin_approved as "adminApproved",
  run_as_user_id as "runAsUserId", certificate`;

export async function findConnectedApp(pool: pg.Pool, consumerKey: string): Promise<ConnectedApp | undefined> {
  const { rows } = await pool.query<ConnectedApp>(
    `select ${columns} from setup.connected_app where consumer_key = $1`,
    [consumerKey],
  );
  return rows[0];
}

export async function listConnectedApps(pool: pg.Pool): Promise<ConnectedApp[]> {
  const { rows } = await pool.query<ConnectedApp>(`select ${columns} from setup.connected_app order by label`);
  return rows;
}

export async function saveConnectedApp(pool: pg.Pool, app: ConnectedApp): Promise<void> {
  await pool.query(
    `insert into setup.connected_app (consumer_key, consumer_secret, label, callback_urls, flows, scopes,
       require_secret, require_pkce, rotate_refresh_tokens, admin_approved, run_as_user_id, certificate)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (consumer_key) do update set
       consumer_secret = excluded.consumer_secret, label = excluded.label, callback_urls = excluded.callback_urls,
       flows = excluded.flows, scopes = excluded.scopes, require_secret = excluded.require_secret,
       require_pkce = excluded.require_pkce, rotate_refresh_tokens = excluded.rotate_refresh_tokens,
       admin_approved = excluded.admin_approved, run_as_user_id = excluded.run_as_user_id,
       certificate = excluded.certificate`,
    [
      app.consumerKey,
      app.consumerSecret,
      app.label,
      app.callbackUrls,
      app.flows,
      app.scopes,
      app.requireSecret,
      app.requirePkce,
      app.rotateRefreshTokens,
      app.adminApproved,
      app.runAsUserId,
      app.certificate,
    ],
  );
}

export function secretMatches(app: ConnectedApp, secret: string): boolean {
  const expected = Buffer.from(app.consumerSecret ?? '');
  const given = Buffer.from(secret);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

export function callbackAllowed(app: ConnectedApp, redirectUri: string): boolean {
  return app.callbackUrls.some((allowed) => matchesCallback(allowed, redirectUri));
}

function matchesCallback(allowed: string, given: string): boolean {
  if (allowed === given) return true;
  if (!allowed.includes(':*/') || !URL.canParse(given)) return false;
  const [start, path] = allowed.split(':*/');
  const url = new URL(given);
  return (
    `${url.protocol}//${url.hostname}` === start &&
    url.pathname === `/${path}` &&
    !url.search &&
    !url.hash &&
    !url.username &&
    !url.password
  );
}
