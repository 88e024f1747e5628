import { allowedUrl } from './hosts.ts';
import { jwtAssertion, requestToken, type TokenAnswer } from './oauth.ts';
import type { Session } from './open-session.ts';
import type { Credentials } from './salesforce.ts';
import { soapLogin } from './soap-login.ts';

export interface SessionOptions {
  allowedHosts: readonly string[];
  timeoutMs: number;
  /** Stores credentials that Salesforce changed (a rotated refresh token). They are used only after it resolved. */
  onCredentialsChanged?: (credentials: Credentials) => Promise<void>;
  /**
   * Reads the stored credentials; asked before every login, because another process may have rotated them. Where refresh
   * tokens rotate, using an old one makes Salesforce revoke the new one too.
   */
  readCredentials?: () => Promise<Credentials>;
  /** Runs a login while no other process logs in with these credentials (a lock in the database). */
  exclusively?: <T>(login: () => Promise<T>) => Promise<T>;
}

/** Holds the session of one org and renews it, once for everybody who finds it expired at the same time. */
export class SessionKeeper {
  readonly #options: SessionOptions;
  #credentials: Credentials;
  #session: Session | null = null;
  #opening: Promise<Session> | null = null;
  /** A rotated refresh token that could not be stored yet. The old one is dead, so it must not be forgotten. */
  #unstored = false;

  constructor(credentials: Credentials, options: SessionOptions) {
    this.#credentials = credentials;
    this.#options = options;
  }

  async current(): Promise<Session> {
    return this.#session ?? this.#open();
  }

  /** A session other than `expired`. */
  async renew(expired: Session): Promise<Session> {
    if (this.#session === expired) this.#session = null;
    return this.current();
  }

  #open(): Promise<Session> {
    const { exclusively = (login) => login() } = this.#options;
    this.#opening ??= exclusively(() => this.#logIn()).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #logIn(): Promise<Session> {
    if (this.#unstored) await this.#storeCredentials();
    else this.#credentials = (await this.#options.readCredentials?.()) ?? this.#credentials;
    const session = await this.#authenticate();
    session.instanceUrl = allowedUrl(session.instanceUrl, this.#options.allowedHosts).origin;
    this.#session = session;
    return session;
  }

  async #authenticate(): Promise<Session> {
    const credentials = this.#credentials;
    if (credentials.method === 'password') return this.#loginWithPassword(credentials);
    const answer = await this.#requestToken(credentials);
    if (credentials.method === 'oauth') await this.#keepRotated(credentials, answer.refreshToken);
    return answer.session;
  }

  #loginWithPassword(credentials: Extract<Credentials, { method: 'password' }>): Promise<Session> {
    const loginUrl = allowedUrl(credentials.loginUrl, this.#options.allowedHosts);
    const { username, password, securityToken } = credentials;
    return soapLogin({ loginUrl, username, password, securityToken, timeoutMs: this.#options.timeoutMs });
  }

  #requestToken(credentials: Exclude<Credentials, { method: 'password' }>): Promise<TokenAnswer> {
    const { allowedHosts, timeoutMs } = this.#options;
    return requestToken(tokenForm(credentials), { loginUrl: credentials.loginUrl, allowedHosts, timeoutMs });
  }

  async #keepRotated(credentials: Extract<Credentials, { method: 'oauth' }>, rotated: string | null): Promise<void> {
    if (!rotated || rotated === credentials.refreshToken) return;
    this.#credentials = { ...credentials, refreshToken: rotated };
    this.#unstored = true;
    await this.#storeCredentials();
  }

  async #storeCredentials(): Promise<void> {
    await this.#options.onCredentialsChanged?.(this.#credentials);
    this.#unstored = false;
  }
}

function tokenForm(credentials: Exclude<Credentials, { method: 'password' }>): Record<string, string> {
  if (credentials.method === 'jwt-bearer') {
    return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: jwtAssertion(credentials) };
  }
  const client = { client_id: credentials.consumerKey, client_secret: credentials.consumerSecret };
  if (credentials.method === 'client-credentials') return { grant_type: 'client_credentials', ...client };
  return { grant_type: 'refresh_token', refresh_token: credentials.refreshToken, ...client };
}
