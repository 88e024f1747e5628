import { connect } from '../connect.ts';
import type { LogEntry } from '../request.ts';
import { type Salesforce, soapLoginVersion } from '../salesforce.ts';
import { loginAnswer, type Player, playOrg, type RecordedOrg } from './recorded-org.ts';

/** For tests only: a connection to a recorded org that answers logins by itself. */
export interface Connected extends AsyncDisposable {
  salesforce: Salesforce;
  org: RecordedOrg;
  /** The requests after the login. */
  calls(): { method: string; path: string }[];
  logins(): number;
  log: LogEntry[];
}

export async function connectTo(player: Player, options: { timeoutMs?: number } = {}): Promise<Connected> {
  const org: RecordedOrg = await playOrg((request, asked) =>
    isLogin(request.path) ? loginAnswer(org.url, `session-${asked}`) : player(request, asked),
  );
  const log: LogEntry[] = [];
  const salesforce = await connect(
    { method: 'password', loginUrl: org.url, username: 'sync@acme.example', password: 'p', securityToken: 't' },
    { allowedHosts: [org.host], timeoutMs: 5000, backoffMs: 1, log: (entry) => log.push(entry), ...options },
  );
  return {
    salesforce,
    org,
    log,
    calls: () => org.requests.filter(({ path }) => !isLogin(path)).map(({ method, path }) => ({ method, path })),
    logins: () => org.requests.filter(({ path }) => isLogin(path)).length,
    [Symbol.asyncDispose]: () => org[Symbol.asyncDispose](),
  };
}

const isLogin = (path: string) => path === `/services/Soap/u/${soapLoginVersion}`;

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
