import { Connection } from '@jsforce/jsforce-node';
import type { StepView } from '@lockstep/contract/status.ts';
import { pino } from 'pino';
import type { PracticeOrg } from '../../../../practice-org/src/practice-org.ts';
import { startTestOrg } from '../../../../practice-org/src/test-org.ts';
import { type Client, makePool } from '../../postgres/pool.ts';
import { makeSecrets } from '../../secrets/secrets.ts';
import type { Setup } from '../../setup/setup.ts';
import { openSubscription, readSubscription, type Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { makeMigratedDatabase } from '../../test-database.ts';
import { makeConnections } from '../connections.ts';
import { type CycleResult, runCycle } from '../cycle.ts';
import type { Engine, SyncSettings } from '../engine.ts';
import { readSteps } from '../status.ts';
import { connectOrg } from './connect-org.ts';
import { switchFaults } from './faults.ts';

/** A practice org, reached over HTTP, and the engine on a database of its own: what the sync is in production, without jobs. */
export interface TestSync extends AsyncDisposable {
  org: PracticeOrg;
  /** The org's administrator, through a client that we did not write. */
  admin: Connection;
  engine: Engine;
  setup: Setup;
  /** As LOCKSTEP_SECRET_KEY takes it, for other processes on the same database. */
  masterKey: string;
  subscription(): Promise<Subscription>;
  /** Credentials, sync fields, confirm, finish mappings, start. */
  connect(): Promise<void>;
  cycle(): Promise<CycleResult>;
  /** The steps of the newest cycle, oldest first. */
  steps(): Promise<StepView[]>;
  /** Makes the org misbehave until it is called with an empty plan. */
  faults(plan: Record<string, unknown>): Promise<void>;
  run<T>(work: (client: Client) => Promise<T>): Promise<T>;
  rows<T = Record<string, unknown>>(statement: string): Promise<T[]>;
}

export interface TestSyncOptions {
  settings?: Partial<SyncSettings>;
  leads?: number;
  contacts?: number;
  accounts?: number;
  dailyApiRequests?: number;
  /** Objects whose changes are events; with it the Pub/Sub API is served too. */
  changeEvents?: string[];
}

export async function startTestSync(options: TestSyncOptions = {}): Promise<TestSync> {
  await using opened = new AsyncDisposableStack();
  const { leads, contacts, accounts, dailyApiRequests, changeEvents } = options;
  const pubSub = changeEvents && { changeEvents, pubSubPort: 0 };
  const { org } = opened.use(await startTestOrg({ leads, contacts, accounts, dailyApiRequests, ...pubSub }));
  const database = opened.use(await makeMigratedDatabase());
  const pool = makePool({ url: database.url, applicationName: 'test' });
  opened.defer(() => pool.end());

  const admin = new Connection({ loginUrl: org.url });
  await admin.login(org.admin.username, org.admin.password + org.admin.securityToken);

  const log = pino({ level: process.env.LOCKSTEP_LOG_LEVEL ?? 'silent' });
  const masterKey = Buffer.alloc(32, 7);
  const secrets = makeSecrets({ current: masterKey, old: [] });
  const pubSubUrl = `http://${org.pubSub?.plainEndpoint ?? 'no.pubsub.example'}`;
  const allowedHosts = [org.url, pubSubUrl].map((url) => new URL(url).host);
  const connect = makeConnections({ pool, secrets, allowedHosts, pubSubUrl, bulkPatienceSeconds: 1800, log });
  const settings: SyncSettings = {
    cycleRestSeconds: 300,
    overlapSeconds: 300,
    bulkPageRows: 50_000,
    bulkThresholdRows: 10_000,
    stepHistoryDays: 30,
    compareIdsHours: 24,
    ...options.settings,
  };
  const engine: Engine = { pool, log, settings, connect };
  const setup: Setup = { pool, log, secrets, allowedHosts, settings, connect, scheduleCycle: async () => {} };
  const { id } = await openSubscription(pool);
  const subscription = () => readSubscription(pool, id);
  const run = async <T>(work: (client: Client) => Promise<T>) => inSubscription(pool, await subscription(), work);

  const owned = opened.move();
  return {
    org,
    admin,
    engine,
    setup,
    masterKey: masterKey.toString('base64'),
    subscription,
    connect: () => connectOrg(setup, org),
    faults: (plan) => switchFaults(org, plan),
    cycle: async () => runCycle(engine, await subscription()),
    steps: async () => {
      const [{ id: cycleId }] = (await run((client) => client.query('select max(id) as id from sync_cycle'))).rows;
      const ids = (await run((client) => client.query(`select id from step where cycle_id = ${cycleId}`))).rows.map(
        (r) => r.id,
      );
      return (await run((client) => readSteps(client, { limit: 100 }))).filter((s) => ids.includes(s.id)).reverse();
    },
    run,
    rows: async <T>(statement: string) => (await run((client) => client.query(statement))).rows as T[],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
