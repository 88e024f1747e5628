import { activityType } from '../../mapping/render-pull.ts';
import { sql } from '../../postgres/sql.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { Engine } from '../engine.ts';
import { dropIntent, type MergeIntent } from './merge-intent.ts';
import { mergePeople } from './merge-people.ts';
import type { Merged } from './merge-records.ts';

/**
 * Ends a merge here, as far as it was made in Salesforce: those whose records are one by now (`merged`) become one person, and
 * so do people without a record. With `final` the intent is done with; otherwise it stays for those who are not merged yet. Only under
 * the lock of merges. Returns the people who became part of the winner.
 */
export async function endMerge(
  { engine, subscription }: { engine: Engine; subscription: Subscription },
  intent: MergeIntent,
  { merged, final }: { merged: Merged; final: boolean },
): Promise<number[]> {
  const { winnerId, survivorId, records } = intent;
  const isOne = (id: number) => id === survivorId || merged.has(id) || !records.some((r) => r.personId === id);
  return inSubscription(engine.pool, subscription, async (client) => {
    const done = isOne(winnerId) ? intent.loserIds.filter(isOne) : [];
    const { rows } = await client.query<{ id: number }>(sql`
      select id from person where id = any(${[winnerId, ...done]}::bigint[]) order by id for update`);
    const here = new Set(rows.map((row) => row.id));
    const losers = here.has(winnerId) ? done.filter((id) => here.has(id)) : [];
    const contact = records.find((r) => r.personId === survivorId && r.sfdcType === 'Contact');
    const leads = records.filter((r) => r.sfdcType === 'Lead' && merged.has(r.personId)).map((r) => r.sfdcId);
    if (contact) {
      await client.query(sql`
        insert into converted_lead (lead_id, contact_id) select unnest(${leads}::text[]), ${contact.sfdcId}
        on conflict (lead_id) do nothing`);
    }
    const pairs = losers.map((loser) => ({ loser, winner: winnerId }));
    await mergePeople(client, pairs, {
      source: intent.source,
      activity: activityType.mergePeople,
      sumScores: false,
      carryWrites: false,
      here: {
        survivor: losers.includes(survivorId ?? 0) ? survivorId : null,
        keep: intent.keep,
        goneAt: Object.fromEntries([...merged].flatMap(([id, at]) => (at ? [[id, at]] : []))),
      },
    });
    if (final || losers.length === intent.loserIds.length) await dropIntent(client, intent.id);
    return losers;
  });
}
