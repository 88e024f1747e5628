import type pg from 'pg';
import { setPassword } from './credentials.ts';
import { administrator, practiceApp, syncUser } from './default-people.ts';
import { saveConnectedApp } from './oauth/connected-apps.ts';
import { findUserByUsername } from './org-user.ts';

/**
 * Gives the administrator and the sync user, whose User records must exist, their passwords and tokens, and makes the
 * connected apps. Leaves alone what is there already, so that a restart resets nobody's password.
 */
export async function seedIdentity(pool: pg.Pool): Promise<void> {
  for (const person of [administrator, syncUser]) await seedPassword(pool, person);
  await seedApps(pool);
}

async function seedPassword(pool: pg.Pool, person: typeof administrator | typeof syncUser): Promise<void> {
  const user = await findUserByUsername(pool, person.username);
  if (!user) throw new Error(`The practice org has no User record ${person.username} to give a password to.`);
  const { rowCount } = await pool.query('select from setup.credential where user_id = $1', [user.id]);
  if (!rowCount) await setPassword(pool, user.id, person.password, person.securityToken);
}

async function seedApps(pool: pg.Pool): Promise<void> {
  const { rowCount } = await pool.query('select from setup.connected_app');
  if (rowCount) return;
  const runAs = await findUserByUsername(pool, syncUser.username);
  await saveConnectedApp(pool, {
    consumerKey: practiceApp.consumerKey,
    consumerSecret: practiceApp.consumerSecret,
    label: 'Lockstep',
    callbackUrls: ['http://localhost:*/oauth/callback', 'http://127.0.0.1:*/oauth/callback'],
    flows: ['authorization_code', 'refresh_token', 'password', 'client_credentials'],
    scopes: ['api', 'web', 'full', 'id', 'refresh_token'],
    requireSecret: true,
    requirePkce: false,
    rotateRefreshTokens: false,
    adminApproved: false,
    runAsUserId: runAs?.id ?? null,
    certificate: null,
  });
  // Every real org knows the app behind Salesforce's own command line, which has no secret.
  await saveConnectedApp(pool, {
    consumerKey: 'PlatformCLI',
    consumerSecret: null,
    label: 'Salesforce CLI',
    callbackUrls: ['http://localhost:1717/OauthRedirect'],
    flows: ['authorization_code', 'refresh_token'],
    scopes: ['api', 'refresh_token', 'id', 'web'],
    requireSecret: false,
    requirePkce: false,
    rotateRefreshTokens: false,
    adminApproved: false,
    runAsUserId: null,
    certificate: null,
  });
}
