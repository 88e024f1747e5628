import type { Queryable } from '../database.ts';
import type { CallerContext } from './caller-context.ts';

/** A mail to a user or a queue that Salesforce would have sent. */
export interface Mail {
  at: string;
  toId: string;
  /** Of a user; the members of a queue have addresses of their own. */
  toAddress: string | null;
  subject: string;
  recordId: string;
}

/** Keeps what would be mailed: the practice org sends nothing. */
export async function recordMails(
  { database, org }: CallerContext,
  mails: readonly Pick<Mail, 'toId' | 'subject' | 'recordId'>[],
): Promise<void> {
  await database.query(
    `insert into setup.mail (at, to_id, subject, record_id)
     select $1, m."toId", m.subject, m."recordId"
       from jsonb_to_recordset($2::jsonb) as m("toId" text, subject text, "recordId" text)`,
    [org.clock.now(), JSON.stringify(mails)],
  );
}

/** The newest first. */
export async function listMails(database: Queryable): Promise<Mail[]> {
  const { rows } = await database.query(`
    select m.at, m.to_id as "toId", u."Email" as "toAddress", m.subject, m.record_id as "recordId"
      from setup.mail m left join org."User" u on u."Id" = m.to_id
     order by m.id desc limit 1000`);
  return rows.map((row) => ({ ...(row as Mail), at: row.at.toISOString() }));
}
