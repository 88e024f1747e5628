import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { BulkLoad, Cursor } from '../cursor.ts';

/** What one step has to read: the records of an object that changed since its cursor (SYN-3). */
export interface Window {
  object: string;
  operation: 'Pull updates' | 'Pull deletes';
  /** SOQL condition, without WHERE; null reads everything. */
  condition: string | null;
  /** Reads the recycle bin too. */
  all: boolean;
  /** Records that Salesforce counted in the window. */
  count: number;
  /** What the cursor moves to: Salesforce's time from before it counted. */
  coversUntil: string;
  /** Nothing was read of this object before. */
  first: boolean;
  /** A Bulk query that an earlier run left under way. */
  job: BulkLoad | null;
}

/** An object to look at, with the condition that always applies to it. */
export interface Watched {
  object: string;
  deletes: boolean;
  filter: string | null;
}

export const watchedObjects: readonly Watched[] = [
  { object: 'User', deletes: false, filter: null },
  { object: 'Group', deletes: false, filter: "Type = 'Queue'" },
  { object: 'Account', deletes: true, filter: null },
  { object: 'Lead', deletes: true, filter: null },
  { object: 'Contact', deletes: true, filter: null },
];

/**
 * The windows of a cycle, counted together: five counts are one API call, so a cycle with nothing to do costs two (PER-2).
 * Each window begins an overlap before its cursor, because a record committed late carries a stamp from before it
 * became visible; what was read twice is skipped by comparison.
 */
export async function openWindows(
  salesforce: Salesforce,
  cursors: readonly Cursor[],
  overlapSeconds: number,
  now: string,
): Promise<Window[]> {
  const windows = watchedObjects.flatMap(({ object, deletes, filter }) => {
    const open = (operation: Window['operation'], own: string[]): Window => {
      const cursor = cursors.find((c) => c.object === object && c.operation === operation);
      const since = cursor?.coveredUntil ? earlier(cursor.coveredUntil, overlapSeconds) : null;
      const conditions = [...own, ...(filter ? [filter] : []), ...(since ? [`SystemModstamp >= ${since}`] : [])];
      return {
        object,
        operation,
        condition: conditions.length ? conditions.join(' AND ') : null,
        all: operation === 'Pull deletes',
        count: 0,
        coversUntil: now,
        first: since === null,
        job: cursor?.job ?? null,
      };
    };
    const updates = open('Pull updates', []);
    return deletes ? [open('Pull deletes', ['IsDeleted = true']), updates] : [updates];
  });
  // What was deleted before the first sync never was here.
  const counted = windows.filter((w) => !(w.first && w.operation === 'Pull deletes'));
  const counts = await salesforce.counts(counted.map((w) => ({ soql: countQuery(w), all: w.all })));
  counted.forEach((window, index) => {
    window.count = counts[index] ?? 0;
  });
  return windows;
}

export function countQuery(window: Pick<Window, 'object' | 'condition'>): string {
  return `SELECT COUNT() FROM ${window.object}${where(window)}`;
}

export function selectQuery(window: Pick<Window, 'object' | 'condition'>, selectList: string): string {
  return `SELECT ${selectList} FROM ${window.object}${where(window)}`;
}

const where = ({ condition }: Pick<Window, 'condition'>): string => (condition ? ` WHERE ${condition}` : '');

/** SOQL takes date-times to the second without quotes. */
export function earlier(iso: string, seconds: number): string {
  return new Date(Date.parse(iso) - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
