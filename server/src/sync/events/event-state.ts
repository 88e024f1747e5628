import type { ChangeEventsView } from '@lockstep/contract/status.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { isoTime } from '../../postgres/types.ts';
import { readOptions } from '../options.ts';

/** Whether somebody listens, and why not; read by the status and by nothing of the sync. */
export async function noteState(
  client: Client,
  state: ChangeEventsView['state'],
  reason: string | null = null,
): Promise<void> {
  await client.query(sql`
    update change_events set state = ${state}, reason = ${reason}, changed_at = now()
     where (state, reason) is distinct from (${state}, ${reason})`);
}

export async function readReplayId(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ replay_id: string | null }>('select replay_id from change_events');
  return rows[0]?.replay_id ?? null;
}

/** The events after it are gone: begin again with what happens from now on. */
export async function forgetReplayId(client: Client): Promise<void> {
  await client.query('update change_events set replay_id = null');
}

/** A batch is taken: what it woke and where to go on, in one statement, so that neither is without the other. */
export async function takeBatch(
  client: Client,
  batch: { replayId: string | null; objects: readonly string[]; received: number; own: number },
): Promise<void> {
  await client.query(sql`
    update change_events
       set replay_id = coalesce(${batch.replayId}, replay_id), received = received + ${batch.received}, own = own + ${batch.own},
           due = array(select distinct unnest(due || ${batch.objects}::text[])),
           last_event_at = case when ${batch.received} > 0 then now() else last_event_at end`);
}

/** The objects to pull early; from here on they are their taker's. What it fails to do is left to the next cycle. */
export async function takeDue(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ due: string[] }>(`
    update change_events e set due = '{}'
      from (select due from change_events for update) before
     where before.due <> '{}' returning before.due`);
  return rows[0]?.due ?? [];
}

export async function readChangeEvents(client: Client): Promise<ChangeEventsView> {
  const row = (await client.query('select * from change_events')).rows[0];
  const { changeEvents } = await readOptions(client);
  return {
    state: changeEvents ? row.state : 'off',
    reason: changeEvents ? row.reason : 'Turned off in the sync options.',
    since: isoTime(row.changed_at),
    received: row.received,
    own: row.own,
    lastEventAt: isoTime(row.last_event_at),
  };
}
