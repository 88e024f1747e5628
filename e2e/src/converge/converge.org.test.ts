import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestSync, type TestSync } from '../../../server/src/sync/testing/test-sync.ts';
import { verify } from '../../../server/src/sync/verify/verify.ts';
import { happen, histories } from './happenings.ts';
import { syncHere } from './here.ts';
import { endTrouble } from './trouble.ts';
import { makeWorld, type World } from './world.ts';

/**
 * REL-1, REL-2: any history of both sides (happenings.ts), with cycles in between, with the org misbehaving and our process
 * killed, converges once it ends: both sides equal, nothing pending, nobody twice, no edit lost.
 * `npm run converge -- --runs N --seed S` runs more histories than the fixed ones here.
 */

const runs = Number(process.env.CONVERGE_RUNS ?? 4);
const seed = Number(process.env.CONVERGE_SEED ?? 20_260_101);

let sync: TestSync;
let world: World;

beforeAll(async () => {
  // A day's limit that thousands of histories do not reach.
  const settings = { overlapSeconds: 60, bulkThresholdRows: 30, bulkPageRows: 15 };
  sync = await startTestSync({ settings, dailyApiRequests: 100_000_000 });
  await sync.connect();
  await sync.cycle();
  world = makeWorld(sync);
});
afterAll(() => sync[Symbol.asyncDispose]());

test(
  'any history converges',
  async () => {
    const property = fc.asyncProperty(histories, async (history) => {
      for (const happening of history) await happen(world, happening);
      await converge();
    });
    await fc.assert(property, { seed, numRuns: runs, endOnFailure: true });
  },
  Math.max(180_000, runs * 60_000),
);

/** Once nothing happens any more, few cycles make both sides equal; waiting times are cut short. */
async function converge(): Promise<void> {
  await endTrouble(world);
  for (let cycle = 0; cycle < 4; cycle++) {
    await sync.rows(`update record_error set retry_at = now() where resolved_at is null`);
    expect(await sync.cycle()).toMatchObject({ error: null });
    if (cycle === 0) await syncHere(world);
  }
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });
  await nothingPending();
  await nobodyTwice();
  await noEditLost();
}

async function nothingPending(): Promise<void> {
  expect(
    await sync.rows(`
      select f.name, c.base, p.sfdc_type from pending_change c join field f on f.id = c.field_id
        join person p on p.id = c.person_id where p.sfdc_is_deleted is not true`),
  ).toEqual([]);
  expect(await sync.rows('select from create_intent')).toEqual([]);
  expect(await sync.rows('select from push_batch')).toEqual([]);
}

async function nobodyTwice(): Promise<void> {
  expect(
    await sync.rows('select sfdc_id from person where sfdc_id is not null group by 1 having count(*) > 1'),
  ).toEqual([]);
  const { rows: people } = await sync.org.pool.query(
    `select "LastName" as name from org."Lead" where "LastName" = any($1) and not "IsDeleted" and not "IsConverted"
     union all select "LastName" from org."Contact" where "LastName" = any($1) and not "IsDeleted"`,
    [[...world.born]],
  );
  expect(repeated(people)).toEqual([]);
  const { rows: tasks } = await sync.org.pool.query(
    `select "Subject" as name from org."Task" where "Subject" = any($1) and not "IsDeleted"`,
    [[...world.tasks]],
  );
  expect(repeated(tasks)).toEqual([]);
  const { rows: members } = await sync.org.pool.query(
    `select "CampaignId" from org."CampaignMember" where not "IsDeleted"
      group by "CampaignId", coalesce("ContactId", "LeadId") having count(*) > 1`,
  );
  expect(members).toEqual([]);
}

function repeated(rows: readonly { name: string }[]): string[] {
  const names = rows.map((row) => row.name);
  return names.filter((name, at) => names.indexOf(name) !== at);
}

/** A person that is still here has the phone number that was written last; one that was merged away follows its winner. */
async function noEditLost(): Promise<void> {
  const rows = await sync.rows<{ id: number; phone: string | null; merged: boolean }>(`
    select p.id, p.phone, exists (select from activity a where a.person_id = p.id and a.type_id in (21, 32)) as merged
      from person p`);
  const lost = rows.filter(
    ({ id, phone, merged }) => !merged && world.phones.has(id) && world.phones.get(id) !== phone,
  );
  expect(lost).toEqual([]);
}
