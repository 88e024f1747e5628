/** Something to do, and what has to have ended before it begins. */
export interface Task<Result> {
  name: string;
  after: readonly string[];
  run(): Promise<Result>;
}

/**
 * Runs tasks side by side, each as soon as those before it have ended, however they ended: one slow object holds up only
 * what needs it (SYN-1). The results are in the order of the tasks. If one throws, the others still come to their end
 * before that is thrown: whoever holds a lock for all of them must not let it go while one is at work.
 */
export async function inOrder<Result>(tasks: readonly Task<Result>[]): Promise<Result[]> {
  const started = new Map<string, Promise<Result>>();
  for (const { name, after, run } of tasks) {
    const before = after.flatMap((other) => started.get(other) ?? []);
    started.set(name, Promise.allSettled(before).then(run));
  }
  const ended = await Promise.allSettled(started.values());
  return ended.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}
