import type pg from 'pg';
import type { Clock } from './clock.ts';

const hour = 3_600_000;

/** API requests of the last 24 hours, counted in memory per hour and written down now and then. */
export class ApiUsage {
  readonly #pool: pg.Pool;
  readonly #calls = new Map<number, number>();
  #unwritten = new Map<number, number>();
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | undefined;

  constructor(pool: pg.Pool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async open(): Promise<void> {
    const { rows } = await this.#pool.query(
      "select hour, calls from setup.api_usage where hour > setup.now() - interval '1 day'",
    );
    for (const row of rows) this.#calls.set((row.hour as Date).getTime(), row.calls);
    this.#timer = setInterval(() => this.flush().catch(() => {}), 5_000);
    this.#timer.unref();
  }

  count(): void {
    const now = Math.floor(this.#clock.instant().getTime() / hour) * hour;
    this.#calls.set(now, (this.#calls.get(now) ?? 0) + 1);
    this.#unwritten.set(now, (this.#unwritten.get(now) ?? 0) + 1);
  }

  used(): number {
    const oldest = this.#clock.instant().getTime() - 24 * hour;
    let total = 0;
    for (const [at, calls] of this.#calls) {
      if (at >= oldest) total += calls;
      else this.#calls.delete(at);
    }
    return total;
  }

  async flush(): Promise<void> {
    const batch = this.#unwritten;
    this.#unwritten = new Map();
    for (const [at, calls] of batch) {
      await this.#pool.query(
        'insert into setup.api_usage as u (hour, calls) values ($1, $2) on conflict (hour) do update set calls = u.calls + excluded.calls',
        [new Date(at), calls],
      );
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
