import type { Language } from '@lockstep/contract/languages.ts';
import type { MailState } from '@lockstep/contract/mail.ts';
import { type ErrorCode, LockstepError } from '../errors.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import type { News } from './letter.ts';
import { kindsOfUser } from './mail-choice.ts';

/** An e-mail that has to go out. */
export interface WaitingMail {
  id: number;
  address: string;
  language: Language;
  news: News[];
}

/** Whatever is news and nobody has read joins the e-mail that waits for each user who wants it. */
export async function gatherMail(client: Client): Promise<void> {
  await client.query(sql`
    with wanted as (
      select u.id as user_id, u.email, n.id as notification_id, n.news
        from lockstep.admin_user u
        join notification n on n.kind = any(${kindsOfUser}) and n.resolved_at is null and n.read_at is null
       where not u.disabled
         and not exists (
           select from mail_notification m where (m.user_id, m.notification_id, m.news) = (u.id, n.id, n.news))
    ), opened as (
      insert into mail (user_id, address)
      select distinct user_id, email from wanted
      on conflict (user_id) where state = 'waiting' do update set address = excluded.address
      returning id, user_id
    )
    insert into mail_notification (user_id, notification_id, news, mail_id)
    select user_id, notification_id, news, opened.id from wanted join opened using (user_id)`);
}

/** What was resolved or read while its e-mail waited is not mailed any more. */
export async function dropStaleMail(client: Client): Promise<void> {
  await client.query(sql`
    update mail m set state = 'dropped', changed_at = now()
     where m.state = 'waiting' and not exists (${newsOfMail})`);
}

/** The e-mails whose time has come. */
export async function readWaiting(client: Client): Promise<WaitingMail[]> {
  const { rows } = await client.query<WaitingMail>(sql`
    select m.id, m.address, u.language, item.news
      from mail m
      join lockstep.admin_user u on u.id = m.user_id
     cross join lateral (select jsonb_agg(to_jsonb(n) order by n.id) as news from (${newsOfMail}) n) item
     where m.state = 'waiting' and m.retry_at <= now()
     order by m.id`);
  return rows;
}

/** What an e-mail `m` still has to tell. */
const newsOfMail = sql`
  select distinct n.id, n.kind, n.subject, n.message, n.action, n.told
    from mail_notification i
    join notification n on n.id = i.notification_id and n.resolved_at is null and n.read_at is null
    join lockstep.admin_user u on u.id = i.user_id and not u.disabled and n.kind = any(${kindsOfUser})
   where i.mail_id = m.id`;

/** On record before it goes out: whoever is killed now leaves it in doubt, and nobody sends it again. */
export async function claimMail(client: Client, id: number): Promise<void> {
  await client.query(sql`
    update mail set state = 'sending', attempts = attempts + 1, changed_at = now() where id = ${id}`);
}

export async function endMail(
  client: Client,
  id: number,
  state: Extract<MailState, 'sent' | 'refused' | 'in-doubt'>,
  { answer = null, error = null }: { answer?: string | null; error?: LockstepError | null } = {},
): Promise<void> {
  await client.query(sql`
    update mail
       set state = ${state}, changed_at = now(), answer = ${answer},
           error_code = ${error?.code ?? null}, told = ${error ? JSON.stringify(error.told) : null}
     where id = ${id}`);
}

/** The same e-mails again, later: after a minute, then two, four …, an hour at most. */
export async function postponeMail(client: Client, ids: readonly number[], error: LockstepError): Promise<void> {
  await client.query(sql`
    update mail
       set state = 'waiting', attempts = attempts + (state = 'waiting')::int, changed_at = now(),
           retry_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(attempts, 6))),
           error_code = ${error.code}, told = ${JSON.stringify(error.told)}
     where id = any(${ids}::bigint[])`);
}

/** A new start, or a test that went well: nobody waits any more. */
export async function retryMailNow(client: Client): Promise<void> {
  await client.query(`update mail set retry_at = now() where state = 'waiting'`);
}

/** E-mails that were on their way when their server died. Only for whoever holds the lock: nobody else is sending. */
export async function noteInterrupted(client: Client): Promise<number> {
  const { rowCount } = await client.query(sql`
    update mail set state = 'in-doubt', changed_at = now(), error_code = 'mail/in-doubt', told = '[]'
     where state = 'sending'`);
  return rowCount ?? 0;
}

export interface LastMail {
  address: string;
  state: MailState;
  at: string;
  attempts: number;
  answer: string | null;
  error: LockstepError | null;
}

/** The newest e-mail of each active user, or of one. */
export async function readLastMails(client: Client, userId?: number): Promise<LastMail[]> {
  const { rows } = await client.query(sql`
    select distinct on (m.user_id) m.address, m.state, m.changed_at, m.attempts, m.answer, m.error_code, m.told
      from mail m
      join lockstep.admin_user u on u.id = m.user_id and not u.disabled
     where ${userId ?? null}::bigint is null or m.user_id = ${userId}
     order by m.user_id, m.id desc`);
  return rows.map(({ address, state, changed_at, attempts, answer, error_code, told }) => ({
    address,
    state,
    at: isoTime(changed_at),
    attempts,
    answer,
    error: error_code === null ? null : new LockstepError(error_code as ErrorCode, told),
  }));
}
