import type { PeoplePage, PersonView } from '@lockstep/contract/people.ts';
import type { Lockstep } from './lockstep.ts';

/** People of one PATCH. */
const editBatch = 2_000;
const listPage = 300;

export type Person = Pick<PersonView, 'id' | 'sfdcId'>;

/** So many people who are leads, the oldest first. */
export async function someLeads({ api }: Lockstep, amount: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let after = 0; people.length < amount; ) {
    const page = await api.get<PeoplePage>(`/admin/people?sfdcType=Lead&fields=title&limit=${listPage}&after=${after}`);
    people.push(...page.people.map(({ id, sfdcId }) => ({ id, sfdcId })));
    if (page.next === null) break;
    after = page.next;
  }
  return people.slice(0, amount);
}

/** Gives people a title, as an administrator who edits them through the API. */
export async function setTitles({ api }: Lockstep, people: readonly Person[], title: string): Promise<void> {
  for (let start = 0; start < people.length; start += editBatch) {
    const edits = people.slice(start, start + editBatch).map(({ id }) => ({ id, values: { title } }));
    await api.patch('/admin/people', { people: edits });
  }
}
