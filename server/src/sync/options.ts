import type { SyncOptionChanges, SyncOptions } from '@lockstep/contract/flow.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { followChoice } from './activities/queue-tasks.ts';

/** Salesforce itself writes [not provided] where a conversion lacks a company. */
const defaults: SyncOptions = {
  defaultLastName: '[not provided]',
  defaultCompany: '[not provided]',
  onMatch: 'link',
  allowDuplicates: false,
  // As other clients of the API: only pages of Salesforce mail by themselves.
  notifyOwner: false,
  fallbackOwnerId: null,
  campaignSync: true,
  // A fifth of the requests is left to other integrations and to people.
  apiBudgetPercent: 80,
  cyclePauseSeconds: null,
  verifyHours: 168,
  verifyRepair: false,
  activitiesToSalesforce: [],
  // A call for every 2,000 records, or some ten for any number by Bulk.
  formulaRefreshHours: 6,
  changeEvents: true,
};

/** The sync options (SYN-15). Only what was changed is stored, so a better default reaches everyone else. */
export async function readOptions(client: Client): Promise<SyncOptions> {
  const { rows } = await client.query<{ options: Partial<SyncOptions> }>('select options from sync_state');
  return { ...defaults, ...rows[0]?.options };
}

export async function changeOptions(client: Client, changes: SyncOptionChanges): Promise<SyncOptions> {
  const before = await readOptions(client);
  await client.query(sql`update sync_state set options = options || ${JSON.stringify(changes)}::jsonb`);
  const after = await readOptions(client);
  await followChoice(client, before.activitiesToSalesforce, after.activitiesToSalesforce);
  return after;
}
