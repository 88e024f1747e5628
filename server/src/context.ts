import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Config, unknownVariables } from './config.ts';
import { openQueue, type Queue } from './jobs/queue.ts';
import { type Log, makeLog } from './log.ts';
import { type MailSettings, readMailSettings } from './mail/mail-settings.ts';
import { openEmbedded } from './postgres/embedded.ts';
import { migrate } from './postgres/migrate.ts';
import { makePool, mustAnswer, type Pool } from './postgres/pool.ts';
import { readMasterKeys } from './secrets/master-key.ts';
import { makeSecrets, type Secrets } from './secrets/secrets.ts';
import { makeServices, type Services } from './services.ts';
import { tasksAtOnce } from './sync/in-order.ts';

/** What the parts of the program need, built by hand in one place. Disposing it closes everything it opened. */
export interface Context extends Services, AsyncDisposable {
  readonly config: Config;
  readonly log: Log;
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly secrets: Secrets;
  /** For adding jobs; worker.ts works on them. */
  readonly queue: Queue;
  /** Where e-mails go out; null when there is no mail server. */
  readonly mail: MailSettings | null;
  /** What /metrics shows. Parts of the program register their own numbers here. */
  readonly metrics: Registry;
}

export interface ContextOptions {
  /** Names this process in logs and in pg_stat_activity: `lockstep start`. */
  name: string;
  log?: Log;
}

export async function openContext(config: Config, options: ContextOptions): Promise<Context> {
  const log = options.log ?? makeLog(config.logLevel, options.name);
  for (const name of unknownVariables(process.env))
    log.warn(`${name} is not an option of Lockstep; see docs/config.md`);

  const mail = readMailSettings(config);
  await using opened = new AsyncDisposableStack();
  const databaseUrl = config.databaseUrl ?? opened.use(await openEmbedded(config.dataDir)).url;
  const pool = makePool({
    url: databaseUrl,
    applicationName: options.name,
    // Each job may hold two connections for every step at work (sync/in-order.ts) and one beside them; the rest serves requests.
    max: config.workers * (2 * tasksAtOnce + 1) + 8,
    onIdleError: (error) => log.warn({ err: error }, 'a database connection broke; it will be replaced'),
  });
  opened.defer(() => pool.end());
  await mustAnswer(pool);
  for (const { number, name } of await migrate(pool)) log.info({ migration: `${number} ${name}` }, 'database changed');
  const secrets = makeSecrets(readMasterKeys(config));

  const queue = opened.use(await openQueue(databaseUrl, log));
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });

  const owned = opened.move();
  return {
    ...makeServices({ config, log, pool, secrets, queue }),
    config,
    log,
    databaseUrl,
    pool,
    secrets,
    queue,
    mail,
    metrics,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
