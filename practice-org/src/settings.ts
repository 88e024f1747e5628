import type { Queryable } from './database.ts';

/** The org's settings, kept in `setup.setting` and mirrored in memory. */
export class Settings {
  readonly #database: Queryable;
  readonly #values = new Map<string, unknown>();

  constructor(database: Queryable) {
    this.#database = database;
  }

  async load(): Promise<void> {
    const { rows } = await this.#database.query('select name, value from setup.setting');
    this.#values.clear();
    for (const { name, value } of rows) this.#values.set(name, value);
  }

  get<T>(name: string, otherwise: T): T {
    return this.#values.has(name) ? (this.#values.get(name) as T) : otherwise;
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.#database.query(
      'insert into setup.setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value',
      [name, JSON.stringify(value)],
    );
    this.#values.set(name, value);
  }
}
