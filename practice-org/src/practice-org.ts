import type { AddressInfo } from 'node:net';
import type pg from 'pg';
import { type Logger, pino } from 'pino';
import { ApiUsage } from './api-usage.ts';
import { buildApp } from './app.ts';
import { Clock } from './clock.ts';
import { clockSetting } from './clock-setting.ts';
import { openPool } from './database.ts';
import { EventLog } from './events/event-log.ts';
import { selectEntities } from './events/selected-entities.ts';
import { administrator, practiceApp, syncUser } from './identity/default-people.ts';
import { createIdentityTables, seedIdentity } from './identity/identity.ts';
import type { SessionStore } from './identity/session-store.ts';
import { MetadataStore } from './metadata/metadata-store.ts';
import type { OrgContext } from './org-context.ts';
import type { RunningPubSub } from './pubsub/pubsub-server.ts';
import { createIndexes, createSchema, dropSchema } from './schema/create-schema.ts';
import type { OrgPeople } from './seed/org-people.ts';
import { fillOrg, seedNewOrg, type WantedAmounts } from './seed/seed-org.ts';
import { Settings } from './settings.ts';
import { selfSignedCertificate } from './tls/certificate.ts';

export interface PracticeOrgOptions extends WantedAmounts {
  databaseUrl: string;
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** Start over: everything the org holds is dropped first. */
  fresh?: boolean;
  /** The day's limit of API requests, kept from then on; 15,000 as in a Developer Edition unless told. */
  dailyApiRequests?: number | undefined;
  /** Serves HTTPS, with a certificate of its own that is made at each start. */
  tls?: boolean | undefined;
  /** Serves the Pub/Sub API too, on this port; 0 takes a free one. */
  pubSubPort?: number | undefined;
  /** Objects whose changes become events, from then on (Change Data Capture). */
  changeEvents?: readonly string[] | undefined;
  /** How long a subscriber hears nothing before it is told that its stream lives. */
  keepAliveMs?: number;
  logger?: Logger;
}

export interface OrgLogin {
  username: string;
  password: string;
  securityToken: string;
}

/** A running practice org. Its state stays in the database when it stops. */
export interface PracticeOrg {
  readonly url: string;
  readonly port: number;
  /** Of `tls`: what clients have to trust, in PEM. */
  readonly certificate: string | undefined;
  readonly admin: OrgLogin;
  readonly syncUser: OrgLogin;
  readonly connectedApp: { consumerKey: string; consumerSecret: string; callbackUrls: string[] };
  readonly pubSub: RunningPubSub | undefined;
  readonly pool: pg.Pool;
  readonly context: OrgContext;
  stop(): Promise<void>;
}

/** Opens the org kept in a database, making it the first time, and serves it over HTTP. */
export async function startPracticeOrg(options: PracticeOrgOptions): Promise<PracticeOrg> {
  const log = options.logger ?? pino({ level: 'silent' });
  const pool = openPool(options.databaseUrl, log);
  try {
    const context = await openOrg(pool, options, log);
    return await serve(pool, context, options);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function openOrg(pool: pg.Pool, options: PracticeOrgOptions, log: Logger): Promise<OrgContext> {
  if (options.fresh) await dropSchema(pool);
  const created = await createSchema(pool);
  const settings = new Settings(pool);
  await settings.load();
  if (options.dailyApiRequests) await settings.set('dailyApiRequests', options.dailyApiRequests);
  const clock = new Clock();
  clock.offsetMs = settings.get(clockSetting, 0);
  if (!settings.get('people', undefined)) await seedNewOrg(pool, settings, clock.now());
  await createIdentityTables(pool);
  await seedIdentity(pool);
  const people = settings.get<OrgPeople | undefined>('people', undefined) as OrgPeople;
  const added = await fillOrg(pool, people, options, clock.now());
  if (created || added.leads + added.contacts + added.accounts > 0) await createIndexes(pool);
  const usage = new ApiUsage(pool, clock);
  await usage.open();
  const context: OrgContext = {
    pool,
    baseUrl: () => '',
    settings,
    metadata: new MetadataStore(pool),
    clock,
    usage,
    log,
    organizationId: people.organizationId,
  };
  if (options.changeEvents) await selectEntities(context, options.changeEvents);
  return context;
}

async function serve(pool: pg.Pool, opened: OrgContext, options: PracticeOrgOptions): Promise<PracticeOrg> {
  const host = options.host ?? '127.0.0.1';
  let url = '';
  const context: OrgContext = { ...opened, baseUrl: () => url };
  const tls = options.tls ? selfSignedCertificate(new Date()) : undefined;
  const events = new EventLog(pool, context.clock, context.log);
  const app = await buildApp(context, events, tls);
  await app.listen({ port: options.port ?? 0, host });
  const { port } = app.server.address() as AddressInfo;
  url = `${tls ? 'https' : 'http'}://${host}:${port}`;
  events.startTidying();
  const pubSub = await openPubSub(context, events, app.sessions, options);
  return {
    url,
    port,
    certificate: tls?.certificate,
    admin: { ...administrator },
    syncUser: { ...syncUser },
    connectedApp: { ...practiceApp, callbackUrls: await callbackUrls(pool, practiceApp.consumerKey) },
    pubSub,
    pool,
    context,
    async stop() {
      pubSub?.stop();
      await events.close();
      await app.close();
      await context.usage.close();
      await pool.end();
    },
  };
}

/** Loaded when it is wanted: gRPC takes a while to load. */
async function openPubSub(
  context: OrgContext,
  events: EventLog,
  sessions: SessionStore,
  { pubSubPort, host = '127.0.0.1', keepAliveMs = 270_000 }: PracticeOrgOptions,
): Promise<RunningPubSub | undefined> {
  if (pubSubPort === undefined) return undefined;
  const { servePubSub } = await import('./pubsub/pubsub-server.ts');
  return servePubSub(context, events, sessions, { host, port: pubSubPort, keepAliveMs });
}

async function callbackUrls(pool: pg.Pool, consumerKey: string): Promise<string[]> {
  const { rows } = await pool.query('select callback_urls from setup.connected_app where consumer_key = $1', [
    consumerKey,
  ]);
  return rows[0]?.callback_urls ?? [];
}
