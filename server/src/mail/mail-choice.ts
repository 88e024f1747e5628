import { type MailableKind, mailableKinds, urgentKinds } from '@lockstep/contract/choices.ts';
import type { Language } from '@lockstep/contract/languages.ts';
import { type Actor, recordAudit } from '../auth/audit.ts';
import { LockstepError } from '../errors.ts';
import type { Client, Pool } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { inTransaction } from '../postgres/transaction.ts';
import { told } from '../told.ts';

/** Whom e-mails go to, about what, in which language. */
export interface MailChoice {
  userId: number;
  address: string;
  language: Language;
  kinds: MailableKind[];
  /** False while the user has what the role gets without choosing. */
  chosen: boolean;
}

/** The kinds that a user `u` gets: administrators who have not chosen get what is urgent, others nothing. */
export const kindsOfUser = sql`coalesce(
  u.mail_kinds, case when u.role = 'admin' then ${urgentKinds}::text[] else '{}'::text[] end)`;

export async function listMailChoices(pool: Pool | Client, email?: string): Promise<MailChoice[]> {
  const { rows } = await pool.query<MailChoice>(sql`
    select id as "userId", email as address, language, ${kindsOfUser} as kinds, mail_kinds is not null as chosen
      from lockstep.admin_user u
     where not disabled and (${email ?? null}::text is null or lower(email) = lower(${email}))
     order by lower(email)`);
  return rows;
}

export async function readMailChoice(pool: Pool | Client, email: string): Promise<MailChoice> {
  const [choice] = await listMailChoices(pool, email);
  if (!choice) throw new LockstepError('request/not-found', told`There is no active user ${email}.`);
  return choice;
}

/** What is left out stays as it is; with null, the user gets what the role gets. */
export async function chooseMail(
  pool: Pool,
  email: string,
  { kinds, language }: { kinds?: readonly string[] | null; language?: Language },
  by: Actor,
): Promise<MailChoice> {
  const unknown = kinds?.find((kind) => !(mailableKinds as readonly string[]).includes(kind));
  if (unknown !== undefined) {
    throw new LockstepError('request/invalid', told`E-mails are about ${mailableKinds.join(', ')}, not ${unknown}.`);
  }
  return inTransaction(pool, async (client) => {
    await client.query(sql`
      update lockstep.admin_user
         set language = coalesce(${language ?? null}, language),
             mail_kinds = case when ${kinds === undefined} then mail_kinds else ${kinds ?? null}::text[] end
       where lower(email) = lower(${email})`);
    const choice = await readMailChoice(client, email);
    const detail = { ...(kinds === undefined ? {} : { kinds }), ...(language ? { language } : {}) };
    await recordAudit(client, { ...by, action: 'user/mail-chosen', target: choice.address, detail });
    return choice;
  });
}
