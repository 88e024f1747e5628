import { Writable } from 'node:stream';
import { type DestinationStream, destination, type LevelWithSilent, type Logger, pino } from 'pino';

export type Log = Logger;

/** Names of fields that hold secrets. They are replaced wherever they stand in a log line, two levels deep (SEC-1). */
const secretNames = [
  'password',
  'newPassword',
  'securityToken',
  'consumerSecret',
  'clientSecret',
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'token',
  'authorization',
  'cookie',
  'connectionString',
];

/** Structured logs on stderr, so that stdout belongs to results. On a terminal the lines are written for people. */
export function makeLog(level: LevelWithSilent, name: string): Log {
  const target = process.stderr.isTTY ? readable(process.stderr) : destination({ dest: 2, sync: true });
  return makeLogTo(target, level, name);
}

export function makeLogTo(target: DestinationStream, level: LevelWithSilent, name: string): Log {
  return pino(
    {
      name,
      level,
      base: { pid: process.pid },
      redact: { paths: secretNames.flatMap((secret) => [secret, `*.${secret}`, `*.*.${secret}`]), censor: '***' },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    target,
  );
}

/** `09:15:02 warn  Salesforce is slow  object=Lead seconds=12` */
function readable(output: Writable): DestinationStream {
  return new Writable({
    write(chunk, _encoding, done) {
      for (const line of String(chunk).split('\n').filter(Boolean)) output.write(`${readableLine(line)}\n`);
      done();
    },
  });
}

export function readableLine(line: string): string {
  const { time, level, msg, err, pid: _pid, name: _name, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const details = Object.entries(rest).map(([key, value]) => `${key}=${compact(value)}`);
  const stack = (err as { stack?: string } | undefined)?.stack;
  const text = [String(time).slice(11, 19), String(level).padEnd(5), msg, ...details].filter(Boolean).join(' ');
  return stack ? `${text}\n${stack}` : text;
}

function compact(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
