import type { PeoplePage } from '@lockstep/contract/people.ts';
import type { Org } from '../org.ts';
import { seconds } from '../stopwatch.ts';
import type { Cycle, Lockstep } from './lockstep.ts';

export interface Push {
  people: number;
  /** Until the API had taken all edits. */
  editS: number;
  cycle: Cycle;
}

/** People of one PATCH. */
const editBatch = 2_000;
const listPage = 300;
/** The most records of one sObject Collections call. */
const collection = 200;

/** Edits people here through the API, then one cycle, which takes them to the org. */
export async function measurePush(lockstep: Lockstep, amount: number): Promise<Push> {
  const ids = await somePeople(lockstep, amount);
  const title = `Changed here ${new Date().toISOString()}`;
  const editS = await seconds(async () => {
    for (let start = 0; start < ids.length; start += editBatch) {
      const people = ids.slice(start, start + editBatch).map((id) => ({ id, values: { title } }));
      await lockstep.api.patch('/admin/people', { people });
    }
  });
  const cycle = await lockstep.cycle();
  const pushed = cycle.steps
    .filter((s) => s.operation === 'Push updates')
    .reduce((sum, s) => sum + s.counts.updated, 0);
  if (pushed !== ids.length) throw new Error(`${ids.length} people were edited, and the cycle pushed ${pushed}.`);
  return { people: ids.length, editS, cycle };
}

async function somePeople({ api }: Lockstep, amount: number): Promise<number[]> {
  const ids: number[] = [];
  for (let after = 0; ids.length < amount; ) {
    const page = await api.get<PeoplePage>(`/admin/people?sfdcType=Lead&limit=${listPage}&after=${after}`);
    ids.push(...page.people.map((p) => p.id));
    if (page.next === null) break;
    after = page.next;
  }
  return ids.slice(0, amount);
}

/** The plain way: collections of 200, one call after the other has answered. Returns the seconds. */
export async function runPlainPush(org: Org, ids: readonly string[]): Promise<number> {
  const Title = `Changed plainly ${new Date().toISOString()}`;
  return seconds(async () => {
    for (let start = 0; start < ids.length; start += collection) {
      const records = ids.slice(start, start + collection).map((Id) => ({ Id, Title }));
      const results = await org.syncUser.sobject('Lead').update(records);
      if (results.some((r) => !r.success)) throw new Error('The practice org refused a record of the plain push.');
    }
  });
}
