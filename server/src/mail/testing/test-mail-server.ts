import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received {
  to: string;
  subject: string;
  text: string;
  html: string;
  encrypted: boolean;
}

/** A mail server that we did not write, over TCP, and the letters that it took. */
export interface TestMailServer extends AsyncDisposable {
  port: number;
  received: Received[];
  /** What it answers to recipients that it does not take: code and words. */
  refused: Map<string, [code: number, words: string]>;
}

export const mailUser = { name: 'lockstep@example.com', password: 'p@ss/word' };

export async function startTestMailServer(options: SMTPServerOptions = {}, port = 0): Promise<TestMailServer> {
  const received: Received[] = [];
  const refused: TestMailServer['refused'] = new Map();
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    ...options,
    onAuth({ username, password }, _session, done) {
      const known = username === mailUser.name && password === mailUser.password;
      done(known ? null : smtpError(535, '5.7.8 Authentication credentials invalid'), { user: username });
    },
    onRcptTo({ address }, _session, done) {
      const refusal = refused.get(address);
      done(refusal ? smtpError(...refusal) : null);
    },
    onData(stream, { envelope, secure }, done) {
      text(stream).then((raw) => {
        const to = envelope.rcptTo.map(({ address }) => address).join();
        received.push({ to, ...partsOf(raw), encrypted: secure });
        done(null, `queued as ${received.length}`);
      }, done);
    },
  });
  server.on('error', () => {}); // Of connections: the client hears of it.
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    refused,
    [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed())),
  };
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** As far as our letters need it: one line of a subject, two parts in quoted-printable or as they are. */
function partsOf(raw: string): Pick<Received, 'subject' | 'text' | 'html'> {
  const [head = '', ...parts] = raw.split(/\r\n--\S+\r\n/);
  const part = (type: string) => {
    const found = parts.find((each) => each.includes(`Content-Type: ${type}`)) ?? '';
    return decoded(found.slice(found.indexOf('\r\n\r\n') + 4).split('\r\n--')[0] ?? '');
  };
  const subject = /^Subject: (.*(?:\r\n .*)*)/m.exec(head)?.[1] ?? '';
  return { subject: subject.replace(/\r\n /g, ' '), text: part('text/plain'), html: part('text/html') };
}

function decoded(quoted: string): string {
  const bytes = quoted
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}

/** For localhost, signed by itself, for a hundred years: good for nothing but tests. */
export const certificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyPRv6XK3/Ewj78Hj
BP+5UerDa9UwVF/Vx28SDRuxCPWhRANCAATdU46qPI7LMNcvv0m2hvxTNKI+bPmd
JHbruJK/Gbgo/75WrzM/bjuJ8FE6makoN41tmlfatkrjpBCTnstwp1iX
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjQwMTAxMDAwMDAwWhgPMjEyNDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN1Tjqo8jssw1y+/
SbaG/FM0oj5s+Z0kduu4kr8ZuCj/vlavMz9uO4nwUTqZqSg3jW2aV9q2SuOkEJOe
y3CnWJejTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0
hwR/AAABMB0GA1UdDgQWBBSntScFGy/ujV8QP/52byP+slmbbTAKBggqhkjOPQQD
AgNIADBFAiEA6DjlUOZakNOsfq7kVda9xa5jFW8VDM86bAS/NSJRIhMCIEovZqof
8nbFFvaakuMf+PsjXzpSFZeartF1RvcEqTeK
-----END CERTIFICATE-----`,
};
