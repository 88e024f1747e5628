import { randomBytes } from 'node:crypto';
import type { Told } from '@lockstep/contract/common.ts';
import { asLockstepError, type ErrorCode, LockstepError } from '../errors.ts';
import { sql } from '../postgres/sql.ts';
import { connect } from '../salesforce/connect.ts';
import { allowedUrl, otherEnvironment } from '../salesforce/hosts.ts';
import { authorizationUrl, makePkce, oauthError, redeemCode } from '../salesforce/oauth.ts';
import type { Credentials, Identity } from '../salesforce/salesforce.ts';
import { type ConnectionView, readSubscription, type Subscription } from '../subscription/subscription.ts';
import { sealedFor } from '../sync/connections.ts';
import { told } from '../told.ts';
import type { Setup } from './setup.ts';

/** Where to log in: one of Salesforce's two hosts by the Sandbox box, or an address under Advanced (SET-4). */
export interface LoginPlace {
  sandbox?: boolean;
  /** My Domain or a practice org. */
  loginUrl?: string;
}

export type CredentialsInput = LoginPlace &
  (
    | { method: 'password'; username: string; password: string; securityToken?: string }
    | { method: 'client-credentials'; consumerKey: string; consumerSecret: string }
    | { method: 'jwt-bearer'; consumerKey: string; privateKey: string; username: string }
  );

/** Tries the credentials and stores them, sealed, if they work; a failure stores nothing (SET-5). */
export async function enterCredentials(
  setup: Setup,
  subscription: Subscription,
  input: CredentialsInput,
): Promise<Identity> {
  const loginUrl = loginUrlOf(setup, input);
  return storeIfRight(setup, subscription, withPlace(input, loginUrl), Boolean(input.sandbox));
}

function withPlace(input: CredentialsInput, loginUrl: string): Credentials {
  switch (input.method) {
    case 'password': {
      const { username, password, securityToken = '' } = input;
      return { method: 'password', loginUrl, username, password, securityToken };
    }
    case 'client-credentials': {
      const { consumerKey, consumerSecret } = input;
      return { method: 'client-credentials', loginUrl, consumerKey, consumerSecret };
    }
    case 'jwt-bearer': {
      const { consumerKey, privateKey, username } = input;
      return { method: 'jwt-bearer', loginUrl, consumerKey, privateKey, username };
    }
  }
}

export interface OAuthInput extends LoginPlace {
  consumerKey: string;
  consumerSecret: string;
}

interface OAuthLogin extends OAuthInput {
  redirectUri: string;
  codeVerifier: string;
}

/** *Login with Salesforce*: where to send the administrator's browser. The rest follows in finishOAuth. */
export async function startOAuth(
  setup: Setup,
  subscription: Subscription,
  input: OAuthInput,
  redirectUri: string,
): Promise<{ url: string }> {
  const loginUrl = loginUrlOf(setup, input);
  const state = randomBytes(24).toString('base64url');
  const { codeVerifier, codeChallenge } = makePkce();
  const login: OAuthLogin = { ...input, redirectUri, codeVerifier };
  const sealed = setup.secrets.seal(JSON.stringify(login), `oauth/${state}`);
  await setup.pool.query(sql`delete from lockstep.oauth_login where created_at < now() - interval '1 hour'`);
  await setup.pool.query(sql`
    insert into lockstep.oauth_login (state, subscription_id, sealed) values (${state}, ${subscription.id}, ${sealed})`);
  return { url: authorizationUrl({ loginUrl, consumerKey: input.consumerKey, redirectUri, state, codeChallenge }) };
}

/** What Salesforce sent the browser back with. The state is used once, whatever comes of it, and what came of it is kept. */
export async function finishOAuth(setup: Setup, answer: OAuthAnswer): Promise<Identity> {
  const { rows } = await setup.pool.query(sql`
    with used as (
      select state, subscription_id, sealed from lockstep.oauth_login
       where state = ${answer.state} and used_at is null and created_at > now() - interval '1 hour'
         for update
    )
    update lockstep.oauth_login login set used_at = now(), sealed = '' from used
     where login.state = used.state returning used.subscription_id, used.sealed`);
  if (!rows[0]) throw new LockstepError('sf/oauth-grant', notStartedHere);
  try {
    return await redeem(setup, rows[0].subscription_id, rows[0].sealed, answer);
  } catch (thrown) {
    const { code, told: words } = asLockstepError(thrown);
    await setup.pool.query(sql`
      update lockstep.oauth_login set failure = ${JSON.stringify({ code, told: words })}::jsonb where state = ${answer.state}`);
    throw thrown;
  }
}

export interface OAuthAnswer {
  state: string;
  code?: string;
  error?: string;
  errorDescription?: string;
}

const notStartedHere = told`This login was not started here, has been used, or is more than an hour old.`;

/** What came of the login with that state: null while Salesforce has not answered, or when it connected (SET-5). */
export async function oauthFailure(setup: Setup, state: string): Promise<LockstepError | null> {
  const { rows } = await setup.pool.query<{ failure: { code: ErrorCode; told: Told[] } | null }>(sql`
    select failure from lockstep.oauth_login where state = ${state}`);
  if (!rows[0]) return new LockstepError('sf/oauth-grant', notStartedHere);
  const { failure } = rows[0];
  return failure && new LockstepError(failure.code, failure.told);
}

async function redeem(setup: Setup, subscriptionId: number, sealed: string, answer: OAuthAnswer): Promise<Identity> {
  if (!answer.code) throw oauthError(400, answer.error ?? 'no_code', answer.errorDescription);
  const subscription = await readSubscription(setup.pool, subscriptionId);
  const login = JSON.parse(setup.secrets.open(sealed, `oauth/${answer.state}`)) as OAuthLogin;
  const { credentials } = await redeemCode({
    ...login,
    loginUrl: loginUrlOf(setup, login),
    code: answer.code,
    allowedHosts: setup.allowedHosts,
  });
  return storeIfRight(setup, subscription, credentials, Boolean(login.sandbox));
}

async function storeIfRight(
  setup: Setup,
  subscription: Subscription,
  credentials: Credentials,
  sandbox: boolean,
): Promise<Identity> {
  let rotated = credentials;
  const salesforce = await connect(credentials, {
    allowedHosts: setup.allowedHosts,
    otherLoginUrl: otherEnvironment(credentials.loginUrl),
    onCredentialsChanged: async (changed) => {
      rotated = changed;
    },
    log: (entry) => setup.log.debug(entry, 'salesforce'),
  });
  const identity = await salesforce.identity();
  // As it is now: logging in takes a while, and somebody may have started the sync meanwhile.
  const { state, identity: known } = await readSubscription(setup.pool, subscription.id);
  if (state === 'started' && known) refuseAnother(known, identity);
  const connection: ConnectionView = {
    method: credentials.method,
    loginUrl: credentials.loginUrl,
    username: identity.username,
    sandbox: sandbox || identity.isSandbox,
  };
  const sealed = setup.secrets.seal(JSON.stringify(rotated), sealedFor(subscription.id));
  await setup.pool.query(sql`
    update lockstep.subscription
       set credentials = ${sealed}, connection = ${JSON.stringify(connection)}::jsonb,
           identity = case when state = 'started' then identity else ${JSON.stringify(identity)}::jsonb end,
           state = case when state = 'started' or ${known !== null && isSame(known, identity)} then state else 'credentials' end
     where id = ${subscription.id}`);
  if (state === 'started') await setup.scheduleCycle(subscription);
  return identity;
}

/** What was set up with one user is not true for another: its fields are synced and confirmed anew. */
function isSame(known: Identity, found: Identity): boolean {
  return known.organizationId === found.organizationId && known.userId === found.userId;
}

/** SET-7: once started, the same user on the same org may be authenticated again; nobody can take its place. */
function refuseAnother(known: Identity, found: Identity): void {
  if (known.organizationId !== found.organizationId) {
    throw new LockstepError(
      'setup/locked',
      told`These credentials belong to the org ${found.organizationName} (${found.organizationId}); this subscription is bound to ${known.organizationName} (${known.organizationId}).`,
    );
  }
  if (known.userId !== found.userId) {
    throw new LockstepError(
      'setup/locked',
      told`These credentials belong to ${found.username}; the sync user of this subscription is ${known.username}, whose permissions its fields were made by.`,
    );
  }
}

function loginUrlOf(setup: Setup, { loginUrl, sandbox }: LoginPlace): string {
  if (loginUrl) return allowedUrl(loginUrl, setup.allowedHosts).origin;
  return sandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
}
