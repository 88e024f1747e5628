import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Clock } from '../clock.ts';
import { apiRefusal, type Refusal } from './api-access.ts';
import type { Caller } from './caller.ts';
import { identitySettings } from './identity-settings.ts';

export type SessionKind = 'soap' | 'oauth' | 'page';

export interface Session {
  caller: Caller;
  kind: SessionKind;
  /** Which connected app asked for it; null for SOAP and for pages. */
  consumerKey: string | null;
  scope: string | null;
  issuedAt: Date;
  expiresAt: Date;
  /** Set when this session is real but may not call the API: expired password, API not enabled. */
  refusal: Refusal | undefined;
}

export interface NewSession {
  caller: Caller;
  kind: SessionKind;
  consumerKey?: string;
  scope?: string;
  /** The refresh token this session came from, so that revoking the one ends the other. */
  refreshFamily?: string;
}

/** How long a session row may be trusted unread. Ending a session in this process is seen at once regardless. */
const trustedForMs = 1_000;
/** Keeps a client that logs in for every request from growing the cache without end. */
const mostCached = 10_000;

/** Expired sessions are swept out now and then: some clients log in for every request. */
const opensBetweenSweeps = 500;

/** The sessions of an org. Only hashes are stored: who reads the database can't impersonate anybody. */
export class SessionStore {
  readonly #pool: pg.Pool;
  readonly #clock: Clock;
  #opened = 0;
  /** Counts what ended sessions: one that was read before such a moment and arrives after it may be over. */
  #endings = 0;
  readonly #cache = new Map<string, { session: Session; trustedUntil: number }>();

  constructor(pool: pg.Pool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Opens one more session and returns its id, which is not kept anywhere. */
  async open(session: NewSession): Promise<{ sessionId: string; expiresAt: Date }> {
    const { sessionSeconds } = await identitySettings(this.#pool);
    if (this.#opened++ % opensBetweenSweeps === 0) {
      await this.#pool.query('delete from setup.session where expires_at < setup.now()');
    }
    const sessionId = makeSessionId(session.caller.organizationId);
    const { rows } = await this.#pool.query<{ expires_at: Date }>(
      `insert into setup.session (session_hash, user_id, kind, consumer_key, scope, refresh_family, expires_at)
       values ($1, $2, $3, $4, $5, $6, setup.now() + make_interval(secs => $7))
       returning expires_at`,
      [
        hashOf(sessionId),
        session.caller.userId,
        session.kind,
        session.consumerKey ?? null,
        session.scope ?? null,
        session.refreshFamily ?? null,
        sessionSeconds,
      ],
    );
    return { sessionId, expiresAt: rows[0]?.expires_at ?? new Date() };
  }

  /** The live session with this id, or undefined. Using a session past half of its life prolongs it. */
  async find(sessionId: string): Promise<Session | undefined> {
    const hash = hashOf(sessionId);
    const key = hash.toString('base64');
    const cached = this.#cache.get(key);
    const now = this.#clock.instant().getTime();
    if (cached && cached.trustedUntil > now && cached.session.expiresAt.getTime() > now) return cached.session;
    this.#cache.delete(key);
    const endings = this.#endings;
    const session = await this.#read(hash);
    if (session && endings === this.#endings) this.#remember(key, session, now);
    return session;
  }

  async end(sessionId: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('delete from setup.session where session_hash = $1', [
      hashOf(sessionId),
    ]);
    this.forget();
    return rowCount === 1;
  }

  async endAllOfUser(userId: string): Promise<void> {
    await this.#pool.query('delete from setup.session where user_id = $1', [userId]);
    this.forget();
  }

  async endAllOfRefreshFamily(family: string): Promise<void> {
    await this.#pool.query('delete from setup.session where refresh_family = $1', [family]);
    this.forget();
  }

  async endAll(): Promise<void> {
    await this.#pool.query(`delete from setup.session where kind <> 'page'`);
    this.forget();
  }

  /** Makes the next look-up read the database: for sessions that ended, changes of users, profiles and settings. */
  forget(): void {
    this.#endings += 1;
    this.#cache.clear();
  }

  async #read(hash: Buffer): Promise<Session | undefined> {
    const { rows } = await this.#pool.query<SessionRow>(
      `select s.kind, s.consumer_key, s.scope, s.created_at, s.expires_at,
              s.expires_at - setup.now() < (s.expires_at - s.prolonged_at) / 2 as half_used,
              u."Id" as user_id, u."ProfileId" as profile_id, u."Username" as username, o."Id" as organization_id
         from setup.session s
         join org."User" u on u."Id" = s.user_id and u."IsActive"
        cross join (select "Id" from org."Organization" limit 1) o
        where s.session_hash = $1 and s.expires_at > setup.now()`,
      [hash],
    );
    const row = rows[0];
    if (!row) return undefined;
    const expiresAt = row.half_used ? await this.#prolong(hash) : row.expires_at;
    return {
      caller: {
        userId: row.user_id,
        profileId: row.profile_id,
        username: row.username,
        organizationId: row.organization_id,
      },
      kind: row.kind,
      consumerKey: row.consumer_key,
      scope: row.scope,
      issuedAt: row.created_at,
      expiresAt,
      refusal: await apiRefusal(this.#pool, { userId: row.user_id, profileId: row.profile_id }),
    };
  }

  async #prolong(hash: Buffer): Promise<Date> {
    const { sessionSeconds } = await identitySettings(this.#pool);
    const { rows } = await this.#pool.query<{ expires_at: Date }>(
      `update setup.session set prolonged_at = setup.now(), expires_at = setup.now() + make_interval(secs => $2)
        where session_hash = $1 returning expires_at`,
      [hash, sessionSeconds],
    );
    return rows[0]?.expires_at ?? new Date();
  }

  #remember(key: string, session: Session, now: number): void {
    if (this.#cache.size >= mostCached) this.#cache.clear();
    this.#cache.set(key, { session, trustedUntil: now + trustedForMs });
  }
}

interface SessionRow {
  kind: SessionKind;
  consumer_key: string | null;
  scope: string | null;
  created_at: Date;
  expires_at: Date;
  half_used: boolean;
  user_id: string;
  profile_id: string;
  username: string;
  organization_id: string;
}

/** As Salesforce's: the 15-character org id, an exclamation mark, and letters, digits, dots and underscores. */
function makeSessionId(organizationId: string): string {
  const secret = randomBytes(69).toString('base64').replaceAll('+', '.').replaceAll('/', '_');
  return `${organizationId.slice(0, 15)}!AQ${secret}`;
}

export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
