import type { Queryable } from '../database.ts';
import type { CallerContext } from './caller-context.ts';

/** A mail that Salesforce would have sent: to a user, a queue, a person, or an address. */
export interface Mail {
  at: string;
  toId: string | null;
  /** Members of a queue have addresses of their own. */
  toAddress: string | null;
  subject: string;
  /** Of mails that programs send. */
  body?: string | null | undefined;
  recordId: string | null;
}

type NewMail = Pick<Mail, 'toId' | 'subject' | 'body' | 'recordId'> & Partial<Pick<Mail, 'toAddress'>>;

/** Keeps what would be mailed: the practice org sends nothing. */
export async function recordMails({ database, org }: CallerContext, mails: readonly NewMail[]): Promise<void> {
  await database.query(
    `insert into setup.mail (at, to_id, to_address, subject, body, record_id)
     select $1, m."toId", m."toAddress", m.subject, m.body, m."recordId"
       from jsonb_to_recordset($2::jsonb) as m("toId" text, "toAddress" text, subject text, body text, "recordId" text)`,
    [org.clock.now(), JSON.stringify(mails)],
  );
}

/** The newest first. */
export async function listMails(database: Queryable): Promise<Mail[]> {
  const { rows } = await database.query(`
    select m.at, m.to_id as "toId", coalesce(m.to_address, u."Email") as "toAddress", m.subject, m.body, m.record_id as "recordId"
      from setup.mail m left join org."User" u on u."Id" = m.to_id
     order by m.id desc limit 1000`);
  return rows.map((row) => ({ ...(row as Mail), at: row.at.toISOString() }));
}
