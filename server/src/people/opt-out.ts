import { activityType } from '../mapping/render-pull.ts';
import type { Client } from '../postgres/pool.ts';

/**
 * Durable opt-out (FLD-9): whether an e-mail address is unsubscribed is decided once, for every record that has it, and the
 * newest explicit decision counts. Unticking a record that was unsubscribed is a decision too; a record that merely comes
 * with the box unticked, or an older version of one, is none. Documented in docs/fields.md.
 */

/** By Salesforce's clock, which stamps the decisions that are made there. */
const nowThere = 'now() + (select clock_offset from sync_state)';

/** Decisions of edits that were made in this transaction, and addresses that came to people by them. */
const decisionsOfEdits = `
insert into opt_out as o (email, decided_at, opted_out, source, person_id)
select distinct on (lower(p.email)) lower(p.email), ${nowThere}, p.unsubscribed, $1, p.id
  from edit_change c
  join person p on p.id = c.person_id
 where c.field = 'unsubscribed' and p.email is not null and 'true' in (c.old_value, c.new_value)
 order by lower(p.email), p.unsubscribed desc
on conflict (email) do update
   set decided_at = excluded.decided_at, opted_out = excluded.opted_out, source = excluded.source, person_id = excluded.person_id`;

const dueByEdits = `
insert into opt_out_due
select distinct lower(p.email)
  from edit_change c join person p on p.id = c.person_id join opt_out o on o.email = lower(p.email)
 where c.field in ('unsubscribed', 'email')
on conflict do nothing`;

/** After the people of `edit_change` were written. */
export async function followEdits(client: Client, source: string): Promise<void> {
  await client.query(decisionsOfEdits, [source]);
  await client.query(dueByEdits);
  await applyOptOuts(client);
}

/** People made here: one who is made as unsubscribed is a decision; one whose address is unsubscribed becomes so. */
export async function followCreations(client: Client, ids: readonly number[], source: string): Promise<void> {
  await client.query(
    `insert into opt_out as o (email, decided_at, opted_out, source, person_id)
     select distinct on (lower(email)) lower(email), ${nowThere}, true, $2, id
       from person where id = any($1) and unsubscribed and email is not null
     on conflict (email) do update
       set decided_at = excluded.decided_at, opted_out = true, source = $2, person_id = excluded.person_id`,
    [ids, source],
  );
  await client.query(
    `insert into opt_out_due
     select distinct o.email from person p join opt_out o on o.email = lower(p.email) where p.id = any($1)
     on conflict do nothing`,
    [ids],
  );
  await applyOptOuts(client);
}

const inNeed = `
select p.id, p.sfdc_type, p.unsubscribed, o.opted_out, o.source
  from opt_out_due d
  join opt_out o on o.email = d.email
  join person p on lower(p.email) = d.email
 where (p.unsubscribed is true) <> o.opted_out`;

const follow = [
  `create temp table opt_out_change on commit drop as ${inNeed}`,
  `insert into pending_change (person_id, field_id, base)
   select c.id, f.id, c.unsubscribed::text
     from opt_out_change c
     join field f on f.entity = 'person' and f.name = 'unsubscribed'
     join field_mapping m on m.object = c.sfdc_type and m.entity = 'person' and m.field = f.name and m.chosen and m.updateable
   on conflict (person_id, field_id) do update set version = nextval('pending_version'), changed_at = now()`,
  `insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
   select id, ${activityType.changeDataValue}, 'unsubscribed', unsubscribed::text, opted_out::text, source,
          'decided'
     from opt_out_change`,
  `update person p set unsubscribed = c.opted_out, updated_at = now() from opt_out_change c where p.id = c.id`,
  `delete from opt_out_due`,
];

/** Brings everybody with an address that is due to what was decided about it. Returns the number of people that changed. */
export async function applyOptOuts(client: Client): Promise<number> {
  const { rows } = await client.query<{ found: boolean }>('select exists (select from opt_out_due) as found');
  if (!rows[0]?.found) return 0;
  const locked = await client.query(`
    select p.id from person p join (${inNeed}) n on n.id = p.id order by p.id for update of p`);
  for (const statement of follow) await client.query(statement);
  await client.query('drop table opt_out_change');
  return locked.rowCount ?? 0;
}

/** What was decided about addresses, newest first. */
export async function listOptOuts(
  client: Client,
  { email, limit = 100 }: { email?: string | undefined; limit?: number | undefined } = {},
): Promise<{ email: string; decidedAt: string; optedOut: boolean; source: string; personId: number | null }[]> {
  const { rows } = await client.query(
    `select email, to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "decidedAt",
            opted_out as "optedOut", source, person_id as "personId"
       from opt_out where $1::text is null or email = lower($1) order by decided_at desc, email limit $2`,
    [email ?? null, limit],
  );
  return rows;
}
