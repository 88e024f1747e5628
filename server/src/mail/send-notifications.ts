import { actionOf, asLockstepError, type LockstepError, wordsOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { tryLock } from '../postgres/advisory-lock.ts';
import type { Client, Pool } from '../postgres/pool.ts';
import { type Notice, settleNotices } from '../subscription/notifications.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { told } from '../told.ts';
import { writeLetter } from './letter.ts';
import type { MailSettings } from './mail-settings.ts';
import {
  claimMail,
  dropStaleMail,
  endMail,
  gatherMail,
  type LastMail,
  noteInterrupted,
  postponeMail,
  readLastMails,
  readWaiting,
  type WaitingMail,
} from './outbox.ts';
import { type MailServer, openMailServer } from './smtp.ts';

export interface Post {
  pool: Pool;
  log: Log;
  settings: MailSettings;
}

/** A temporary failure is news when it does not go away: with the third attempt that ends so. */
const patience = 3;

/**
 * Sends what is news to everybody who wants it, one e-mail each (OPS-4). One process at a time; returns at once when
 * another is at it. Never throws because of a mail server: what goes wrong is on record, and told as a notification.
 */
export async function sendNotifications(post: Post, subscription: Subscription, stop?: AbortSignal): Promise<void> {
  const held = await tryLock(post.pool, `lockstep/mail/${subscription.id}`);
  if (!held) return;
  await using lock = held;
  const within = <T>(work: (client: Client) => Promise<T>) => inSubscription(post.pool, subscription, work);
  const [interrupted, waiting] = await within(async (client) => {
    const doubtful = await noteInterrupted(client);
    await gatherMail(client);
    await dropStaleMail(client);
    return [doubtful, await readWaiting(client)] as const;
  });
  if (waiting.length === 0 && interrupted === 0) return;
  if (waiting.length > 0) await deliver(post, within, waiting, AbortSignal.any([lock.lost, ...(stop ? [stop] : [])]));
  await within(async (client) => settleNotices(client, ['mail'], problemsOf(await readLastMails(client))));
}

type Within = <T>(work: (client: Client) => Promise<T>) => Promise<T>;

async function deliver(post: Post, within: Within, waiting: readonly WaitingMail[], stop: AbortSignal): Promise<void> {
  const server = await openMailServer(post.settings).catch(asLockstepError);
  if (!('send' in server)) {
    post.log.warn({ err: server }, 'e-mails wait');
    await within((client) =>
      postponeMail(
        client,
        waiting.map(({ id }) => id),
        server,
      ),
    );
    return;
  }
  for (const mail of waiting) {
    if (stop.aborted) return;
    await within((client) => claimMail(client, mail.id));
    await sendOne(post, within, server, mail);
  }
}

async function sendOne({ log, settings }: Post, within: Within, server: MailServer, mail: WaitingMail): Promise<void> {
  try {
    const answer = await server.send(mail.address, writeLetter(mail.language, mail.news, settings.pages));
    await within((client) => endMail(client, mail.id, 'sent', { answer }));
  } catch (thrown) {
    const error = asLockstepError(thrown);
    log.warn({ err: error, mail: mail.id }, 'an e-mail did not go out');
    await within((client) => noteFailure(client, mail.id, error));
  }
}

/** What the server refuses for now is sent again. A connection that broke leaves open whether the e-mail was taken. */
function noteFailure(client: Client, id: number, error: LockstepError): Promise<void> {
  if (error.code === 'mail/temporary') return postponeMail(client, [id], error);
  return endMail(client, id, error.code === 'mail/unreachable' ? 'in-doubt' : 'refused', { error });
}

/** What keeps e-mails from their readers, told in the bell. */
function problemsOf(mails: readonly LastMail[]): Notice[] {
  const notices = mails.flatMap(({ address, state, attempts, error }) => {
    if (!error || state === 'dropped') return [];
    if (state === 'waiting') {
      const lasting = error.entry.decision !== 'retry-later' || attempts >= patience;
      return lasting ? [notice(error.code, error)] : [];
    }
    return [notice(address, error, told`The last e-mail to ${address} did not arrive.`)];
  });
  return [...new Map(notices.map((one) => [one.subject, one])).values()];
}

function notice(subject: string, error: LockstepError, ...before: Notice['message']): Notice {
  return { kind: 'mail', subject, message: [...before, ...wordsOf(error)], action: [actionOf(error.code)] };
}
