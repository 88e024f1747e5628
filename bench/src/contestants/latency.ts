import { setTimeout as pause } from 'node:timers/promises';
import type { PersonDetail } from '@lockstep/contract/people.ts';
import type { StatusView } from '@lockstep/contract/status.ts';
import type { Arena } from '../arena.ts';
import { beginIngest, ingestEnd } from '../org.ts';
import { medianRound } from '../rounds.ts';
import { changesFile } from './changes.ts';
import type { Lockstep } from './lockstep.ts';
import { type Person, setTitles, someLeads } from './people.ts';

/** Seconds from the moment one side has taken a change until the other shows it. */
export interface BothWays {
  toLockstepS: number;
  toOrgS: number;
}

const lookEveryMs = 20;
/** A mass change of a million must not be waited for in vain. */
const patienceMs = 600_000;

/** One change at a time, while nothing else happens. */
export async function idleLatency(arena: Arena, lockstep: Lockstep): Promise<BothWays> {
  const [there, here] = (await someLeads(lockstep, 2)) as [Person, Person];
  await listen(arena, lockstep, true);
  const toLockstepS = await medianRound(() => untilHere(arena, lockstep, there), Number);
  const toOrgS = await medianRound(() => untilThere(arena, lockstep, here), Number);
  await listen(arena, lockstep, false);
  return { toLockstepS, toOrgS };
}

/** One change each way while the org changes many leads. */
export async function massLatency(arena: Arena, lockstep: Lockstep, massIds: readonly string[]): Promise<BothWays> {
  const [there, here] = (await someLeads(lockstep, 2)) as [Person, Person];
  const others = massIds.filter((id) => id !== there.sfdcId && id !== here.sfdcId);
  await listen(arena, lockstep, true);
  const job = await beginIngest(arena.org.admin, 'update', changesFile(arena, others));
  const [toLockstepS, toOrgS] = await Promise.all([
    untilHere(arena, lockstep, there),
    untilThere(arena, lockstep, here),
    ingestEnd(arena.org.admin, job),
  ]);
  await listen(arena, lockstep, false);
  await lockstep.cycle();
  return { toLockstepS, toOrgS };
}

/** Change events of leads, selected in the org and listened to, or neither: the other measurements do without. */
async function listen({ org }: Arena, { api }: Lockstep, changeEvents: boolean): Promise<void> {
  const url = `${org.address.url}/practice-org/metadata/change-data-capture`;
  const headers = { 'content-type': 'application/json' };
  await org.admin.request({ method: 'PUT', url, headers, body: JSON.stringify(changeEvents ? ['Lead'] : []) });
  await api.put('/admin/sync/options', { changeEvents });
  const listening = async () => (await api.get<StatusView>('/admin/status')).changeEvents.state === 'listening';
  await until(async () => (await listening()) === changeEvents);
}

async function untilHere({ org }: Arena, { api }: Lockstep, { id, sfdcId }: Person): Promise<number> {
  const Title = `Seen there ${new Date().toISOString()}`;
  await org.admin.sobject('Lead').update({ Id: String(sfdcId), Title });
  return until(async () => (await api.get<PersonDetail>(`/admin/people/${id}`)).person.values.title === Title);
}

async function untilThere({ org }: Arena, lockstep: Lockstep, person: Person): Promise<number> {
  const title = `Seen here ${new Date().toISOString()}`;
  await setTitles(lockstep, [person], title);
  return until(async () => (await org.syncUser.sobject('Lead').retrieve(String(person.sfdcId))).Title === title);
}

async function until(check: () => Promise<boolean>): Promise<number> {
  const begun = performance.now();
  while (!(await check())) {
    if (performance.now() - begun > patienceMs) throw new Error('A change did not arrive on the other side.');
    await pause(lookEveryMs);
  }
  return (performance.now() - begun) / 1000;
}
