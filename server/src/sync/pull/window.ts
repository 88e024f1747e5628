import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { BulkLoad, Cursor } from '../cursor.ts';
import { leavingOperation } from '../filter/leaving.ts';
import type { RecordFilters } from '../filter/record-filters.ts';

/** Operations that read some fields alone, of all records. */
export type SomeFields = 'Fill fields' | 'Refresh formulas';

/** What one step has to read: the records of an object that changed since its cursor (SYN-3). */
export interface Window {
  object: string;
  operation: 'Pull updates' | 'Pull deletes' | SomeFields | typeof leavingOperation;
  /** SOQL condition, without WHERE; null reads everything. */
  condition: string | null;
  /** Reads the recycle bin and the archive too. */
  all: boolean;
  /** Records that Salesforce counted in the window. */
  count: number;
  /** What the cursor moves to: Salesforce's time from before it counted. */
  coversUntil: string;
  /** How far before that the next window begins. */
  overlapSeconds: number;
  /** Nothing was read of this object before. */
  first: boolean;
  /** A Bulk query that an earlier run left under way. */
  job: BulkLoad | null;
  /** What read-small-windows.ts has read of it already. */
  rows?: Record<string, unknown>[];
}

/** The windows of one object, and what both of them lie in. */
export interface ObjectWindows {
  object: string;
  /** Deletes before updates. */
  windows: Window[];
  /** Every record that changed, deleted or not; null when the windows have to be counted by themselves. */
  both: { condition: string; count: number } | null;
}

/** An object to look at, with the condition that always applies to it. */
export interface Watched {
  object: string;
  deletes: boolean;
  filter: string | null;
  /** A year after they were closed, Salesforce archives activities: they still exist, and only queryAll shows them. */
  archived?: boolean;
}

/** In the order of SYN-1; after them come the objects that somebody added. */
const watchedObjects: readonly Watched[] = [
  { object: 'User', deletes: false, filter: null },
  { object: 'Group', deletes: false, filter: "Type = 'Queue'" },
  { object: 'Account', deletes: true, filter: null },
  { object: 'Lead', deletes: true, filter: null },
  { object: 'Contact', deletes: true, filter: null },
  { object: 'Opportunity', deletes: true, filter: null },
  { object: 'OpportunityContactRole', deletes: true, filter: null },
  { object: 'Campaign', deletes: true, filter: null },
  { object: 'CampaignMemberStatus', deletes: true, filter: null },
  { object: 'CampaignMember', deletes: true, filter: null },
  { object: 'Task', deletes: true, filter: null, archived: true },
  { object: 'Event', deletes: true, filter: null, archived: true },
];

/** Users and queues, which every sync has, and the objects of the plans. */
export function watchedOf(planned: readonly string[]): Watched[] {
  const always = (object: string) => object === 'User' || object === 'Group';
  const known = watchedObjects.filter(({ object }) => always(object) || planned.includes(object));
  const added = planned.filter((object) => !watchedObjects.some((watched) => watched.object === object));
  return [...known, ...added.map((object) => ({ object, deletes: true, filter: null }))];
}

/**
 * The windows of a cycle, counted together: one count tells whether an object has changed at all, and five counts are one
 * API call, so a cycle with nothing to do costs three, and one more for five objects that were added (PER-2). Each window begins an overlap before its cursor, because a
 * record committed late carries a stamp from before it became visible; what was read twice is skipped by comparison.
 */
export async function openWindows(
  salesforce: Salesforce,
  watched: readonly Watched[],
  filters: RecordFilters,
  cursors: readonly Cursor[],
  overlapSeconds: number,
  now: string,
): Promise<ObjectWindows[]> {
  const objects = watched.map((object) => openObject(object, filters, cursors, overlapSeconds, now));
  const shared = objects.filter(({ both }) => both !== null);
  const alone = objects.filter(({ both }) => both === null).flatMap(({ windows }) => windows.filter(isCounted));
  const counts = await salesforce.counts([
    ...shared.map(({ object, both }) => ({
      soql: countQuery({ object, condition: both?.condition ?? null }),
      all: true,
    })),
    ...alone.map(countOf),
  ]);
  shared.forEach(({ both, windows }, index) => {
    const count = counts[index] ?? 0;
    if (both) both.count = count;
    for (const window of windows) window.count = count;
  });
  alone.forEach((window, index) => {
    window.count = counts[shared.length + index] ?? 0;
  });
  return objects;
}

/** Counts each window of the objects by itself, where the count of both together is not enough. */
export async function countApart(salesforce: Salesforce, objects: readonly ObjectWindows[]): Promise<void> {
  const windows = objects.flatMap((object) => object.windows);
  if (windows.length === 0) return;
  const counts = await salesforce.counts(windows.map(countOf));
  windows.forEach((window, index) => {
    window.count = counts[index] ?? 0;
  });
}

function openObject(
  watched: Watched,
  filters: RecordFilters,
  cursors: readonly Cursor[],
  overlap: number,
  now: string,
): ObjectWindows {
  const { object, deletes } = watched;
  const always = watched.filter ? [watched.filter] : [];
  const open = (operation: Window['operation'], own: string[], all: boolean): Window & { since: string | null } => {
    const cursor = cursors.find((c) => c.object === object && c.operation === operation);
    const since = cursor?.coveredUntil ? earlier(cursor.coveredUntil, overlap) : null;
    const conditions = [...own, ...always, ...changedSince(since)];
    return {
      object,
      operation,
      condition: conditions.length ? conditions.join(' AND ') : null,
      all,
      count: 0,
      coversUntil: now,
      overlapSeconds: overlap,
      first: since === null,
      job: cursor?.job ?? null,
      since,
    };
  };
  const living = livingRecords(object, filters);
  const updates = open('Pull updates', living.condition ? [living.condition] : [], living.all);
  if (!deletes) return { object, windows: [updates], both: null };
  const deleted = open('Pull deletes', ['IsDeleted = true'], true);
  const filter = filters.get(object);
  if (filter) {
    const leaving = open(leavingOperation, [...alive(object), `(NOT (${filter}))`], living.all);
    leaving.first = !cursors.some((c) => c.object === object && c.operation === 'Pull updates');
    return { object, windows: [deleted, leaving, updates], both: null };
  }
  const windows = [deleted, updates];
  if (windows.some((w) => w.job || w.since === null)) return { object, windows, both: null };
  const since = [deleted.since, updates.since].sort()[0] ?? null;
  return { object, windows, both: { condition: [...always, ...changedSince(since)].join(' AND '), count: 0 } };
}

/** How to read the records of an object that take part: those that are not deleted and meet the filter of the object. */
export function livingRecords(object: string, filters: RecordFilters): { condition: string | null; all: boolean } {
  const filter = filters.get(object);
  const conditions = [...alive(object), ...(filter ? [`(${filter})`] : [])];
  return { condition: conditions.length > 0 ? conditions.join(' AND ') : null, all: isArchived(object) };
}

/** What `query` shows is not deleted anyway; archived records need `queryAll`, which shows both. */
const alive = (object: string): string[] => (isArchived(object) ? ['IsDeleted = false'] : []);

const isArchived = (object: string): boolean => watchedObjects.some((w) => w.object === object && w.archived);

const changedSince = (since: string | null): string[] => (since ? [`SystemModstamp >= ${since}`] : []);

/** What was deleted or left out before the first sync never was here. */
const isCounted = ({ first, operation }: Window): boolean => !first || operation === 'Pull updates';

const countOf = (window: Window) => ({ soql: countQuery(window), all: window.all });

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
