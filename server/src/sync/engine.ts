import type { Logger } from 'pino';
import type { Pool } from '../postgres/pool.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import type { Subscription } from '../subscription/subscription.ts';

/** What the sync needs of the program; built in context.ts. */
export interface Engine {
  readonly pool: Pool;
  readonly log: Logger;
  readonly settings: SyncSettings;
  /** The open connection of a subscription, made on first use and kept between cycles. */
  connect(subscription: Subscription): Promise<Salesforce>;
}

export interface SyncSettings {
  cycleRestSeconds: number;
  overlapSeconds: number;
  bulkPageRows: number;
  bulkThresholdRows: number;
  stepHistoryDays: number;
  /** 0: never. */
  compareIdsHours: number;
}
