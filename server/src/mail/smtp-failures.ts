import type { ErrorCode } from '../errors.ts';

/** What an error of the SMTP client says of its cause (https://nodemailer.com/errors). */
export interface SmtpError {
  code?: string | undefined;
  command?: string | undefined;
  responseCode?: number | undefined;
  /** What it was before it became an ESOCKET. */
  originalCode?: string | undefined;
}

const wantsLogin = 530;
/** As OpenSSL and Node.js call what is wrong with a certificate, or with what answered instead of TLS. */
const tlsProblem = /CERT|TLS|SSL/;

/** The one place that classes what mail servers answer: 4yz is for now, 5yz for good (RFC 5321, 4.2.1). */
export function smtpFailure({ code = '', command = '', responseCode, originalCode = '' }: SmtpError): ErrorCode {
  if (responseCode !== undefined && responseCode < 500) return 'mail/temporary';
  if (code === 'ETLS' || tlsProblem.test(originalCode)) return 'mail/insecure';
  if (code === 'EAUTH' || code === 'ENOAUTH' || responseCode === wantsLogin) return 'mail/login';
  if (responseCode === undefined) return 'mail/unreachable';
  return command === 'RCPT TO' ? 'mail/recipient-refused' : 'mail/refused';
}
