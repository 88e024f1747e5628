import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { isoTime } from '../../postgres/types.ts';

/** The Salesforce record of a person that takes part in a merge. */
export interface MergeRecord {
  personId: number;
  sfdcId: string;
  sfdcType: 'Lead' | 'Contact';
  /** Of a person account, which is merged as an account. */
  personAccountId: string | null;
}

/** A merge that is under way, or was interrupted. */
export interface MergeIntent {
  id: number;
  winnerId: number;
  loserIds: number[];
  survivorId: number | null;
  records: MergeRecord[];
  keep: Record<string, number>;
  source: string;
  startedAt: string;
}

/** Held while people are merged: who finds an intent under it finds one that was interrupted. */
export const mergeLock = (subscription: { schema: string }): string => `lockstep/merge/${subscription.schema}`;

/** On record before the first call, in a transaction of its own. Returns its id. */
export async function recordIntent(client: Client, intent: Omit<MergeIntent, 'id'>): Promise<number> {
  const { rows } = await client.query<{ id: number }>(sql`
    insert into merge_intent (winner_id, loser_ids, survivor_id, records, keep, source, started_at)
    values (${intent.winnerId}, ${intent.loserIds}::bigint[], ${intent.survivorId}, ${JSON.stringify(intent.records)}::jsonb,
            ${JSON.stringify(intent.keep)}::jsonb, ${intent.source}, ${intent.startedAt}::timestamptz)
    returning id`);
  return rows[0]?.id ?? 0;
}

export async function readIntents(client: Client): Promise<MergeIntent[]> {
  const { rows } = await client.query(`
    select id, winner_id as "winnerId", loser_ids as "loserIds", survivor_id as "survivorId", records, keep, source, started_at
      from merge_intent order by id`);
  return rows.map(({ started_at, ...rest }) => ({ ...rest, startedAt: isoTime(started_at) }));
}

export async function dropIntent(client: Client, id: number): Promise<void> {
  await client.query(sql`delete from merge_intent where id = ${id}`);
}

/** SQL: whether the person takes part in a merge that is under way here, which its own rules end. */
export const isBeingMerged = (person: string): string =>
  `exists (select from merge_intent i where ${person} = i.winner_id or ${person} = any(i.loser_ids))`;
