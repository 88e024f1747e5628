import type { ActivityReport } from '@lockstep/contract/activities.ts';
import { LockstepError } from '../errors.ts';
import { reportedActivities } from '../mapping/reported-activity.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { told } from '../told.ts';

/** Adds what other programs report to the logs of people (ACT). Returns the ids of the activities that are new. */
export async function reportActivities(
  client: Client,
  reports: readonly ActivityReport[],
  source: string,
): Promise<number[]> {
  const rows = JSON.stringify(reports.map((r, place) => ({ ...r, place, typeId: reportedActivities[r.type].id })));
  const given = sql`
    jsonb_to_recordset(${rows}::jsonb) as r(
      place int, "personId" bigint, "typeId" smallint, asset text, at timestamptz, detail text, key text)`;
  const unknown = await client.query<{ id: number }>(sql`
    select r."personId" as id from ${given}
     where not exists (select from person p where p.id = r."personId") order by place limit 1`);
  if (unknown.rows[0]) throw new LockstepError('request/not-found', told`There is no person ${unknown.rows[0].id}.`);
  const added = await client.query<{ id: number }>(sql`
    insert into activity (person_id, type_id, at, new_value, detail, source, external_key)
    select r."personId", r."typeId", coalesce(r.at, now()), r.asset, r.detail, ${source}, r.key
      from ${given} order by place
    on conflict (external_key) where external_key is not null do nothing
    returning id`);
  return added.rows.map((row) => row.id);
}
