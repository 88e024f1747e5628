/** Something to do, and what has to have ended before it begins. */
export interface Task<Result> {
  name: string;
  after: readonly string[];
  run(): Promise<Result>;
}

/** Each step at work holds a database connection, or two for pages that follow each other; context.ts makes the pool large enough. */
export const tasksAtOnce = 4;

/**
 * Runs tasks side by side, each as soon as those before it have ended, however they ended: one slow object holds up only
 * what needs it (SYN-1). The results are in the order of the tasks. If one throws, the others still come to their end
 * before that is thrown: whoever holds a lock for all of them must not let it go while one is at work.
 */
export async function inOrder<Result>(tasks: readonly Task<Result>[], most = tasksAtOnce): Promise<Result[]> {
  const places = new Places(most);
  const started = new Map<string, Promise<Result>>();
  for (const { name, after, run } of tasks) {
    const before = after.flatMap((other) => started.get(other) ?? []);
    started.set(
      name,
      Promise.allSettled(before).then(() => places.within(run)),
    );
  }
  const ended = await Promise.allSettled(started.values());
  return ended.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}

/** As many at work as there are places; the others wait in the order they came. */
class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async within<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((proceed) => this.#waiting.push(proceed));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
