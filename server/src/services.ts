import type { Config } from './config.ts';
import type { Queue } from './jobs/queue.ts';
import { scheduleCycle } from './jobs/sync-cycle.ts';
import type { Log } from './log.ts';
import type { Pool } from './postgres/pool.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { Setup } from './setup/setup.ts';
import { makeConnections } from './sync/connections.ts';
import type { Engine } from './sync/engine.ts';

/** The sync engine and the set-up, wired to what the program opened. */
export interface Services {
  readonly engine: Engine;
  readonly setup: Setup;
}

export interface Opened {
  config: Config;
  log: Log;
  pool: Pool;
  secrets: Secrets;
  queue: Queue;
}

export function makeServices({ config, log, pool, secrets, queue }: Opened): Services {
  const allowedHosts = config.allowedHosts;
  const { bulkPatienceSeconds, pubSubUrl } = config;
  const connect = makeConnections({ pool, secrets, allowedHosts, pubSubUrl, bulkPatienceSeconds, log });
  const engine: Engine = { pool, log: log.child({ part: 'sync' }), settings: config, connect };
  const setup: Setup = {
    pool,
    log: log.child({ part: 'setup' }),
    secrets,
    allowedHosts,
    settings: config,
    connect,
    scheduleCycle: (subscription) => scheduleCycle(engine, queue, subscription, 0),
  };
  return { engine, setup };
}
