import type { Logger } from 'pino';
import { LockstepError } from '../errors.ts';
import { withLock } from '../postgres/advisory-lock.ts';
import type { Pool } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { connect } from '../salesforce/connect.ts';
import type { Credentials, Salesforce } from '../salesforce/salesforce.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { readSubscription, type Subscription } from '../subscription/subscription.ts';
import { told } from '../told.ts';

export interface ConnectionOptions {
  pool: Pool;
  secrets: Secrets;
  allowedHosts: readonly string[];
  bulkPatienceSeconds: number;
  /** Unless it is Salesforce's own. */
  pubSubUrl?: string | undefined;
  log: Logger;
}

/** Sealed credentials open only at the subscription they were sealed for. */
export const sealedFor = (subscriptionId: number): string => `subscription/${subscriptionId}`;

/**
 * The open connections of this process, one per subscription, kept from cycle to cycle (a session and its describe cache
 * cost API calls to make again). Stored credentials that changed make a new one.
 */
export function makeConnections(options: ConnectionOptions): (subscription: Subscription) => Promise<Salesforce> {
  const open = new Map<number, { credentials: string; salesforce: Promise<Salesforce> }>();
  return async (subscription) => {
    const { credentials } = await readSubscription(options.pool, subscription.id);
    if (!credentials) throw new LockstepError('setup/wrong-order', told`No credentials have been entered yet.`);
    const known = open.get(subscription.id);
    if (known?.credentials === credentials) return known.salesforce;
    const made = {
      credentials,
      salesforce: openConnection(options, subscription.id, credentials, (c) => {
        made.credentials = c;
      }),
    };
    open.set(subscription.id, made);
    made.salesforce.catch(() => open.delete(subscription.id));
    return made.salesforce;
  };
}

function openConnection(
  { pool, secrets, allowedHosts, pubSubUrl, bulkPatienceSeconds, log }: ConnectionOptions,
  id: number,
  sealed: string,
  onSealed: (sealed: string) => void,
): Promise<Salesforce> {
  const unseal = (envelope: string) => JSON.parse(secrets.open(envelope, sealedFor(id))) as Credentials;
  return connect(unseal(sealed), {
    allowedHosts,
    pubSubUrl,
    // Rotated refresh tokens work once: two processes must not log in with the same one.
    exclusively: (login) => withLock(pool, `lockstep/login/${id}`, login),
    // Salesforce documents compression of Bulk 2.0 results, not of uploads.
    gzipUploads: false,
    bulkPatienceMs: bulkPatienceSeconds * 1000,
    readCredentials: async () => unseal((await readSubscription(pool, id)).credentials ?? sealed),
    async onCredentialsChanged(changed) {
      const envelope = secrets.seal(JSON.stringify(changed), sealedFor(id));
      await pool.query(sql`update lockstep.subscription set credentials = ${envelope} where id = ${id}`);
      onSealed(envelope);
    },
    log: (entry) => log.debug(entry, 'salesforce'),
  });
}
