import { LockstepError } from '../../errors.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { told } from '../../told.ts';
import type { StepProgress } from '../step.ts';
import { countQuery, type Window } from './window.ts';

/** What was read of a window. */
export interface Read {
  rows: number;
  /** Of these, records last changed before the next window begins: nothing reads them again. */
  settled: number;
  /** It took several answers, between which records may have come and gone. */
  inParts: boolean;
}

/**
 * Refuses to call a window done when rows are missing (SYN-3). As many rows as were counted, in one answer, are all. Otherwise
 * Salesforce counts again what the next window will not read: a record that nobody touched since was there all the
 * time and must have been read, while one that was changed or deleted meanwhile has a newer stamp and comes with the next
 * window. So no edit in between is ever taken for a loss, nor a loss for an edit.
 */
export async function mustBeComplete(
  salesforce: Salesforce,
  window: Window,
  settledBefore: string,
  read: Read,
): Promise<void> {
  if (read.rows >= window.count && !read.inParts) return;
  const { object, all } = window;
  const condition = [window.condition, `SystemModstamp < ${settledBefore}`].filter(Boolean).join(' AND ');
  const [there = 0] = await salesforce.counts([{ soql: countQuery({ object, condition }), all }]);
  if (read.settled >= there) return;
  throw new LockstepError(
    'sf/incomplete-answer',
    told`Of ${there} ${object} records that have not changed since, ${read.settled} were read.`,
  );
}

/** Records that were counted and left the window before they were read. */
export function tellMoved(progress: StepProgress, announced: number, rows: number): void {
  if (rows >= announced) return;
  progress.note(
    told`${announced - rows} of ${announced} records changed while they were read; the next cycle reads them.`,
  );
}
