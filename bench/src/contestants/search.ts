import type { PeoplePage } from '@lockstep/contract/people.ts';
import { medianRound } from '../rounds.ts';
import { seconds } from '../stopwatch.ts';
import type { Lockstep } from './lockstep.ts';

/** What people ask of the list of people: 50 of them, with all fields. */
const searches = {
  'first page': '',
  'by last name': 'sort=lastName',
  'found by the start of a name': 'search=sm',
  'filtered by source': 'filter=leadSource:is:Web',
  'filtered by source, by last name': 'filter=leadSource:is:Web&sort=lastName',
  'filtered by what nobody has': 'filter=title:is:Nobody',
};

/** Seconds of each. */
export type Search = Record<string, number>;

export async function measureSearch({ api }: Lockstep): Promise<Search> {
  const measured: Search = {};
  for (const [name, query] of Object.entries(searches)) {
    const look = () => api.get<PeoplePage>(`/admin/people?limit=50&${query}`);
    measured[name] = await medianRound(
      () => seconds(look),
      (s) => s,
    );
  }
  return measured;
}
