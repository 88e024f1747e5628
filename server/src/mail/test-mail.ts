import type { Language } from '@lockstep/contract/languages.ts';
import type { TestMailResult } from '@lockstep/contract/mail.ts';
import { type Actor, recordAudit } from '../auth/audit.ts';
import { LockstepError } from '../errors.ts';
import type { Pool } from '../postgres/pool.ts';
import { startedSubscriptions } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { writeTestLetter } from './letter.ts';
import type { MailSettings } from './mail-settings.ts';
import { retryMailNow } from './outbox.ts';
import { openMailServer } from './smtp.ts';

/** An e-mail at once, and what the server answered; e-mails that wait are tried again when it went well. */
export async function sendTestMail(
  pool: Pool,
  settings: MailSettings | null,
  { to, language }: { to: string; language: Language },
  by: Actor,
): Promise<TestMailResult> {
  if (!settings) throw new LockstepError('mail/off', []);
  const server = await openMailServer(settings);
  const answer = await server.send(to, writeTestLetter(language, settings.pages));
  await recordAudit(pool, { ...by, action: 'mail/tested', target: to });
  for (const subscription of await startedSubscriptions(pool)) await inSubscription(pool, subscription, retryMailNow);
  return { to, server: server.name, answer };
}
