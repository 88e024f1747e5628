import type { AuditEntryView, AuditPage, AuditQuery } from '@lockstep/contract/audit.ts';
import type { Client, Pool } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';

/** Who did it, and from where. */
export interface Actor {
  readonly actor: string;
  readonly userId?: number | undefined;
  readonly address?: string | undefined;
}

export interface AuditEntry extends Actor {
  /** `thing/what-happened`, e.g. `user/created`. */
  readonly action: string;
  readonly target?: string | undefined;
  /** Never a secret. */
  readonly detail?: Record<string, unknown>;
}

/** The actor of commands that an operator types on the server itself. */
export const commandLine: Actor = { actor: 'command line' };

/** Writes an entry of the audit trail (OPS-6): in the transaction of the action itself, so neither is without the other. */
export async function recordAudit(client: Client | Pool, entry: AuditEntry): Promise<void> {
  const { actor, userId, address, action, target, detail } = entry;
  await client.query(sql`
    insert into lockstep.audit_entry (actor, actor_user_id, address, action, target, detail)
    values (${actor}, ${userId}, ${address}, ${action}, ${target}, ${JSON.stringify(detail ?? {})})`);
}

interface AuditRow extends Omit<AuditEntryView, 'at'> {
  at: string;
}

/** Newest first. */
export async function listAudit(pool: Pool, { before, limit = 100 }: AuditQuery): Promise<AuditPage> {
  const { rows } = await pool.query<AuditRow>(sql`
    select id, at, actor, address, action, target, detail
      from lockstep.audit_entry
     where ${before ?? null}::bigint is null or id < ${before ?? null}
     order by id desc
     limit ${limit + 1}`);
  const entries = rows.slice(0, limit).map((row) => ({ ...row, at: isoTime(row.at) }));
  return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
}
