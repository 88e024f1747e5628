import type pg from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { inTransaction } from '../database.ts';

/** What the bus holds of one event. A platform event has a payload; a change event is rendered for whoever reads it. */
export interface LoggedEvent {
  replayId: number;
  id: string;
  at: Date;
  object: string;
  changeType: string | null;
  recordIds: string[];
  transactionKey: string;
  sequenceNumber: number;
  commitNumber: number;
  origin: string;
  userId: string;
  fields: Record<string, unknown>;
  schemaId: string | null;
  payload: Buffer | null;
}

/** Which events a subscriber wants: of these objects. */
export type Objects = readonly string[];

const retentionHours = 72;
/** How often what nobody reads is put in order and what is too old is dropped. */
const tidyEveryMs = 60_000;
const reconnectMs = 1000;
const sequenceLock = 7_215_011;

const columns = `replay_id as "replayId", id, at, object, change_type as "changeType", record_ids as "recordIds",
  transaction_key as "transactionKey", sequence_number as "sequenceNumber", commit_number as "commitNumber",
  origin, user_id as "userId", fields, schema_id as "schemaId", payload`;

/**
 * Moves what is committed, and no more, into the log: a transaction that is still open is told later, with later replay ids.
 * Two transactions that wrote the same record are in the order of their locks, so each goes by the last thing it wrote.
 * One statement that made the same change of many records is one event (ChangeEventHeader Fields, `recordIds`).
 */
const moveCaptured = `
with taken as (delete from events.captured returning *),
whole as (
  select *, max(n) over (partition by xid) as last_n, min(n) over (partition by xid) as first_n from taken
),
merged as (
  select xid, last_n, min(n) as n, max(at) as at, object, change_type, array_agg(record_id order by n) as record_ids,
         origin, max(user_id) as user_id, fields, selected, min(first_n) as first_n
    from whole
   group by xid, last_n, statement, n / 500, object, change_type, origin, fields, selected
)
insert into events.log (at, object, change_type, record_ids, transaction_key, sequence_number, commit_number, origin, user_id, fields, selected)
select at + make_interval(secs => $1), object, change_type, record_ids,
       lpad(to_hex(xid::text::bigint), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(first_n), 12, '0'),
       row_number() over (partition by xid order by n), last_n, origin, coalesce(user_id, ''), fields, selected
  from merged order by last_n, n`;

/** The event bus: 72 hours of events, in the order of their replay ids, for any number of readers in any process. */
export class EventLog {
  readonly #pool: pg.Pool;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #listeners = new Set<() => void>();
  #ear: Promise<pg.PoolClient> | undefined;
  #tidying: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(pool: pg.Pool, clock: Clock, log: Logger) {
    this.#pool = pool;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Puts what was committed by now in order. Called before the log is read. Returns the replay id after which nothing has happened
   * yet: it is known only while nobody else puts events into the log, since their ids are taken before they can be read.
   */
  async sequence(): Promise<number> {
    return inTransaction(this.#pool, async (database) => {
      await database.query('select pg_advisory_xact_lock($1)', [sequenceLock]);
      await database.query(moveCaptured, [this.#clock.offsetMs / 1000]);
      const { rows } = await database.query<{ tip: number }>(
        'select case when is_called then last_value else 0 end as tip from events.replay_id',
      );
      return rows[0]?.tip ?? 0;
    });
  }

  /** Changes of objects that are not selected are for push topics alone. */
  async read(objects: Objects, after: number, limit: number, unselected = false): Promise<LoggedEvent[]> {
    const { rows } = await this.#pool.query<LoggedEvent>(
      `select ${columns} from events.log
        where replay_id > $1 and object = any($2) and at > $4 and (selected or $5) order by replay_id limit $3`,
      [after, objects, limit, this.#oldest(), unselected],
    );
    return rows;
  }

  /** Whether a subscription may go on after this id: it is still in the bus, or the newest there ever was. */
  async holds(replayId: number): Promise<boolean> {
    if (replayId === (await this.sequence())) return true;
    const { rows } = await this.#pool.query('select from events.log where replay_id = $1 and at > $2', [
      replayId,
      this.#oldest(),
    ]);
    return rows.length > 0;
  }

  /** Publishes platform events; returns their replay ids. */
  async publish(name: string, events: readonly { id: string; schemaId: string; payload: Buffer }[]): Promise<number[]> {
    return inTransaction(this.#pool, async (database) => {
      await database.query('select pg_advisory_xact_lock($1)', [sequenceLock]);
      const { rows } = await database.query<{ replay_id: number }>(
        `insert into events.log (at, object, schema_id, payload)
         select $2, $1, e.schema_id, e.payload from unnest($3::text[], $4::bytea[]) with ordinality e(schema_id, payload, n) order by n
         returning replay_id`,
        [name, this.#now(), events.map(({ schemaId }) => schemaId), events.map(({ payload }) => payload)],
      );
      await database.query(`select pg_notify('practice_org_events', '')`);
      return rows.map(({ replay_id }) => replay_id);
    });
  }

  /** Calls back whenever something may have happened, until the returned function is called. */
  onNews(callback: () => void): () => void {
    this.#listeners.add(callback);
    this.#ear ??= this.#listen();
    return () => this.#listeners.delete(callback);
  }

  /** Drops what is older than 72 hours, now and every minute. */
  startTidying(): void {
    this.#tidying = setInterval(() => {
      this.tidy().catch((error) => this.#log.warn({ err: error }, 'the event bus could not be tidied'));
    }, tidyEveryMs).unref();
  }

  async tidy(): Promise<void> {
    await this.sequence();
    await this.#pool.query('delete from events.log where at <= $1', [this.#oldest()]);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#tidying);
    this.#listeners.clear();
    const ear = await this.#ear?.catch(() => undefined);
    ear?.release(true);
  }

  async #listen(): Promise<pg.PoolClient> {
    const client = await this.#pool.connect();
    client.on('notification', () => this.#tell());
    client.once('end', () => this.#listenAgain());
    await client.query('listen practice_org_events');
    return client;
  }

  /** What happened while nobody listened is in the tables: look once more. */
  #listenAgain(): void {
    if (this.#closed) return;
    setTimeout(() => {
      if (this.#closed) return;
      this.#ear = this.#listen();
      this.#ear.then(
        () => this.#tell(),
        () => this.#listenAgain(),
      );
    }, reconnectMs).unref();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #now(): Date {
    return this.#clock.instant();
  }

  #oldest(): Date {
    return new Date(this.#now().getTime() - retentionHours * 3_600_000);
  }
}
