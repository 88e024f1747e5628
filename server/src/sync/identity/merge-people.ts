import type { activityType } from '../../mapping/render-pull.ts';
import { editPeople, type PersonEdit } from '../../people/write-people.ts';
import type { Client } from '../../postgres/pool.ts';
import { literal } from '../../postgres/quoting.ts';
import { sql } from '../../postgres/sql.ts';
import { uniteMemberships } from '../../programs/unite-members.ts';
import { type Field, readFields } from '../../subscription/field-catalog.ts';
import { type Change, type MergeHere, mayEdit, textOf } from './merge-values.ts';
import { takeSurvivor } from './take-survivor.ts';
import { uniteRows } from './unite-rows.ts';

/** One person that becomes part of another. */
export interface MergePair {
  loser: number;
  winner: number;
}

export interface MergeRules {
  /** Who did it, for the activity log. */
  source: string;
  /** Activity of the winner. */
  activity: typeof activityType.mergePeople | typeof activityType.convertLead;
  /** The standard score is summed, other scores are not (SYN-8). */
  sumScores: boolean;
  /** What waits to be pushed for the loser is pushed for the winner instead (SYN-9); otherwise the winner's value stands. */
  carryWrites: boolean;
  /** Of a merge that was asked for here, which has one winner. */
  here?: MergeHere;
}

/**
 * Makes one person of each pair, in the caller's transaction: the winner's values stay, a loser's value fills a blank,
 * activities and conflicts are united, the loser is gone. Changes of the winner are edits like any other, so they are
 * logged, and pushed where the field is synced.
 */
export async function mergePeople(client: Client, pairs: readonly MergePair[], rules: MergeRules): Promise<number> {
  if (pairs.length === 0) return 0;
  await client.query(`
    create temp table if not exists merge_pair (loser bigint primary key, winner bigint not null) on commit drop;
    truncate merge_pair`);
  await client.query(sql`
    insert into merge_pair
    select p.loser, p.winner from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p(loser bigint, winner bigint)`);
  await client.query(`
    select count(*) from (select p.id from person p where p.id in (select loser from merge_pair union select winner from merge_pair)
                           order by p.id for update) locked`);
  const fields = (await readFields(client)).filter((f) => f.entity === 'person' && !f.readOnly);
  await recordMerges(client, rules);
  const chosen = rules.here ? await takeSurvivor(client, fields, rules.here) : [];
  const edits = await winnersEdits(client, fields, rules, chosen);
  await client.query(`
    update record_error e set resolved_at = now() from merge_pair m where e.person_id = m.loser and e.resolved_at is null;
    delete from create_intent i using merge_pair m where i.person_id = m.loser;
    delete from pending_change c using merge_pair m where c.person_id = m.loser`);
  await uniteMemberships(client);
  await uniteRows(client);
  await client.query(`delete from person p using merge_pair m where p.id = m.loser`);
  await editPeople(client, edits, rules.source);
  return pairs.length;
}

/** What everybody was before, and the activity: which person, and which record, became part of this one. */
async function recordMerges(client: Client, { source, activity, here }: MergeRules): Promise<void> {
  await client.query(sql`
    insert into person_merge (person_id, loser_id, loser_sfdc_id, loser_sfdc_type, winner_values, loser_values, source, loser_gone_at)
    select w.id, l.id, l.sfdc_id, l.sfdc_type, to_jsonb(w), to_jsonb(l), ${source},
           (${JSON.stringify(here?.goneAt ?? {})}::jsonb ->> l.id::text)::timestamptz
      from merge_pair m join person l on l.id = m.loser join person w on w.id = m.winner`);
  await client.query(sql`
    insert into activity (person_id, type_id, source, old_value, detail)
    select m.winner, ${activity}::smallint, ${source}, l.id, l.sfdc_id
      from merge_pair m join person l on l.id = m.loser`);
}

/** What changes on the winners: blanks that a loser fills, the summed score, writes that are carried over. */
async function winnersEdits(
  client: Client,
  fields: readonly Field[],
  rules: MergeRules,
  chosen: readonly Change[],
): Promise<PersonEdit[]> {
  const edits = new Map<number, Record<string, unknown>>();
  const set = (winner: number, name: string, value: unknown) => {
    edits.set(winner, { ...edits.get(winner), [name]: value });
  };
  for (const { winner, field, value } of await filledBlanks(client, fields)) set(winner, field, value);
  if (rules.carryWrites)
    for (const { winner, field, value } of await carriedWrites(client, fields)) set(winner, field, value);
  if (rules.sumScores) for (const { winner, value } of await summedScores(client)) set(winner, 'leadScore', value);
  for (const { winner, field, value } of chosen) set(winner, field, value);
  return [...edits].map(([id, values]) => ({ id, values }));
}

/** With several losers, the one that came first fills the blank. Fields that can't be edited there are left alone. */
async function filledBlanks(client: Client, fields: readonly Field[]): Promise<Change[]> {
  const { rows } = await client.query<Change>(`
    select distinct on (m.winner, v.field) m.winner, v.field, v.value
      from merge_pair m
      join person l on l.id = m.loser
      join person w on w.id = m.winner
     cross join lateral (values ${valueRows(fields, 'l', 'w')}) as v(field_id, field, value, current)
     where v.current is null and v.value is not null and ${mayEdit}
     order by m.winner, v.field, m.loser`);
  return rows;
}

/** The later of two edits stands, whichever of the two it was made to. */
async function carriedWrites(client: Client, fields: readonly Field[]): Promise<Change[]> {
  const { rows } = await client.query<Change>(`
    select distinct on (m.winner, v.field) m.winner, v.field, v.value
      from merge_pair m
      join person l on l.id = m.loser
      join person w on w.id = m.winner
      join pending_change c on c.person_id = l.id
     cross join lateral (values ${valueRows(fields, 'l', 'w')}) as v(field_id, field, value, current)
     where v.field_id = c.field_id and ${mayEdit}
       and not exists (select from pending_change n
                        where n.person_id = m.winner and n.field_id = c.field_id and n.version > c.version)
     order by m.winner, v.field, c.version desc`);
  return rows;
}

/** Three people with 10 give 30. Somebody without a score adds nothing. */
async function summedScores(client: Client): Promise<{ winner: number; value: string }[]> {
  const { rows } = await client.query<{ winner: number; value: string }>(`
    select m.winner, (coalesce(max(w.lead_score), 0) + sum(l.lead_score))::text as value
      from merge_pair m join person l on l.id = m.loser join person w on w.id = m.winner
     where l.lead_score is not null group by m.winner`);
  return rows;
}

function valueRows(fields: readonly Field[], loser: string, winner: string): string {
  return fields
    .map((f) => `(${f.id}, ${literal(f.name)}, ${textOf(loser, f)}, ${textOf(winner, f)})`)
    .join(',\n       ');
}
