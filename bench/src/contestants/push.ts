import { answerAfter, type Org } from '../org.ts';
import { medianRound } from '../rounds.ts';
import { seconds } from '../stopwatch.ts';
import type { Cycle, Lockstep } from './lockstep.ts';
import { setTitles, someLeads } from './people.ts';

export interface Push {
  people: number;
  /** Until the API had taken all edits. */
  editS: number;
  cycle: Cycle;
}

/** Both ways in an org that is not next door. */
export interface DistantPush {
  push: Push;
  plainS: number;
}

/** What the network and Salesforce's own work on a call take at the very least. */
export const distantMs = 100;

/** The most records of one sObject Collections call. */
const collection = 200;

/** Edits people here through the API, then one cycle, which takes them to the org. */
export async function measurePush(lockstep: Lockstep, amount: number): Promise<Push> {
  const people = await someLeads(lockstep, amount);
  return medianRound(
    async () => {
      const editS = await seconds(() => setTitles(lockstep, people, `Changed here ${new Date().toISOString()}`));
      const cycle = await lockstep.cycle();
      const pushed = cycle.steps
        .filter((s) => s.operation === 'Push updates')
        .reduce((sum, s) => sum + s.counts.updated, 0);
      if (pushed !== people.length)
        throw new Error(`${people.length} people were edited, and the cycle pushed ${pushed}.`);
      return { people: people.length, editS, cycle };
    },
    ({ cycle }) => cycle.s,
  );
}

/** Lockstep and the plain way, when every call takes `distantMs` longer. */
export async function measureDistantPush(
  org: Org,
  lockstep: Lockstep,
  ids: readonly string[],
  amount: number,
): Promise<DistantPush> {
  await answerAfter(org, distantMs);
  try {
    const push = await measurePush(lockstep, amount);
    return { push, plainS: await runPlainPush(org, ids.slice(0, push.people)) };
  } finally {
    await answerAfter(org, 0);
  }
}

/** The plain way: collections of 200, one call after the other has answered. Returns the seconds. */
export async function runPlainPush(org: Org, ids: readonly string[]): Promise<number> {
  return medianRound(
    () => {
      const Title = `Changed plainly ${new Date().toISOString()}`;
      return seconds(async () => {
        for (let start = 0; start < ids.length; start += collection) {
          const records = ids.slice(start, start + collection).map((Id) => ({ Id, Title }));
          const results = await org.syncUser.sobject('Lead').update(records);
          if (results.some((r) => !r.success)) throw new Error('The practice org refused a record of the plain push.');
        }
      });
    },
    (s) => s,
  );
}
