import type { Problem } from '../api-error.ts';
import { enclose, inTransaction, type Queryable } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import type { InputRecord } from './prepare.ts';
import { Refusal } from './refusal.ts';
import { refused, type SaveContext, type SaveResult } from './save-context.ts';

export type Save = (context: SaveContext, records: InputRecord[]) => Promise<SaveResult[]>;

/** How records of several objects are saved by one request. */
export interface SaveAll {
  records: InputRecord[];
  allOrNone: boolean;
  objectOf(record: InputRecord): string | undefined;
  contextFor(object: string, database: Queryable): SaveContext;
  save: Save;
  /** The result of a record whose object nobody can tell. */
  withoutObject(record: InputRecord): SaveResult;
}

const rolledBack: Problem = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

/** Saves the records object by object in one transaction; with allOrNone one refused record undoes them all. */
export async function saveAll(org: OrgContext, given: SaveAll): Promise<SaveResult[]> {
  const { records } = given;
  const results: SaveResult[] = records.map(() => refused(null));
  try {
    await inTransaction(org.pool, async (database) => {
      const groups = Map.groupBy(records.keys(), (i) => given.objectOf(records[i] as InputRecord));
      for (const [name, indexes] of groups) {
        const its = indexes.map((i) => records[i] as InputRecord);
        const saved = name
          ? await given.save(given.contextFor(name, database), its)
          : its.map((record) => given.withoutObject(record));
        for (const [n, i] of indexes.entries()) results[i] = saved[n] as SaveResult;
      }
      if (given.allOrNone && results.some(({ success }) => !success)) throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
    return results.map((result) => (result.success ? refused(null, rolledBack) : result));
  }
  return results;
}

/** Ends the transaction of an allOrNone request; not a failure of the request itself. */
class Undo extends Error {}

export type Outcome<T> = { done: T } | { problems: Problem[] };

/** Does work one item at a time, each undone alone when it is refused; with allOrNone one refusal undoes them all. */
export async function doEach<I, T>(
  org: OrgContext,
  items: I[],
  allOrNone: boolean,
  work: (item: I, database: Queryable) => Promise<T>,
): Promise<Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  const all = async () => {
    for (const item of items) outcomes.push(await attempt(org, (database) => work(item, database)));
  };
  if (!allOrNone) {
    await all();
    return outcomes;
  }
  try {
    await inTransaction(org.pool, (client) =>
      enclose(client, async () => {
        await all();
        if (outcomes.some((outcome) => 'problems' in outcome)) throw new Undo();
      }),
    );
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
    return outcomes.map((outcome) => ('problems' in outcome ? outcome : { problems: [rolledBack] }));
  }
  return outcomes;
}

async function attempt<T>(org: OrgContext, work: (database: Queryable) => Promise<T>): Promise<Outcome<T>> {
  try {
    return { done: await inTransaction(org.pool, work) };
  } catch (error) {
    if (error instanceof Refusal) return { problems: error.problems };
    throw error;
  }
}
