import type { Readable } from 'node:stream';
import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import * as ingest from './bulk-ingest.ts';
import * as bulkQuery from './bulk-query.ts';
import { createRecords, deleteRecords, updateRecords } from './collections.ts';
import { Describer } from './describe.ts';
import { allowedUrl, environmentOf, eventsUrl, pubSubApi } from './hosts.ts';
import { checkEnvironment, readIdentity } from './identity.ts';
import type { Session } from './open-session.ts';
import { readChangeEvents } from './pubsub/change-events.ts';
import { countRows, explainQuery, queryPages, readSmallQueries } from './query.ts';
import { type LogEntry, Requester } from './request.ts';
import type {
  ApiUsage,
  ChangeBatch,
  CountQuery,
  Credentials,
  Identity,
  JobWatch,
  LeadConversion,
  MergeRequest,
  NotifyingCreate,
  QueryPage,
  Salesforce,
  SaveHeaders,
  UpdateOptions,
} from './salesforce.ts';
import { SessionKeeper } from './session.ts';
import { convertLeads, createNotifying, findDuplicates, mergeRecords } from './soap-calls.ts';
import { soapLogin } from './soap-login.ts';

export interface ConnectOptions {
  /** Hosts besides Salesforce's own: `host` or `host:port`; these may be http. */
  allowedHosts: readonly string[];
  /** Where change events come from, unless it is Salesforce's own address. */
  pubSubUrl?: string | undefined;
  /** Stores credentials that Salesforce changed (a rotated refresh token). They are used only after it resolved. */
  onCredentialsChanged?: (credentials: Credentials) => Promise<void>;
  /** Reads the stored credentials before every login; see SessionOptions. Needed where several processes run. */
  readCredentials?: () => Promise<Credentials>;
  /** Runs a login while no other process logs in with these credentials; see SessionOptions. */
  exclusively?: <T>(login: () => Promise<T>) => Promise<T>;
  /**
   * The login address of the other kind of org (`otherEnvironment(loginUrl)`). When a password is refused, it is tried
   * there once: Salesforce gives the same answer to a wrong password and to a right one at the wrong host. For the set-up
   * page only, where somebody has just ticked or not ticked the Sandbox box.
   */
  otherLoginUrl?: string | null;
  /** The longest silence of Salesforce. A query may take two minutes before it answers. */
  timeoutMs?: number;
  /** The longest silence of a login. */
  loginTimeoutMs?: number;
  /** The first pause before a repetition. */
  backoffMs?: number;
  /** Compress Bulk uploads; on unless a proxy in between can't take it. */
  gzipUploads?: boolean;
  /** How long a Bulk job may stand still. */
  bulkPatienceMs?: number;
  log?: (entry: LogEntry) => void;
}

/** Opens a session by the method of the credentials. Every way this can fail has its own `sf/` code (SPEC SET-5). */
export async function connect(credentials: Credentials, options: ConnectOptions): Promise<Salesforce> {
  const { allowedHosts, onCredentialsChanged, readCredentials, exclusively, loginTimeoutMs = 30_000 } = options;
  const sessions = new SessionKeeper(credentials, {
    allowedHosts,
    timeoutMs: loginTimeoutMs,
    onCredentialsChanged,
    readCredentials,
    exclusively,
  });
  const session = await sessions.current().catch((error: unknown) => tellEnvironment(error, credentials, options));
  const requester = new Requester(sessions, {
    allowedHosts,
    timeoutMs: options.timeoutMs ?? 125_000,
    backoffMs: options.backoffMs ?? 250,
    log: options.log,
  });
  const org = new ConnectedOrg(requester, sessions, session.instanceUrl, options);
  await refuseWrongEnvironment(org, session, credentials.loginUrl);
  return org;
}

/** Costs a call only where the login host promises a kind of org and the answer to the login did not name it. */
async function refuseWrongEnvironment(org: Salesforce, session: Session, loginUrl: string): Promise<void> {
  if (environmentOf(loginUrl) === null) return;
  checkEnvironment(loginUrl, session.isSandbox ?? (await org.identity()).isSandbox);
}

/** Rethrows the error of a login; as `sf/wrong-environment` when the same credentials are right at the other host. */
async function tellEnvironment(error: unknown, credentials: Credentials, options: ConnectOptions): Promise<never> {
  const refused = error instanceof LockstepError && error.code === 'sf/invalid-login';
  if (!refused || credentials.method !== 'password' || !options.otherLoginUrl) throw error;
  const loginUrl = allowedUrl(options.otherLoginUrl, options.allowedHosts);
  const { username, password, securityToken } = credentials;
  const elsewhere = { loginUrl, username, password, securityToken, timeoutMs: options.loginTimeoutMs ?? 30_000 };
  await soapLogin(elsewhere).catch(() => {
    throw error;
  });
  throw new LockstepError('sf/wrong-environment', told`The same credentials are right at ${loginUrl.host}.`);
}

class ConnectedOrg implements Salesforce {
  readonly instanceUrl: string;
  readonly #requester: Requester;
  readonly #sessions: SessionKeeper;
  readonly #describer: Describer;
  readonly #options: ConnectOptions;
  readonly #patienceMs: number;
  #identity: Promise<Identity> | null = null;

  constructor(requester: Requester, sessions: SessionKeeper, instanceUrl: string, options: ConnectOptions) {
    this.#requester = requester;
    this.#sessions = sessions;
    this.#describer = new Describer(requester);
    this.#options = options;
    this.#patienceMs = options.bulkPatienceMs ?? 1_800_000;
    this.instanceUrl = instanceUrl;
  }

  get calls(): number {
    return this.#requester.calls;
  }

  get usage(): ApiUsage | null {
    return this.#requester.usage;
  }

  get serverTime(): Date | null {
    return this.#requester.serverTime;
  }

  get clock(): Date | null {
    return this.#requester.clock;
  }

  /** Asked once: neither the org nor the user of a connection changes. */
  identity(): Promise<Identity> {
    this.#identity ??= this.#sessions.current().then((session) => readIdentity(this.#requester, session));
    this.#identity.catch(() => {
      this.#identity = null;
    });
    return this.#identity;
  }

  async *changeEvents(after: string | null, signal: AbortSignal): AsyncGenerator<ChangeBatch> {
    const { pubSubUrl = pubSubApi, allowedHosts } = this.#options;
    const url = eventsUrl(pubSubUrl, this.instanceUrl, allowedHosts);
    const { organizationId } = await this.identity();
    const session = await this.#sessions.current();
    try {
      yield* readChangeEvents({ url, session, organizationId, after, signal });
    } catch (error) {
      if (error instanceof LockstepError && error.code === 'sf/session-expired') await this.#sessions.renew(session);
      throw error;
    }
  }

  describeGlobal() {
    return this.#describer.names();
  }

  describe(objects: string[]) {
    return this.#describer.describe(objects);
  }

  counts(queries: CountQuery[]): Promise<number[]> {
    return countRows(this.#requester, queries);
  }

  smallQueries(queries: CountQuery[]): Promise<Record<string, unknown>[][]> {
    return readSmallQueries(this.#requester, queries);
  }

  query(soql: string, options?: { all?: boolean; batchSize?: number }): AsyncIterable<QueryPage> {
    return queryPages(this.#requester, soql, options);
  }

  explain(soql: string) {
    return explainQuery(this.#requester, soql);
  }

  createQueryJob(soql: string, options?: { all?: boolean }) {
    return bulkQuery.createQueryJob(this.#requester, soql, options?.all ?? false);
  }

  waitForQueryJob(id: string, options?: JobWatch) {
    return bulkQuery.waitForQueryJob(this.#requester, id, { ...options, patienceMs: this.#patienceMs });
  }

  getQueryJob(id: string) {
    return bulkQuery.getQueryJob(this.#requester, id);
  }

  readQueryResults(id: string, options: { locator: string | null; maxRecords: number }) {
    return bulkQuery.readQueryResults(this.#requester, id, options);
  }

  abortQueryJob(id: string) {
    return bulkQuery.abortQueryJob(this.#requester, id);
  }

  deleteQueryJob(id: string) {
    return bulkQuery.deleteQueryJob(this.#requester, id);
  }

  createRecords(object: string, records: Record<string, unknown>[], headers?: SaveHeaders) {
    return createRecords(this.#requester, object, records, headers);
  }

  updateRecords(object: string, records: Record<string, unknown>[], options?: UpdateOptions) {
    return updateRecords(this.#requester, object, records, options);
  }

  deleteRecords(ids: string[]) {
    return deleteRecords(this.#requester, ids);
  }

  createNotifying(object: string, records: Record<string, unknown>[], how: NotifyingCreate) {
    return createNotifying(this.#requester, object, records, how);
  }

  findDuplicates(object: string, records: Record<string, unknown>[]) {
    return findDuplicates(this.#requester, object, records);
  }

  convertLeads(conversions: LeadConversion[]) {
    return convertLeads(this.#requester, conversions);
  }

  mergeRecords(request: MergeRequest) {
    return mergeRecords(this.#requester, request);
  }

  createIngestJob(object: string, operation: 'insert' | 'update' | 'delete') {
    return ingest.createIngestJob(this.#requester, object, operation);
  }

  uploadIngestData(id: string, csv: Readable) {
    return ingest.uploadIngestData(this.#requester, id, csv, this.#options.gzipUploads ?? true);
  }

  closeIngestJob(id: string) {
    return ingest.closeIngestJob(this.#requester, id);
  }

  getIngestJob(id: string) {
    return ingest.getIngestJob(this.#requester, id);
  }

  waitForIngestJob(id: string, options?: JobWatch) {
    return ingest.waitForIngestJob(this.#requester, id, { ...options, patienceMs: this.#patienceMs });
  }

  readIngestResults(id: string, which: ingest.IngestResult) {
    return ingest.readIngestResults(this.#requester, id, which);
  }

  abortIngestJob(id: string) {
    return ingest.abortIngestJob(this.#requester, id);
  }
}
