import { expect, test } from 'vitest';
import { readStatus } from './status.ts';
import { makeTestSubscription } from './testing/test-subscription.ts';

test('totals are right as soon as a cycle has ended, however slow the count before was', async () => {
  await using one = await makeTestSubscription();
  const totals = async () => (await readStatus(one.pool, one.subscription)).totals.people;
  expect(await totals()).toEqual({ Lead: 0, Contact: 0, other: 0 });
  await one.rows('insert into sync_cycle default values');
  await one.rows(`insert into person (sfdc_id, sfdc_type) values ('00Q000000000001AAA', 'Lead')`);
  await one.rows('update sync_cycle set ended_at = now()');
  expect(await totals()).toEqual({ Lead: 1, Contact: 0, other: 0 });

  await using other = await makeTestSubscription();
  expect((await readStatus(other.pool, other.subscription)).totals.people.Lead).toBe(0);
});
