import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeOwner } from '../../flow/change-owner.ts';
import { verifyWhatIsDue } from '../../jobs/verify.ts';
import { editPeople } from '../../people/write-people.ts';
import { listNotifications } from '../../subscription/notifications.ts';
import { setEnabled } from '../../subscription/subscription.ts';
import { changeOptions } from '../options.ts';
import { readStatus } from '../status.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { readLastProof } from './proofs.ts';
import { verify } from './verify.ts';

/** The proof, its repair and its schedule (SYN-18), on the sample org; and the sync while it is disabled (SET-11). */

let sync: TestSync;
beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 0 } });
  await sync.connect();
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

const check = async (repair = false) => verify(sync.engine, await sync.subscription(), { repair });
const told = async () => (await sync.run((client) => listNotifications(client))).filter((n) => n.kind === 'defect');
const people = () =>
  sync.rows<{ id: number; sfdc_id: string }>(
    `select id, sfdc_id from person where sfdc_type = 'Lead' and sfdc_is_deleted is not true order by id`,
  );

/** Damage that no cycle would see: nothing here has a newer stamp there. */
async function damage(): Promise<void> {
  const [wrong, missing, purged] = await people();
  await sync.rows(`update person set city = 'Wrong' where id = ${wrong?.id}`);
  await sync.rows(`delete from person where id = ${missing?.id}`);
  await sync.org.pool.query(`delete from org."Lead" where "Id" = '${purged?.sfdc_id}'`);
  await sync.rows(`update company set name = 'Wrong' where id = (select min(id) from company)`);
}

test('a repair reads, flags and takes over what differs without a reason, and then both sides are equal', async () => {
  await damage();
  await sync.cycle();
  expect(await check()).toMatchObject({ equal: false, byReason: { defect: 4 }, repair: null });
  expect(await told()).toMatchObject([{ message: expect.stringContaining('4 differences') }]);
  expect(await check(true)).toMatchObject({ equal: true, repair: { read: 3, flagged: 1, pushed: false } });
  expect(await check(true)).toMatchObject({ equal: true, repair: null });
  expect(await told()).toEqual([]);
});

test('a repair pushes what is pending, and leaves a refused value its error', async () => {
  const [pending, refused] = await people();
  await sync.run((client) =>
    editPeople(
      client,
      [
        { id: pending?.id ?? 0, values: { title: 'Pushed by the repair' } },
        { id: refused?.id ?? 0, values: { email: 'no address' } },
      ],
      'test',
    ),
  );
  expect(await check(true)).toMatchObject({ byReason: { refused: 1 }, repair: { read: 0, pushed: true } });
  expect(await sync.admin.sobject('Lead').retrieve(pending?.sfdc_id ?? '')).toMatchObject({
    Title: 'Pushed by the repair',
  });
  await sync.run((client) =>
    editPeople(client, [{ id: refused?.id ?? 0, values: { email: 'an@address.example' } }], 'test'),
  );
  expect(await sync.cycle()).toMatchObject({ error: null });
});

test('the newest proof is kept and shown in the status', async () => {
  expect(await check()).toMatchObject({ equal: true, samples: [] });
  const proof = { equal: true, differences: 0 };
  expect(await sync.run(readLastProof)).toMatchObject({ ...proof, scheduled: false });
  const { proof: shown } = await readStatus(sync.engine.pool, await sync.subscription());
  expect(shown).toMatchObject({ ...proof, defects: 0 });
});

test('the scheduled proof is made when it is time, settles what it finds if it may, and can be turned off', async () => {
  const proofs = async () => (await sync.rows('select from verification where scheduled')).length;
  const isTime = () => sync.rows(`update verification set started_at = started_at - interval '1 year'`);
  await verifyWhatIsDue(sync.engine);
  expect(await proofs()).toBe(0);
  await isTime();
  await damage();
  await sync.run((client) => changeOptions(client, { apiBudgetPercent: 80, verifyRepair: true }));
  await verifyWhatIsDue(sync.engine);
  expect(await proofs()).toBe(1);
  expect(await sync.run(readLastProof)).toMatchObject({ equal: true, scheduled: true, repair: { flagged: 1 } });
  await sync.run((client) => changeOptions(client, { verifyHours: 0 }));
  await isTime();
  await verifyWhatIsDue(sync.engine);
  expect(await proofs()).toBe(1);
});

test('while the sync is disabled, flow actions reach Salesforce and changes of both sides wait (SET-11)', async () => {
  const subscription = await sync.subscription();
  await setEnabled(sync.engine.pool, subscription, false);
  const [here, there] = await people();
  const [user] = await sync.rows<{ sfdc_id: string }>(
    'select sfdc_id from sfdc_user where active order by sfdc_id limit 1',
  );
  const owner = { kind: 'user', id: user?.sfdc_id ?? '' } as const;
  const [result] = await changeOwner(sync.engine, await sync.subscription(), { ids: [here?.id ?? 0], owner }, 'test');
  expect(['updated', 'unchanged']).toContain(result?.outcome);
  await sync.run((client) => editPeople(client, [{ id: here?.id ?? 0, values: { city: 'Waits here' } }], 'test'));
  await sync.admin.sobject('Lead').update({ Id: there?.sfdc_id ?? '', City: 'Waits there' });
  await setEnabled(sync.engine.pool, await sync.subscription(), true);
  await sync.cycle();
  expect(await sync.admin.sobject('Lead').retrieve(here?.sfdc_id ?? '')).toMatchObject({ City: 'Waits here' });
  expect(await sync.rows(`select city from person where id = ${there?.id}`)).toEqual([{ city: 'Waits there' }]);
  expect(await check()).toMatchObject({ equal: true });
});
