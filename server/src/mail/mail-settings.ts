import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { Config } from '../config.ts';
import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';

/** Where e-mails go out, and as whom. */
export interface MailSettings {
  host: string;
  port: number;
  login: { user: string; pass: string } | null;
  tls: 'from-the-start' | 'required' | 'if-offered' | 'never';
  /** Certificates to trust in place of the usual. */
  ca: string[] | undefined;
  from: string;
  /** What links begin with. */
  pages: string;
}

const ports = { 'smtp:': 587, 'smtps:': 465 } as const;
const thisMachine = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

/** Null when no mail server is configured. */
export function readMailSettings(config: Config): MailSettings | null {
  const { smtpUrl, mailFrom, smtpCaFile, publicUrl, port } = config;
  if (smtpUrl === undefined) return null;
  if (mailFrom === undefined) {
    throw new LockstepError('config/invalid', told`LOCKSTEP_SMTP_URL needs a sender: set LOCKSTEP_MAIL_FROM.`);
  }
  const url = new URL(smtpUrl);
  const login = url.username ? { user: decoded(url.username), pass: decoded(url.password) } : null;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || ports[url.protocol as 'smtp:'],
    login,
    tls: tlsOf(url, login !== null),
    ca: smtpCaFile === undefined ? undefined : [...rootCertificates, readCertificates(smtpCaFile)],
    from: mailFrom,
    pages: publicUrl ?? `http://localhost:${port}`,
  };
}

/** How people know it: host and port, never the password. */
export function serverName({ host, port }: MailSettings): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A password never leaves this machine in the clear, unless somebody says so. */
function tlsOf(url: URL, withPassword: boolean): MailSettings['tls'] {
  if (url.protocol === 'smtps:') return 'from-the-start';
  const wish = url.searchParams.get('tls');
  if (wish === 'required' || wish === 'if-offered' || wish === 'never') return wish;
  if (wish !== null) {
    throw new LockstepError(
      'config/invalid',
      told`LOCKSTEP_SMTP_URL: tls is one of required, if-offered and never, not ${wish}.`,
    );
  }
  return withPassword && !thisMachine.test(url.hostname) ? 'required' : 'if-offered';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new LockstepError(
      'config/invalid',
      told`LOCKSTEP_SMTP_URL: a % in the user or the password is written as %25.`,
    );
  }
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LockstepError('config/invalid', told`LOCKSTEP_SMTP_CA_FILE: ${file} can not be read.`, { cause });
  }
}
