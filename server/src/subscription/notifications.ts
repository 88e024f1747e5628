import type { NotificationKind } from '@lockstep/contract/choices.ts';
import type { Told } from '@lockstep/contract/common.ts';
import { LockstepError } from '../errors.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import { textOf, told } from '../told.ts';

/** One cause: `subject` tells it from others of its kind. */
export interface Notice {
  kind: NotificationKind;
  subject: string;
  /** What happened, in plain words. */
  message: readonly Told[];
  /** What to do about it. */
  action: readonly Told[];
}

export interface Notification {
  id: number;
  kind: NotificationKind;
  subject: string;
  message: string;
  action: string;
  /** Null when an older version wrote it. */
  told: { message: Told[]; action: Told[] } | null;
  times: number;
  firstSeen: string;
  lastSeen: string;
  readAt: string | null;
  resolvedAt: string | null;
}

/** Tells causes, once each: a cause that is known already is counted, and shown anew only when it has something else to say. */
export async function raiseNotices(client: Client, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map(({ kind, subject, ...told }) => ({
    kind,
    subject,
    message: textOf(told.message),
    action: textOf(told.action),
    told,
  }));
  await client.query(sql`
    insert into notification as n (kind, subject, message, action, told)
    select kind, subject, message, action, told
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as g(kind text, subject text, message text, action text, told jsonb)
    on conflict (kind, subject) where resolved_at is null do update
       set times = n.times + 1, last_seen = now(), message = excluded.message, action = excluded.action, told = excluded.told,
           news = n.news + (n.message <> excluded.message and n.read_at is not null)::int,
           read_at = case when n.message = excluded.message then n.read_at end,
           dismissed_at = case when n.message = excluded.message then n.dismissed_at end`);
}

/** The causes of these kinds that exist now, all of them: what is not among them any more is resolved. */
export async function settleNotices(
  client: Client,
  kinds: readonly NotificationKind[],
  notices: readonly Notice[],
): Promise<void> {
  await client.query(sql`
    update notification set resolved_at = now()
     where resolved_at is null and kind = any(${kinds}::text[])
       and (kind, subject) not in (
         select kind, subject from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) as g(kind text, subject text))`);
  await raiseNotices(client, notices);
}

/** Newest first. Without `all`: what is neither dismissed nor resolved. */
export async function listNotifications(
  client: Client,
  { all = false, limit = 100 }: { all?: boolean; limit?: number } = {},
): Promise<Notification[]> {
  const { rows } = await client.query(sql`
    select id, kind, subject, message, action, told, times, first_seen, last_seen, read_at, resolved_at
      from notification
     where ${all} or (dismissed_at is null and resolved_at is null)
     order by last_seen desc, id desc limit ${limit}`);
  return rows.map(({ first_seen, last_seen, read_at, resolved_at, ...row }) => ({
    ...row,
    firstSeen: isoTime(first_seen),
    lastSeen: isoTime(last_seen),
    readAt: isoTime(read_at),
    resolvedAt: isoTime(resolved_at),
  }));
}

export async function readNotification(client: Client, id: number): Promise<void> {
  const { rowCount } = await client.query(sql`
    update notification set read_at = coalesce(read_at, now()) where id = ${id}`);
  refuseUnknown(id, rowCount);
}

/** Out of sight for as long as the cause stays as it is. */
export async function dismissNotification(client: Client, id: number): Promise<void> {
  const { rowCount } = await client.query(sql`
    update notification set read_at = coalesce(read_at, now()), dismissed_at = coalesce(dismissed_at, now()) where id = ${id}`);
  refuseUnknown(id, rowCount);
}

function refuseUnknown(id: number, found: number | null): void {
  if (!found) throw new LockstepError('request/not-found', told`There is no notification ${id}.`);
}
