import { activityType } from '../mapping/render-pull.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { classifyRecordError } from '../salesforce/classify.ts';

/** What Salesforce refused to do for a person. */
export interface Refusal {
  personId: number;
  /** Null when the record was to be created. */
  sfdcId: string | null;
  code: string;
  message: string;
  fields: string[];
}

/**
 * A record error and a line in the log of each person (SYN-14). It blocks no later push: it is about this action, not about
 * the person's pending changes. The open error of the same person and object is updated.
 */
export async function noteRefusals(client: Client, object: string, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return;
  const rows = JSON.stringify(refusals.map((r) => ({ ...r, class: classifyRecordError(r.code, r.message) })));
  const given = sql`
    jsonb_to_recordset(${rows}::jsonb) as r(
      "personId" bigint, "sfdcId" text, code text, class text, message text, fields text[])`;
  await client.query(sql`
    update record_error e
       set code = r.code, class = r.class, message = r.message, fields = r.fields, attempts = e.attempts + 1, last_seen = now()
      from ${given}
     where e.person_id = r."personId" and e.object = ${object} and e.direction = 'to-salesforce' and e.resolved_at is null
       and e.sfdc_id is not distinct from r."sfdcId"`);
  await client.query(sql`
    insert into record_error (object, direction, person_id, sfdc_id, code, class, message, fields)
    select ${object}, 'to-salesforce', r."personId", r."sfdcId", r.code, r.class, r.message, r.fields
      from ${given}
     where not exists (select from record_error e
                        where e.person_id = r."personId" and e.object = ${object} and e.direction = 'to-salesforce'
                          and e.resolved_at is null and e.sfdc_id is not distinct from r."sfdcId")
    on conflict do nothing`);
  await client.query(sql`
    insert into activity (person_id, type_id, source, detail)
    select r."personId", ${activityType.syncFailed}::smallint, 'salesforce', r.code || ': ' || r.message from ${given}`);
}

/** After an action that Salesforce did: what it refused before is settled. */
export async function resolveRefusals(client: Client, object: string, personIds: readonly number[]): Promise<void> {
  await client.query(sql`
    update record_error set resolved_at = now()
     where person_id = any(${personIds}::bigint[]) and object = ${object} and direction = 'to-salesforce'
       and resolved_at is null`);
}
