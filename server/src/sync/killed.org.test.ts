import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { editPeople } from '../people/write-people.ts';
import { killCycle, startCommand } from './testing/command.ts';
import { startTestSync, type TestSync } from './testing/test-sync.ts';
import { verify } from './verify/verify.ts';

/**
 * REL-1: `lockstep sync --now` is killed with SIGKILL again and again, during the first sync and during cycles that pull
 * and push, by REST, Collections and Bulk. It must end equal, with nobody twice and no edit lost.
 */

const [leads, contacts] = [2400, 500];
const settings = { bulkPageRows: 200, bulkThresholdRows: 150, overlapSeconds: 60 };
/** About as long as a cycle takes here, so that kills fall into all of its steps. */
const mostMs = 1500;

let sync: TestSync;
beforeAll(async () => {
  sync = await startTestSync({ leads, contacts, accounts: 60, settings });
  await sync.connect();
});
afterAll(() => sync[Symbol.asyncDispose]());

test('killed at random moments, the sync resumes and ends equal', async () => {
  for (let run = 0; run < 4; run++) await runAndKill();
  await finishCycle();
  const loaded = await peopleCount();

  const edits = new Map<number, string>();
  for (let round = 0; round < 4; round++) {
    for (const [id, title] of await editHere(round)) edits.set(id, title);
    await editThere(round);
    await runAndKill();
  }

  await finishCycle();
  await finishCycle(); // A push of the first one comes back and is skipped.
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({
    equal: true,
    differences: 0,
    samples: [],
  });
  expect(await peopleCount()).toEqual(loaded);
  expect(loaded).toEqual({ people: leads + contacts, ids: leads + contacts });
  expect(await sync.rows('select from pending_change')).toEqual([]);
  expect(await sync.rows('select from push_batch')).toEqual([]);
  expect(await titlesHere([...edits.keys()])).toEqual(edits);
}, 240_000);

/** Killed at a random moment of the cycle. */
const runAndKill = () => killCycle(sync, Math.random() * mostMs);

async function finishCycle(): Promise<void> {
  const child = startCommand(sync, 'sync', '--now');
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'exit');
  expect(code, output).toBe(0);
}

async function peopleCount() {
  return (await sync.rows('select count(*)::int as people, count(distinct sfdc_id)::int as ids from person'))[0];
}

/** Enough leads for a Bulk job, and a few contacts; titles of leads here are never touched there, so none may be lost. */
async function editHere(round: number): Promise<Map<number, string>> {
  const people = await sync.rows<{ id: number }>(`
    (select id from person where sfdc_type = 'Lead' order by id offset ${round * 50} limit 400)
    union all (select id from person where sfdc_type = 'Contact' order by id limit 20)`);
  const edits = new Map(people.map(({ id }) => [id, `Title ${round} of ${id}`]));
  const changes = [...edits].map(([id, title]) => ({ id, values: { title } }));
  await sync.run((client) => editPeople(client, changes, 'test'));
  return edits;
}

async function editThere(round: number): Promise<void> {
  const found = await sync.admin.sobject('Lead').find({}, 'Id').limit(200);
  await sync.admin.sobject('Lead').update(found.map(({ Id }) => ({ Id: String(Id), City: `City ${round}` })));
}

async function titlesHere(ids: number[]): Promise<Map<number, string>> {
  const rows = await sync.rows<{ id: number; title: string }>(
    `select id, title from person where id in (${ids.join(', ')}) order by id`,
  );
  return new Map(ids.map((id) => [id, rows.find((row) => row.id === id)?.title ?? '']));
}
