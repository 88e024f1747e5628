import { sql } from '../../postgres/sql.ts';
import { classifyRecordError } from '../../salesforce/classify.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { outcomesOf } from '../save-outcomes.ts';
import type { MemberSync } from './member-sync.ts';

interface CampaignValues {
  programId: number;
  campaignId: string;
  type: string;
  /** The total of the period costs; null when there are none. */
  cost: number | null;
  /** A cost that was entered in Salesforce stays as long as there is none here. */
  costChanged: boolean;
}

/** The channel becomes the campaign's Type and the period costs its ActualCost, when they change; never the other way (SYN-2). */
export async function pushCampaignValues(sync: MemberSync): Promise<void> {
  const { engine, subscription, salesforce, progress } = sync;
  const due = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<CampaignValues>(dueValues);
    return rows;
  });
  if (due.length === 0) return;
  const records = due.map(({ campaignId, type, cost, costChanged }) => ({
    Id: campaignId,
    Type: type,
    ...(costChanged ? { ActualCost: cost } : {}),
  }));
  const { outcomes, failure } = await outcomesOf(salesforce.updateRecords('Campaign', records));
  const results = due.flatMap((values, index) => {
    const outcome = outcomes[index] ?? 'unknown';
    if (typeof outcome === 'string') return [];
    const code = outcome.errors[0]?.statusCode ?? 'UNKNOWN_EXCEPTION';
    const message = outcome.errors.map((e) => e.message).join(' ');
    return [{ ...values, ok: outcome.success, code, message, class: classifyRecordError(code, message) }];
  });
  await inSubscription(engine.pool, subscription, async (client) => {
    const given = sql`
      jsonb_to_recordset(${JSON.stringify(results)}::jsonb) as r(
        "programId" bigint, "campaignId" text, type text, cost numeric, ok boolean, code text, message text, class text)`;
    await client.query(sql`
      update program g set sent_type = r.type, sent_cost = r.cost from ${given} where r.ok and g.id = r."programId"`);
    await client.query(sql`
      update record_error e set resolved_at = now()
        from ${given}
       where r.ok and e.object = 'Campaign' and e.sfdc_id = r."campaignId" and e.resolved_at is null`);
    await client.query(sql`
      insert into record_error as e (object, direction, program_id, sfdc_id, code, class, message, retry_at, blocked_version)
      select 'Campaign', 'to-salesforce', r."programId", r."campaignId", r.code, r.class, r.message,
             case r.class when 'retry-later' then now() + interval '5 minutes' end, 0
        from ${given} where not r.ok
      on conflict (object, direction, sfdc_id) where resolved_at is null
      do update set code = excluded.code, class = excluded.class, message = excluded.message, attempts = e.attempts + 1,
                    last_seen = now(), retry_at = excluded.retry_at, blocked_version = 0`);
  });
  progress.count({ updated: results.filter((r) => r.ok).length, failed: results.filter((r) => !r.ok).length });
  if (failure) throw failure;
}

/** A refused campaign is tried again when its time has come, its program was changed, or somebody asks for it. */
const dueValues = `
select g.id as "programId", g.sfdc_campaign_id as "campaignId", c.name as type, t.cost::float8 as cost,
       t.cost is distinct from g.sent_cost as "costChanged"
  from program g
  join channel c on c.id = g.channel_id
  join campaign k on k.sfdc_id = g.sfdc_campaign_id and k.sfdc_is_deleted is not true
 cross join lateral (select sum(cost) as cost from program_cost where program_id = g.id) t
 where (c.name, t.cost) is distinct from (g.sent_type, g.sent_cost)
   and not exists (
     select from record_error e
      where e.object = 'Campaign' and e.sfdc_id = g.sfdc_campaign_id and e.resolved_at is null
        and case when e.retry_at is not null then e.retry_at > now() else e.blocked_version is not null end
        and e.last_seen >= g.updated_at)
 order by g.id`;
