import { setTimeout as sleep } from 'node:timers/promises';
import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { classifyJobFailure } from './classify.ts';
import type { JobWatch } from './salesforce.ts';

/** The members of a job that both kinds of Bulk API 2.0 jobs have. */
export interface JobStatus {
  id: string;
  state: string;
  numberRecordsProcessed: number;
  errorMessage: string | null;
}

/**
 * A small job is ready in a moment, and somebody may be waiting for it; a large one takes minutes, and every look costs
 * one of the org's daily requests.
 */
const firstPauseMs = 50;
const longestPauseMs = 5000;

export interface JobWait extends JobWatch {
  /** A job that shows no progress for so long hangs: Salesforce has no promise of when it begins one (field.md 26). */
  patienceMs: number;
}

/** Asks for the job until it has ended, one way or another, or hangs. */
export async function pollJob<Job extends JobStatus>(
  id: string,
  read: (id: string) => Promise<Job | null>,
  { signal, patienceMs, rows = 0 }: JobWait,
): Promise<Job> {
  let seen = '';
  let since = performance.now();
  let first: Look | undefined;
  for (let pause = 0; ; ) {
    const at = performance.now();
    const job = await read(id);
    if (!job) throw new LockstepError('sf/temporary', told`Salesforce does not know the job ${id} any more.`);
    if (['JobComplete', 'Failed', 'Aborted'].includes(job.state)) return job;
    const now = `${job.state} ${job.numberRecordsProcessed}`;
    if (now !== seen) [seen, since] = [now, performance.now()];
    if (performance.now() - since > patienceMs) {
      throw new LockstepError('sf/job-stuck', told`The job ${id} stands at ${job.state}.`);
    }
    const look = { done: job.numberRecordsProcessed, at };
    first ??= look;
    pause = nextPause(pause, first, look, rows);
    await sleep(pause, undefined, { signal });
  }
}

/** What was seen of a job, and when (milliseconds). */
export interface Look {
  done: number;
  at: number;
}

/** Milliseconds to the next look: when the job should be done by its progress so far, otherwise longer and longer. */
export function nextPause(previous: number, first: Look, last: Look, rows: number): number {
  const moved = last.done - first.done;
  const left = rows - last.done;
  const pause = moved > 0 && left > 0 ? (left * (last.at - first.at)) / moved : previous * 1.5;
  return Math.min(Math.max(pause, firstPauseMs), longestPauseMs);
}

/** The job, if it is complete. */
export function completed<Job extends JobStatus>(job: Job): Job {
  if (job.state === 'JobComplete') return job;
  if (job.state === 'Aborted')
    throw new LockstepError('sf/temporary', told`The job ${job.id} was aborted in Salesforce.`);
  const message = job.errorMessage ?? 'no reason given';
  throw new LockstepError(classifyJobFailure(message), `The job ${job.id} failed: ${message}`);
}
