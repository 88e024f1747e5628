import type { LockstepError } from '../../errors.ts';
import type { LoadPlan } from '../../mapping/load-plan.ts';
import { applyOptOuts } from '../../people/opt-out.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { runStep, type StepContext } from '../step.ts';

/** What a page says about e-mail addresses (FLD-9); nothing when it does not bring them and their opt-outs. */
export interface PageOptOuts {
  /** Before people are updated: what Salesforce has decided, newer than anything known, and what it must not undo. */
  decide: string[];
  /** After the page is stored: addresses whose people are not as decided. */
  due: string[];
  /** The same of a page that went straight into the table; $1 is the last person of before. */
  direct: string[];
}

export function pageOptOuts({ target, columns }: LoadPlan): PageOptOuts {
  const has = (source: string, column: string) => columns.some((c) => c.source === source && c.column === column);
  const isTold = has('Email', 'email') && has('HasOptedOutOfEmail', 'unsubscribed');
  if (target !== 'person' || !isTold) return { decide: [], due: [], direct: [] };
  return {
    decide: [keepOlder, decideChanges],
    due: [ofNew(staged), dueOf(staged)],
    direct: [ofNew(direct), dueOf(direct)],
  };
}

/** A version from before the address was unsubscribed is no news: the person stays unsubscribed, and Salesforce is told. */
const keepOlder = `
with kept as (
  update pull_staging s set "HasOptedOutOfEmail" = true
    from pull_changed c
    join person p on p.id = c.person_id
    join opt_out o on o.email = lower(p.email) and o.opted_out
   where s."Id" = p.sfdc_id and p.unsubscribed and s."HasOptedOutOfEmail" is not true and s."SystemModstamp" <= o.decided_at
  returning p.id, p.sfdc_type
)
insert into pending_change (person_id, field_id, base)
select k.id, f.id, 'false'
  from kept k
  join field f on f.entity = 'person' and f.name = 'unsubscribed'
  join field_mapping m on m.object = k.sfdc_type and m.entity = 'person' and m.field = f.name and m.chosen and m.updateable
on conflict do nothing`;

const decideChanges = `
insert into opt_out as o (email, decided_at, opted_out, source, person_id)
select distinct on (lower(v.email)) lower(v.email), s."SystemModstamp", s."HasOptedOutOfEmail", 'salesforce', p.id
  from pull_changed c
  join person p on p.id = c.person_id
  join pull_staging s on s."Id" = p.sfdc_id
 cross join lateral (select coalesce(s."Email", p.email) as email) v
 where v.email is not null and s."HasOptedOutOfEmail" is not null
   and s."HasOptedOutOfEmail" <> coalesce(p.unsubscribed, false)
 order by lower(v.email), s."SystemModstamp" desc, s."HasOptedOutOfEmail" desc
on conflict (email) do update
   set decided_at = excluded.decided_at, opted_out = excluded.opted_out, source = excluded.source, person_id = excluded.person_id
 where o.decided_at < excluded.decided_at`;

/** Decisions of people who are new with this page, and addresses whose people have to follow. */
const ofNew = (page: string) => `
insert into opt_out as o (email, decided_at, opted_out, source, person_id)
select distinct on (lower(p.email)) lower(p.email), p.sfdc_stamp, true, 'salesforce', p.id
  from person p
 where ${page} and p.created_at = now() and p.unsubscribed and p.email is not null
 order by lower(p.email), p.sfdc_stamp desc
on conflict (email) do update
   set decided_at = excluded.decided_at, opted_out = true, source = excluded.source, person_id = excluded.person_id
 where o.decided_at < excluded.decided_at`;

const dueOf = (page: string) => `
insert into opt_out_due
select distinct o.email
  from person p join opt_out o on o.email = lower(p.email)
 where ${page}
   and exists (select from person q where lower(q.email) = o.email and (q.unsubscribed is true) <> o.opted_out)
on conflict do nothing`;

const staged = 'p.sfdc_id in (select "Id" from pull_staging)';
const direct = 'p.id > $1 and p.created_at = now()';

/** Once people are pulled, and before they are pushed: everybody with an address follows what was decided about it. */
export async function spreadOptOuts(context: StepContext): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  const { rows } = await inSubscription(engine.pool, subscription, (client) =>
    client.query<{ found: boolean }>('select exists (select from opt_out_due) as found'),
  );
  if (!rows[0]?.found) return null;
  return runStep(context, 'Person', 'Update opt-outs', async (progress) => {
    progress.count({ updated: await inSubscription(engine.pool, subscription, applyOptOuts) });
  });
}
