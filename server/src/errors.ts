import type { Told } from '@lockstep/contract/common.ts';
import { original, textOf } from './told.ts';

/**
 * The one catalogue of what can go wrong. Each code says what it means, whether it is normal, and what an operator does;
 * `docs/errors.md` is printed from it (`npx lockstep errors --markdown`).
 */

/** What the caller does about an error: the only classification there is. */
export type Decision = 'retry-later' | 'needs-operator' | 'our-bug';

export interface CatalogueEntry {
  decision: Decision;
  /** HTTP status of the admin API when this error ends a request. */
  status: number;
  /** What happened, for people who did not write this program. */
  meaning: string;
  /** What to do about it. */
  action: string;
}

export const catalogue = {
  'sf/invalid-login': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'Salesforce refused the username, the password or the security token.',
    action:
      'Check all three. Resetting the password also resets the security token: Salesforce mails a new one. ' +
      'For a sandbox, the username usually ends in the sandbox name, and the Sandbox box must be ticked. ' +
      'Salesforce gives this same answer for a locked or inactive user: see Login History of the user in Setup.',
  },
  'sf/user-locked': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The sync user is locked out after too many failed logins, or is inactive.',
    action: 'A Salesforce administrator unlocks or activates the user: Setup, Users.',
  },
  'sf/password-expired': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The password of the sync user has expired.',
    action:
      'Sign in to Salesforce as the sync user, set a new password, and enter it here with the new security token.',
  },
  'sf/login-restricted': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The sync user may not log in from this network address, at this hour, or in this way.',
    action: 'Check login IP ranges, login hours and single sign-on in the profile of the sync user.',
  },
  'sf/org-inactive': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The org is locked or suspended, or its trial has ended.',
    action: 'Sign in to the org as an administrator, or ask Salesforce.',
  },
  'sf/api-disabled': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The sync user may not use the API, or the edition of the org has no API.',
    action:
      'Tick API Enabled in the profile or a permission set of the sync user. In Professional Edition the API is an add-on.',
  },
  'sf/soap-login-disabled': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'This org does not accept SOAP login() any more.',
    action: 'Connect with OAuth instead: Login with Salesforce.',
  },
  'sf/wrong-environment': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The credentials belong to the other environment: production and sandbox have different login hosts.',
    action: 'Change the Sandbox box, or enter the My Domain address of the org under Advanced.',
  },
  'sf/unreachable': {
    decision: 'retry-later',
    status: 502,
    meaning: 'Salesforce could not be reached: no such host, no connection, or no answer in time.',
    action: 'Check the login address and the network. The sync tries again by itself.',
  },
  'sf/host-not-allowed': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The address is not one of Salesforce and is not on the list of allowed hosts.',
    action: 'Correct the address, or add the host to LOCKSTEP_ALLOWED_HOSTS.',
  },
  'sf/oauth-client': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'Salesforce does not know the connected app, or its consumer secret or callback address is wrong.',
    action: 'Compare consumer key, consumer secret and callback URL with the connected app in Salesforce Setup.',
  },
  'sf/oauth-grant': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'Salesforce refused the authorization: it was withdrawn, has expired, was already used or not given.',
    action: 'Log in with Salesforce again.',
  },
  'sf/session-expired': {
    decision: 'retry-later',
    status: 502,
    meaning: 'The session ended while it was in use.',
    action: 'Nothing: a new session is opened by itself.',
  },
  'sf/request-limit': {
    decision: 'retry-later',
    status: 503,
    meaning: 'The org has used up its API requests of the last 24 hours.',
    action: 'The sync waits. See API usage for what used them, or buy more from Salesforce.',
  },
  'sf/concurrency-limit': {
    decision: 'retry-later',
    status: 503,
    meaning: 'Too many long requests run in the org at this moment.',
    action: 'Nothing: the sync tries again in a moment.',
  },
  'sf/job-stuck': {
    decision: 'retry-later',
    status: 502,
    meaning: 'Salesforce took a Bulk job and does not get on with it.',
    action: 'Nothing: it is aborted, and the records are read by queries instead, or sent in the next cycle.',
  },
  'sf/no-access': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The sync user may not see or change an object or field that the sync needs.',
    action: 'Grant the permission that the message names to the profile or a permission set of the sync user.',
  },
  'sf/temporary': {
    decision: 'retry-later',
    status: 502,
    meaning: 'Salesforce answered with a temporary error (5xx, row lock, time-out).',
    action: 'Nothing: the sync tries again by itself.',
  },
  'sf/incomplete-answer': {
    decision: 'retry-later',
    status: 502,
    meaning: 'An answer of Salesforce ended early or had fewer rows than it announced.',
    action: 'Nothing: the rows are read again; no cursor has moved.',
  },
  'sf/refused': {
    decision: 'our-bug',
    status: 502,
    meaning: 'Salesforce refused a request as wrong.',
    action: 'Report this with the original message.',
  },
  'setup/wrong-order': {
    decision: 'needs-operator',
    status: 409,
    meaning: 'This step of the set-up is not possible yet, or not any more.',
    action: 'Follow the order: credentials, sync fields, confirm credentials, edit mappings, start.',
  },
  'setup/locked': {
    decision: 'needs-operator',
    status: 409,
    meaning: 'The sync has started: the org and the initial mappings are final.',
    action: 'The same user on the same org can be authenticated again; another org needs another subscription.',
  },
  'setup/mapping-refused': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'These fields can not be mapped so.',
    action: 'The message says why: types must agree, and standard mappings are fixed.',
  },
  'setup/filter-refused': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'This condition can not be the filter of an object.',
    action:
      "Write it as after WHERE in SOQL, with the API names of fields: Rating = 'Hot' AND Country IN ('France', 'Japan').",
  },
  'sf/change-events-lost': {
    decision: 'retry-later',
    status: 503,
    meaning: 'The stream of change events could not be opened, or was lost.',
    action:
      'Nothing: it is opened again where it ended, and the cycles go on meanwhile. If it stays so, see whether a firewall lets ' +
      'this server reach the Pub/Sub API (LOCKSTEP_PUBSUB_URL).',
  },
  'sf/replay-id-expired': {
    decision: 'retry-later',
    status: 503,
    meaning: 'Salesforce keeps change events for 72 hours, and those after the last one that was read are gone.',
    action: 'Nothing: a cycle reads what changed, and events are listened to from now on.',
  },
  'sf/change-events-refused': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'Salesforce does not give the sync user change events.',
    action:
      'In Salesforce, select the objects in Setup › Change Data Capture and give the sync user Read access to them. Or turn change ' +
      'events off in the sync options; cycles need none.',
  },
  'sync/api-budget': {
    decision: 'retry-later',
    status: 503,
    meaning: 'The sync has reached its share of the API requests of the org.',
    action:
      'Nothing: it goes on by itself as requests of the last 24 hours run out. To let it use more, raise the API budget in ' +
      'the sync options; to need less, hide fields and objects that are not used.',
  },
  'sync/stopped': {
    decision: 'retry-later',
    status: 503,
    meaning: 'The server was stopped while a sync cycle ran.',
    action: 'Nothing: the cycle goes on where it was when a server runs again.',
  },
  'sync/lead-in-doubt': {
    decision: 'retry-later',
    status: 503,
    meaning: 'The answer to the creation of a lead was lost, so nobody knows yet whether the lead exists.',
    action: 'Nothing: the sync looks for the lead and links it; a minute later the person can be synced again.',
  },
  'sync/merge-in-doubt': {
    decision: 'retry-later',
    status: 503,
    meaning: 'The answer to a merge in Salesforce was lost, so nobody knows yet whether it was made.',
    action:
      'Nothing: the sync looks at the records and ends the merge here, if it was made; a minute later it can be asked for again.',
  },
  'flow/match-found': {
    decision: 'needs-operator',
    status: 409,
    meaning: 'Salesforce has a lead or contact with the e-mail address of this person already.',
    action: 'Choose whether to link the person to it or to create another lead.',
  },
  'flow/match-taken': {
    decision: 'needs-operator',
    status: 409,
    meaning: 'The lead or contact with this e-mail address belongs to another person here.',
    action: 'Merge the two people, or choose to create another lead.',
  },
  'flow/contact-owner': {
    decision: 'needs-operator',
    status: 409,
    meaning: 'This person is a contact in Salesforce, for which this owner can not be chosen.',
    action: 'Sync the person with assignment rules: a contact keeps its owner. Only a lead can belong to a queue.',
  },
  'flow/converted-status': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'A lead can not be converted with this status: it is none that means converted.',
    action: 'Choose one of those that the message lists; they are set up in Salesforce as values of Lead Status.',
  },
  'flow/contact-without-account': {
    decision: 'needs-operator',
    status: 422,
    meaning:
      'The contact has no account, and Salesforce makes a lead part of a contact only together with its account.',
    action: 'Give the contact an account in Salesforce, and try again.',
  },
  'flow/owner-needed': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The lead belongs to a queue, and accounts, contacts and opportunities can not.',
    action: 'Choose a user as the owner.',
  },
  'program/statuses-differ': {
    decision: 'needs-operator',
    status: 409,
    meaning: 'The statuses of the program and of the campaign are not the same.',
    action:
      'Compare them. What the campaign lacks can be created with the link; what the program lacks is added to its channel, or ' +
      'renamed or removed in Salesforce; a status of another name can be given as its label.',
  },
  'program/unknown-status': {
    decision: 'needs-operator',
    status: 409,
    meaning: 'The campaign member has a status in Salesforce that the channel of its program does not have.',
    action: 'Add the status to the channel, or give the member another one in Salesforce.',
  },
  'program/status-missing': {
    decision: 'needs-operator',
    status: 409,
    meaning:
      'The member has a status that the Salesforce campaign does not have: Salesforce would set its default instead.',
    action: 'Create the missing statuses of the campaign: link the program to it again with "create missing statuses".',
  },
  'program/linked': {
    decision: 'needs-operator',
    status: 409,
    meaning: 'A program and a campaign are linked one to one, and one of them is linked already.',
    action: 'Unlink it first.',
  },
  'mail/off': {
    decision: 'needs-operator',
    status: 409,
    meaning: 'This server sends no e-mails: it knows no mail server.',
    action: 'Set LOCKSTEP_SMTP_URL and LOCKSTEP_MAIL_FROM (docs/config.md), and start the server again.',
  },
  'mail/unreachable': {
    decision: 'retry-later',
    status: 502,
    meaning: 'The mail server could not be reached, or the connection to it broke.',
    action: 'Check host and port in LOCKSTEP_SMTP_URL and the network. It is tried again by itself.',
  },
  'mail/temporary': {
    decision: 'retry-later',
    status: 502,
    meaning: 'The mail server does not take the e-mail at this moment.',
    action: 'Nothing: it is tried again by itself.',
  },
  'mail/login': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The mail server refused the user or the password, or wants one.',
    action:
      'Correct LOCKSTEP_SMTP_URL (special characters are percent-encoded) and start the server again. Many providers want a ' +
      'password made for this program instead of that of the account.',
  },
  'mail/insecure': {
    decision: 'needs-operator',
    status: 422,
    meaning:
      'The connection to the mail server could not be encrypted: it offers no TLS, or its certificate is not trusted.',
    action:
      'smtps:// is for the port that is encrypted from the start (465), smtp:// for STARTTLS (587). Name the certificates to ' +
      'trust in LOCKSTEP_SMTP_CA_FILE. A server on a network that you trust can do without: ?tls=never in LOCKSTEP_SMTP_URL.',
  },
  'mail/recipient-refused': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The mail server does not take e-mails to this address.',
    action: 'Check the address, and whether the mail server lets this sender write to it.',
  },
  'mail/refused': {
    decision: 'needs-operator',
    status: 422,
    meaning: 'The mail server refused the e-mail.',
    action: 'See what it answered: often the sender (LOCKSTEP_MAIL_FROM) is not one that the user may write as.',
  },
  'mail/in-doubt': {
    decision: 'needs-operator',
    status: 503,
    meaning:
      'The server was stopped, or lost the connection, while an e-mail went out: nobody knows whether it arrived.',
    action: 'Nothing is sent twice: look at the notifications, which it was about.',
  },
  'request/invalid': {
    decision: 'needs-operator',
    status: 400,
    meaning: 'The request has a missing or a wrong value.',
    action: 'Correct the value that the message names.',
  },
  'request/not-found': {
    decision: 'needs-operator',
    status: 404,
    meaning: 'There is no such thing.',
    action: 'Check the id or the name.',
  },
  'request/unauthenticated': {
    decision: 'needs-operator',
    status: 401,
    meaning: 'Nobody is signed in, or the session has ended.',
    action: 'Sign in.',
  },
  'request/forbidden': {
    decision: 'needs-operator',
    status: 403,
    meaning: 'The signed-in user may not do this.',
    action: 'Ask an administrator for the role.',
  },
  'request/too-many': {
    decision: 'retry-later',
    status: 429,
    meaning: 'Too many requests in a short time.',
    action: 'Wait for as long as the Retry-After header says.',
  },
  'config/invalid': {
    decision: 'needs-operator',
    status: 500,
    meaning: 'An option has a value that can not be used.',
    action: 'See docs/config.md for the option that the message names.',
  },
  'database/unreachable': {
    decision: 'retry-later',
    status: 503,
    meaning: 'PostgreSQL does not answer.',
    action: 'Check DATABASE_URL and that the server runs.',
  },
  'database/too-new': {
    decision: 'needs-operator',
    status: 503,
    meaning: 'The database was changed by a newer version of Lockstep that this version can not work with.',
    action: 'Start the newer version.',
  },
  'database/migration-failed': {
    decision: 'our-bug',
    status: 503,
    meaning: 'The database could not be brought to the schema of this version.',
    action:
      'Nothing was changed: the failed change was rolled back. The role in DATABASE_URL must be allowed to create schemas ' +
      'and tables; if it is, report this with the original message.',
  },
  'secrets/unreadable': {
    decision: 'needs-operator',
    status: 503,
    meaning: 'A stored secret can not be decrypted.',
    action:
      'Start with the LOCKSTEP_SECRET_KEY it was stored with (or list that key in LOCKSTEP_OLD_SECRET_KEYS), the same on ' +
      'every machine. If the key is lost, enter the credentials again.',
  },
  'server/port-taken': {
    decision: 'needs-operator',
    status: 500,
    meaning: 'Another program already listens on this port.',
    action: 'Stop that program, or choose another port with --port or LOCKSTEP_PORT.',
  },
  'internal/unexpected': {
    decision: 'our-bug',
    status: 500,
    meaning: 'Something happened that should be impossible.',
    action: 'Report this with the log lines around it. Nothing was lost: the step will be done again.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;

/** An error of a known kind. `detail` names the case at hand; never a secret (SEC-1). */
export class LockstepError extends Error {
  override readonly name = 'LockstepError';
  readonly code: ErrorCode;
  readonly detail: string;
  /** The detail in words that can be translated; a text is somebody else's, such as Salesforce's. */
  readonly told: readonly Told[];

  constructor(code: ErrorCode, detail: string | Told | readonly Told[], options?: { cause?: unknown }) {
    const words = typeof detail === 'string' ? original(detail) : [detail].flat();
    const text = textOf(words);
    super(`${catalogue[code].meaning} ${text}`.trim(), options);
    this.code = code;
    this.detail = text;
    this.told = words;
  }

  get entry(): CatalogueEntry {
    return catalogue[this.code];
  }
}

/** What the catalogue says of an error. */
export const meaningOf = (code: ErrorCode): Told => ({
  sentence: catalogue[code].meaning,
  values: [],
  key: `${code}/meaning`,
});

/** What the catalogue says one does about it. */
export const actionOf = (code: ErrorCode): Told => ({
  sentence: catalogue[code].action,
  values: [],
  key: `${code}/action`,
});

/** An error as one tells it: what happened, and the case at hand. */
export function wordsOf({ code, told }: LockstepError): Told[] {
  return [meaningOf(code), ...told];
}

/** Any thrown thing as a LockstepError; what is not one already is our bug. */
export function asLockstepError(thrown: unknown): LockstepError {
  if (thrown instanceof LockstepError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new LockstepError('internal/unexpected', message, { cause: thrown });
}

/** The value, which can't be missing unless we have a bug. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new LockstepError('internal/unexpected', `missing: ${what}`);
  return value;
}

export function unreachable(value: never): never {
  throw new LockstepError('internal/unexpected', `unexpected value: ${JSON.stringify(value)}`);
}
