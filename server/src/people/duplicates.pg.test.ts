import { expect, test } from 'vitest';
import { makeTestSubscription } from '../sync/testing/test-subscription.ts';
import { listDuplicates } from './duplicates.ts';
import { createPeople } from './write-people.ts';

test('people with one address are a group, whatever its letters case; pages follow each other (SYN-10)', async () => {
  await using here = await makeTestSubscription();
  const person = (email: string | null, lastName: string) => ({ email, lastName });
  const people = [person('a@x.example', 'One'), person('A@X.example', 'Two'), person('b@x.example', 'Alone')];
  people.push(
    person('c@x.example', 'Three'),
    person('c@x.example', 'Four'),
    person(null, 'Nobody'),
    person(null, 'Noone'),
  );
  await here.run((client) => createPeople(client, people, 'test'));
  const first = await here.run((client) => listDuplicates(client, { limit: 1 }));
  expect(first.groups.map((g) => [g.email, g.people.map((p) => p.name)])).toEqual([['a@x.example', ['One', 'Two']]]);
  const second = await here.run((client) => listDuplicates(client, { limit: 1, after: first.next ?? '' }));
  expect(second.groups.map((g) => [g.email, g.people.map((p) => p.name)])).toEqual([
    ['c@x.example', ['Three', 'Four']],
  ]);
  expect(second.next).toBeNull();
});
