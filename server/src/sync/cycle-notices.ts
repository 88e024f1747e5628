import type { NotificationKind } from '@lockstep/contract/choices.ts';
import type { Told } from '@lockstep/contract/common.ts';
import { actionOf, type LockstepError, meaningOf, wordsOf } from '../errors.ts';
import type { Client } from '../postgres/pool.ts';
import { type Notice, raiseNotices, settleNotices } from '../subscription/notifications.ts';
import { told } from '../told.ts';
import type { Budget } from './api-budget.ts';
import type { Plans } from './schema-step.ts';

const credentialErrors = [
  'sf/invalid-login',
  'sf/user-locked',
  'sf/password-expired',
  'sf/login-restricted',
  'sf/org-inactive',
  'sf/soap-login-disabled',
  'sf/wrong-environment',
  'sf/host-not-allowed',
  'sf/oauth-client',
  'sf/oauth-grant',
  'secrets/unreadable',
];
const limitErrors = ['sf/request-limit', 'sync/api-budget'];
const permissionErrors = ['sf/no-access', 'sf/api-disabled'];

/** A temporary failure is news when it does not go away: with the third cycle in a row that ends so. */
const patience = 3;

/** How a cycle ended. */
interface CycleEnd {
  errors: readonly LockstepError[];
  /** Null when it ended before it knew what it may see. */
  schema: Pick<Plans, 'problems' | 'skipped'> | null;
  /** Null when it was not looked at. `hasRoom`: so much is left that what was said about it is over. */
  budget: { state: Budget; hasRoom: boolean } | null;
}

/** What a cycle that has ended tells administrators (OPS-4). */
export async function tellCycle(client: Client, { errors, schema, budget }: CycleEnd): Promise<void> {
  const lasting = await failsForLong(client);
  const known = new Set<LockstepError>(schema?.problems.values());
  const notices = [
    ...(budget?.state === 'tight' ? [tightNotice] : []),
    ...errors.filter((e) => !known.has(e)).flatMap((error) => noticeOf(error, lasting) ?? []),
    ...[...(schema?.problems ?? [])].map(([object, problem]) =>
      permissionNotice(
        object,
        problem,
        told`${object} is not synced: the sync user may not see something that the sync needs.`,
      ),
    ),
    ...[...(schema?.skipped ?? [])].map(([object, problem]) =>
      permissionNotice(object, problem, told`${object} is left out: the sync user may not see it.`),
    ),
  ];
  // A cycle that ended early has not looked at what it did not reach: only what it met is sure.
  if (!schema) return raiseNotices(client, unique(notices));
  const looked: NotificationKind[] = ['credentials', 'permission', 'sync-failed'];
  await settleNotices(client, budget?.hasRoom ? [...looked, 'api-limit'] : looked, unique(notices));
}

/** Told once while it lasts (SYN-16): its words are the same in every cycle. */
const tightNotice: Notice = {
  kind: 'api-limit',
  subject: 'API budget',
  message: [
    told`The API budget of the sync is nearly used up. Until there is room again, only people, companies and their owners are synced.`,
  ],
  action: [actionOf('sync/api-budget')],
};

function noticeOf(error: LockstepError, lasting: boolean): Notice | null {
  const kind = kindOf(error);
  if (kind === 'sync-failed' && error.entry.decision === 'retry-later' && !lasting) return null;
  // The number of requests is another in every cycle, and no news.
  const message = kind === 'api-limit' ? [meaningOf(error.code)] : wordsOf(error);
  return { kind, subject: error.code, message, action: [actionOf(error.code)] };
}

function kindOf({ code }: LockstepError): NotificationKind {
  if (credentialErrors.includes(code)) return 'credentials';
  if (limitErrors.includes(code)) return 'api-limit';
  return permissionErrors.includes(code) ? 'permission' : 'sync-failed';
}

function permissionNotice(object: string, { told: whatToGrant, code }: LockstepError, message: Told): Notice {
  return { kind: 'permission', subject: object, message: [message], action: [...whatToGrant, actionOf(code)] };
}

async function failsForLong(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ failed: number }>(`
    select count(*) filter (where error_code is not null and error_code <> 'sync/stopped')::int as failed
      from (select error_code from sync_cycle where ended_at is not null order by id desc limit ${patience}) latest`);
  return rows[0]?.failed === patience;
}

function unique(notices: readonly Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [`${notice.kind} ${notice.subject}`, notice])).values()];
}
