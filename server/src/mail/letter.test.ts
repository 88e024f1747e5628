import { expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { writeLetter } from './letter.ts';
import { readMailSettings } from './mail-settings.ts';
import { smtpFailure } from './smtp-failures.ts';

test('what others said is text in HTML, never a tag (SEC-3), and the subject is one short line', () => {
  const message = `<img src=x onerror="alert('1')">\n${'long '.repeat(50)}`;
  const letter = writeLetter(
    'en',
    [{ kind: 'sync-failed', subject: 'Lead', message, action: 'Look & see.', told: null }],
    'https://crm.example.com',
  );
  expect(letter.html).toContain('&lt;img src=x onerror=&quot;alert');
  expect(letter.html).toContain('Look &amp; see.');
  expect(letter.html).not.toContain('<img');
  expect(letter.subject).toMatch(/^Lockstep: Sync failed: <img [^\n]+…$/);
  expect(letter.subject.length).toBeLessThanOrEqual(150);
});

test('each answer of a mail server has its class', () => {
  const classed = [
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'mail/unreachable'],
    [{ code: 'EDNS' }, 'mail/unreachable'],
    [{ code: 'ETIMEDOUT' }, 'mail/unreachable'],
    [{ code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'mail/insecure'],
    [{ code: 'ETLS', command: 'STARTTLS', responseCode: 502 }, 'mail/insecure'],
    [{ code: 'EAUTH', responseCode: 535 }, 'mail/login'],
    [{ code: 'EAUTH', responseCode: 454 }, 'mail/temporary'],
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 530 }, 'mail/login'],
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 553 }, 'mail/refused'],
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }, 'mail/recipient-refused'],
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450 }, 'mail/temporary'],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 554 }, 'mail/refused'],
  ] as const;
  for (const [error, code] of classed) expect([error, smtpFailure(error)]).toEqual([error, code]);
});

test('a password is encrypted on its way to another machine unless somebody says otherwise; what is missing is named', () => {
  const read = (url: string, more: Record<string, string> = { LOCKSTEP_MAIL_FROM: 'a@b.example' }) =>
    readMailSettings(readConfig({ LOCKSTEP_SMTP_URL: url, ...more }));
  expect(read('smtp://u:p%40ss@mail.example')).toMatchObject({
    host: 'mail.example',
    port: 587,
    tls: 'required',
    login: { user: 'u', pass: 'p@ss' },
    pages: 'http://localhost:3000',
  });
  expect(read('smtp://u:p@mail.example?tls=never')).toMatchObject({ tls: 'never' });
  expect(read('smtp://mail.example:25')).toMatchObject({ tls: 'if-offered', login: null });
  expect(read('smtp://u:p@[::1]:25')).toMatchObject({ tls: 'if-offered', host: '::1' });
  expect(read('smtps://mail.example')).toMatchObject({ tls: 'from-the-start', port: 465 });
  expect(read('', {})).toBeNull();
  expect(() => read('smtp://mail.example', {})).toThrow(/set LOCKSTEP_MAIL_FROM/);
  expect(() => read('smtp://mail.example?tls=maybe')).toThrow(/not maybe/);
  expect(() => read('smtp://u:100%@mail.example')).toThrow(/%25/);
  expect(() => read('http://u:secret@mail.example')).toThrow(/^(?!.*secret)/);
});
