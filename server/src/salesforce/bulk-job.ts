import { setTimeout as sleep } from 'node:timers/promises';
import { LockstepError } from '../errors.ts';
import { classifyJobFailure } from './classify.ts';

/** The members of a job that both kinds of Bulk API 2.0 jobs have. */
export interface JobStatus {
  id: string;
  state: string;
  errorMessage: string | null;
}

/**
 * A small job is ready in a moment, and somebody may be waiting for it; a large one takes minutes, and every look costs
 * one of the org's daily requests.
 */
const firstPauseMs = 50;
const longestPauseMs = 5000;

/** Asks for the job until it has ended, one way or another. */
export async function pollJob<Job extends JobStatus>(
  id: string,
  read: (id: string) => Promise<Job | null>,
  signal?: AbortSignal,
): Promise<Job> {
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
    const job = await read(id);
    if (!job) throw new LockstepError('sf/temporary', `Salesforce does not know the job ${id} any more.`);
    if (['JobComplete', 'Failed', 'Aborted'].includes(job.state)) return job;
    await sleep(pause, undefined, { signal });
  }
}

/** The job, if it is complete. */
export function completed<Job extends JobStatus>(job: Job): Job {
  if (job.state === 'JobComplete') return job;
  if (job.state === 'Aborted') throw new LockstepError('sf/temporary', `The job ${job.id} was aborted in Salesforce.`);
  const message = job.errorMessage ?? 'no reason given';
  throw new LockstepError(classifyJobFailure(message), `The job ${job.id} failed: ${message}`);
}
