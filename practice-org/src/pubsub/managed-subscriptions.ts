import { ApiError } from '../api-error.ts';
import type { Queryable } from '../database.ts';
import { toId18 } from '../ids.ts';
import { invalid, notFound } from './rpc-error.ts';

export type Preset = 'LATEST' | 'EARLIEST';

/** A ManagedEventSubscription of the Tooling API: the org keeps how far its one subscriber has come. */
export interface ManagedSubscription {
  id: string;
  developerName: string;
  label: string;
  topic: string;
  defaultReplay: Preset;
  errorRecoveryReplay: Preset;
  state: 'RUN' | 'STOP';
  /** The last replay id that the subscriber committed. */
  committed: number | null;
}

const columns = `id, developer_name as "developerName", label, topic, default_replay as "defaultReplay",
  error_recovery_replay as "errorRecoveryReplay", state, committed`;

export async function listManaged(database: Queryable): Promise<ManagedSubscription[]> {
  const { rows } = await database.query<ManagedSubscription>(
    `select ${columns} from events.managed_subscription order by developer_name`,
  );
  return rows;
}

/** The subscription that a ManagedFetchRequest names, by exactly one of its two names. */
export async function findManaged(
  database: Queryable,
  { subscription_id: id, developer_name: name }: { subscription_id: string; developer_name: string },
): Promise<ManagedSubscription> {
  if (Boolean(id) === Boolean(name))
    throw invalid(
      'managed.subscription.id.or.developer.name.empty',
      'Provide a subscription ID or a developer name, and not both.',
    );
  if (id && !toId18(id))
    throw invalid('managed.subscription.subscription.id.invalid', 'A subscription ID has 15 or 18 characters.');
  const all = await listManaged(database);
  const found = all.find((one) => (id ? one.id === toId18(id) : one.developerName === name));
  if (found) return found;
  throw id
    ? notFound('managed.subscription.subscription.id.not.found', `There is no managed subscription ${id}.`)
    : notFound('managed.subscription.developer.name.not.found', `There is no managed subscription named ${name}.`);
}

export async function commitReplay(database: Queryable, id: string, replayId: number): Promise<void> {
  await database.query(
    'update events.managed_subscription set committed = $2 where id = $1 and (committed is null or committed <= $2)',
    [id, replayId],
  );
}

/** Creates a subscription from the body of a Tooling API request, or changes the one of that name. */
export async function saveManaged(database: Queryable, body: unknown): Promise<string> {
  const { FullName, DeveloperName = FullName, Metadata = {} } = (body ?? {}) as Record<string, unknown>;
  const { label, topicName, defaultReplay, errorRecoveryReplay, state } = Metadata as Record<string, unknown>;
  if (typeof DeveloperName !== 'string' || !/^[A-Za-z]\w*$/.test(DeveloperName) || typeof topicName !== 'string')
    throw new ApiError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      'A managed event subscription needs a FullName and Metadata with a topicName.',
    );
  const { rows } = await database.query(
    `insert into events.managed_subscription (developer_name, label, topic, default_replay, error_recovery_replay, state)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (developer_name) do update
        set label = excluded.label, topic = excluded.topic, default_replay = excluded.default_replay,
            error_recovery_replay = excluded.error_recovery_replay, state = excluded.state
     returning id`,
    [
      DeveloperName,
      typeof label === 'string' ? label : DeveloperName,
      topicName,
      defaultReplay === 'EARLIEST' ? 'EARLIEST' : 'LATEST',
      errorRecoveryReplay === 'EARLIEST' ? 'EARLIEST' : 'LATEST',
      state === 'STOP' ? 'STOP' : 'RUN',
    ],
  );
  return rows[0].id as string;
}
