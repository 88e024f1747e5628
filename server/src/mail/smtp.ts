import { LockstepError } from '../errors.ts';
import { original } from '../told.ts';
import { type MailSettings, serverName } from './mail-settings.ts';
import { type SmtpError, smtpFailure } from './smtp-failures.ts';

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** A mail server that answers and knows us. */
export interface MailServer {
  name: string;
  /** What the server answered when it took the letter; or an error of the class `mail/`. */
  send(to: string, letter: Letter): Promise<string>;
}

/** Without limits, a server that says nothing would be waited for ten minutes. */
const patience = { dnsTimeout: 10_000, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

/** Connects and logs in: whatever is wrong with the server shows here, before a letter goes out. */
export async function openMailServer(settings: MailSettings): Promise<MailServer> {
  const { createTransport } = await import('nodemailer');
  const { host, port, login, tls, ca, from } = settings;
  const transport = createTransport({
    host,
    port,
    auth: login ?? undefined,
    secure: tls === 'from-the-start',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'never',
    tls: { ca },
    ...patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  await transport.verify().catch(explain);
  return {
    name: serverName(settings),
    send: async (to, letter) => {
      // No program answers: neither should theirs (RFC 3834).
      const headers = { 'Auto-Submitted': 'auto-generated' };
      const { response } = await transport
        .sendMail({ from, to: { name: '', address: to }, headers, ...letter })
        .catch(explain);
      return response;
    },
  };
}

function explain(error: Error & SmtpError & { response?: string }): never {
  throw new LockstepError(smtpFailure(error), original(error.response ?? error.message), { cause: error });
}
