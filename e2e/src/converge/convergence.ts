import { expect } from 'vitest';
import { verify } from '../../../server/src/sync/verify/verify.ts';
import { decideChanges } from './custom-fields.ts';
import { nobodyApart, noEditLost } from './expectations.ts';
import { syncHere } from './here.ts';
import { changeEditedAccounts } from './there.ts';
import { endTrouble } from './trouble.ts';
import { pendingChange, type World } from './world.ts';

/** What must be true once nothing happens any more (REL-2): few cycles make both sides equal, by the rules of SPEC. */

/** What people did after the first cycle takes one more, what Salesforce made of that another. */
const [fewestCycles, mostCycles] = [2, 4];

export async function converge(world: World): Promise<void> {
  await endTrouble(world);
  for (let cycle = 1; ; cycle++) {
    await cutWaits(world);
    expect(await world.sync.cycle()).toMatchObject({ error: null });
    if (cycle === 1) await act(world);
    if (cycle < fewestCycles) continue;
    const proof = await verify(world.sync.engine, await world.sync.subscription());
    if (proof.equal && (await pending(world)).length === 0) break;
    if (cycle === mostCycles)
      expect({ ...proof, pending: await pending(world) }).toMatchObject({ equal: true, samples: [], pending: [] });
  }
  await nobodyTwice(world);
  await nobodyApart(world);
  await noEditLost(world);
}

/** What people do sooner or later, and what is not equal until they do. */
async function act(world: World): Promise<void> {
  await syncHere(world);
  await decideChanges(world);
  await changeEditedAccounts(world);
}

/** A cycle tries again at once what is to be tried later, and is done with what a killed process meant to do at once. */
async function cutWaits({ sync }: World): Promise<void> {
  await sync.rows('update record_error set retry_at = now() where resolved_at is null');
  await sync.rows(`update push_batch set created_at = created_at - interval '10 minutes'`);
  await sync.rows(`update merge_intent set started_at = started_at - interval '10 minutes'`);
}

/** What the sync still means to do. */
async function pending({ sync }: World): Promise<unknown[]> {
  return sync.rows(`
    select 'change' as what, f.name, c.base from ${pendingChange} c join field f on f.id = c.field_id
      join person p on p.id = c.person_id where p.sfdc_is_deleted is not true
    union all select 'creation', null, null from create_intent
    union all select 'merge', null, null from merge_intent
    union all select 'batch', null, null from push_batch`);
}

async function nobodyTwice({ sync, born, tasks }: World): Promise<void> {
  expect(
    await sync.rows('select sfdc_id from person where sfdc_id is not null group by 1 having count(*) > 1'),
  ).toEqual([]);
  const there = async (statement: string, values: unknown[] = []) =>
    (await sync.org.pool.query(statement, values)).rows;
  expect(
    await there(
      `select name from (
         select "LastName" as name from org."Lead" where not "IsDeleted" and not "IsConverted"
         union all select "LastName" from org."Contact" where not "IsDeleted") p
        where name = any($1) group by name having count(*) > 1`,
      [[...born]],
    ),
  ).toEqual([]);
  expect(
    await there(
      `select "Subject" from org."Task" where "Subject" = any($1) and not "IsDeleted"
        group by 1 having count(*) > 1`,
      [[...tasks]],
    ),
  ).toEqual([]);
  expect(
    await there(
      `select "CampaignId" from org."CampaignMember" where not "IsDeleted"
        group by "CampaignId", coalesce("ContactId", "LeadId") having count(*) > 1`,
    ),
  ).toEqual([]);
}
