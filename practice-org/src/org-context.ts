import type pg from 'pg';
import type { Logger } from 'pino';
import type { ApiUsage } from './api-usage.ts';
import type { Clock } from './clock.ts';
import type { MetadataStore } from './metadata/metadata-store.ts';
import type { Settings } from './settings.ts';

/** What every part of the running org shares. */
export interface OrgContext {
  readonly pool: pg.Pool;
  /** `http://host:port`, known once the server listens. */
  baseUrl(): string;
  readonly settings: Settings;
  readonly metadata: MetadataStore;
  readonly clock: Clock;
  readonly usage: ApiUsage;
  readonly log: Logger;
  readonly organizationId: string;
}
