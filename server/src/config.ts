import {
  hosts,
  type Kind,
  mailServer,
  oneOf,
  place,
  postgresUrl,
  secretKey,
  secretKeys,
  sender,
  webUrl,
  wholeNumber,
} from './config-kinds.ts';
import { LockstepError } from './errors.ts';
import { pubSubApi } from './salesforce/hosts.ts';

/** One option: where it is read from, what it may be, what it is without being set, and a sentence for people. */
interface Option<T, D extends T | undefined> {
  readonly env: string;
  readonly kind: Kind<T>;
  readonly otherwise: D;
  readonly says: string;
}

function option<T, D extends T | undefined>(env: string, kind: Kind<T>, otherwise: D, says: string): Option<T, D> {
  return { env, kind, otherwise, says };
}

/** Every option there is. Start-up validation, `--help` and docs/config.md derive from this table. */
export const options = {
  databaseUrl: option(
    'DATABASE_URL',
    postgresUrl,
    undefined,
    'The PostgreSQL to use, 15 or newer. Without it Lockstep runs a private PostgreSQL inside the data folder.',
  ),
  dataDir: option(
    'LOCKSTEP_DATA_DIR',
    place,
    '.lockstep',
    'The folder for the private PostgreSQL and the generated secret key.',
  ),
  host: option(
    'LOCKSTEP_HOST',
    place,
    '127.0.0.1',
    'The address to listen on. The default is reachable from this machine only; 0.0.0.0 opens it to the network.',
  ),
  port: option(
    'LOCKSTEP_PORT',
    wholeNumber(0, 65_535),
    3000,
    'The port to listen on. When the default is taken, the next free one is used; 0 lets the system choose.',
  ),
  publicUrl: option(
    'LOCKSTEP_PUBLIC_URL',
    webUrl,
    undefined,
    'The address people reach this server at, when a proxy is in front. Needed for Login with Salesforce; ' +
      'with https, cookies are marked Secure. Without it: http://localhost and the port.',
  ),
  trustProxy: option(
    'LOCKSTEP_TRUST_PROXY',
    oneOf(['no', 'yes']),
    'no',
    'Whether to believe the X-Forwarded-For header of a proxy in front. Say yes only when there is one.',
  ),
  secretKey: option(
    'LOCKSTEP_SECRET_KEY',
    secretKey,
    undefined,
    'The master key that encrypts stored credentials. Without it one is made in the data folder, once. ' +
      'All processes on one database need the same.',
  ),
  oldSecretKeys: option(
    'LOCKSTEP_OLD_SECRET_KEYS',
    secretKeys,
    [],
    'Former master keys, still accepted for reading, after LOCKSTEP_SECRET_KEY was changed.',
  ),
  allowedHosts: option(
    'LOCKSTEP_ALLOWED_HOSTS',
    hosts,
    [],
    'Hosts other than those of Salesforce that the server may connect to, such as a practice org.',
  ),
  pubSubUrl: option(
    'LOCKSTEP_PUBSUB_URL',
    webUrl,
    pubSubApi,
    'Where change events come from: the Pub/Sub API of Salesforce for your part of the world, or that of a practice org.',
  ),
  practiceOrgUrl: option(
    'LOCKSTEP_PRACTICE_ORG_URL',
    webUrl,
    undefined,
    'The address of a practice org, shown as a hint on the web page.',
  ),
  smtpUrl: option(
    'LOCKSTEP_SMTP_URL',
    mailServer,
    undefined,
    'The mail server that notifications go out by; without it there are no e-mails. smtps:// is encrypted from the start, ' +
      'smtp:// by STARTTLS: always when there is a password and the server is another machine, otherwise when it is ' +
      'offered. ?tls=required, ?tls=if-offered or ?tls=never at the end says it otherwise. Special characters of user and ' +
      'password are percent-encoded.',
  ),
  mailFrom: option(
    'LOCKSTEP_MAIL_FROM',
    sender,
    undefined,
    'The sender of e-mails. Needed with LOCKSTEP_SMTP_URL. Links in e-mails begin with LOCKSTEP_PUBLIC_URL.',
  ),
  smtpCaFile: option(
    'LOCKSTEP_SMTP_CA_FILE',
    place,
    undefined,
    'A file of certificates (PEM) to trust beside the usual ones, for a mail server that has one of your own.',
  ),
  cycleRestSeconds: option(
    'LOCKSTEP_CYCLE_REST_SECONDS',
    wholeNumber(1, 86_400),
    300,
    'The rest between two sync cycles.',
  ),
  overlapSeconds: option(
    'LOCKSTEP_OVERLAP_SECONDS',
    wholeNumber(0, 86_400),
    300,
    'How far each pull looks back behind its cursor, so that records that Salesforce committed late are not missed.',
  ),
  bulkPageRows: option(
    'LOCKSTEP_BULK_PAGE_ROWS',
    wholeNumber(1, 1_000_000),
    50_000,
    'Rows per page of a bulk pull: the unit that is committed and resumed.',
  ),
  bulkThresholdRows: option(
    'LOCKSTEP_BULK_THRESHOLD_ROWS',
    wholeNumber(0, 1_000_000_000),
    10_000,
    'With more changed records than this, the Bulk API is used instead of REST queries.',
  ),
  bulkPatienceSeconds: option(
    'LOCKSTEP_BULK_PATIENCE_SECONDS',
    wholeNumber(1, 86_400),
    1_800,
    'How long a Bulk job of Salesforce may stand still before it is aborted and its records are read by queries instead.',
  ),
  workers: option('LOCKSTEP_WORKERS', wholeNumber(1, 64), 2, 'Jobs that one process works on at the same time.'),
  stepHistoryDays: option(
    'LOCKSTEP_STEP_HISTORY_DAYS',
    wholeNumber(1, 3650),
    30,
    'How long finished sync steps are kept.',
  ),
  compareIdsHours: option(
    'LOCKSTEP_COMPARE_IDS_HOURS',
    wholeNumber(0, 8760),
    24,
    'How often the numbers of records of both sides are compared, and their ids where the numbers disagree: the only way to ' +
      'find records that were purged from the recycle bin. 0 turns it off.',
  ),
  sessionHours: option(
    'LOCKSTEP_SESSION_HOURS',
    wholeNumber(1, 8760),
    12,
    'How long a sign-in lasts without being used.',
  ),
  logLevel: option(
    'LOCKSTEP_LOG_LEVEL',
    oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    'info',
    'How much is logged.',
  ),
} as const;

export type OptionName = keyof typeof options;
type ValueOf<O> = O extends Option<infer T, infer D> ? (D extends undefined ? T | undefined : T) : never;

export type Config = { readonly [Name in OptionName]: ValueOf<(typeof options)[Name]> } & {
  /** The options that somebody set, as opposed to those that have their default. */
  readonly given: ReadonlySet<OptionName>;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** The checked options of an environment. An empty value counts as not set. */
export function readConfig(environment: Environment): Config {
  const given = new Set<OptionName>();
  const values: Record<string, unknown> = { given };
  for (const [name, { env, kind, otherwise }] of optionEntries()) {
    const text = environment[env]?.trim();
    if (text) given.add(name);
    values[name] = text ? parse(env, kind, text) : otherwise;
  }
  return values as Config;
}

/** Variables that look like ours but are none: most likely a typing mistake, so worth a warning. */
export function unknownVariables(environment: Environment): string[] {
  const known = new Set<string>(optionEntries().map(([, { env }]) => env));
  return Object.keys(environment).filter((name) => name.startsWith('LOCKSTEP_') && !known.has(name));
}

/** The table as it is looped over: names with options of some type. */
export function optionEntries(): [OptionName, Option<unknown, unknown>][] {
  return Object.entries(options) as unknown as [OptionName, Option<unknown, unknown>][];
}

function parse(env: string, kind: Kind<unknown>, text: string): unknown {
  const value = kind.parse(text);
  if (value !== undefined) return value;
  const shown = kind.secret ? 'The value' : `"${text}"`;
  throw new LockstepError('config/invalid', `${env}: ${shown} is not ${kind.allowed}.`);
}
