import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { convertPeople } from '../../../server/src/flow/convert-person.ts';
import { mergePeople } from '../../../server/src/flow/merge-people.ts';
import { startCommand } from '../../../server/src/sync/testing/command.ts';
import { struckFaults } from '../../../server/src/sync/testing/faults.ts';
import { acceptRefusal, inSalesforce, peopleHere, pick, type Somebody, type World } from './world.ts';

/** People become one, and leads contacts: here, with all that can become of the answer. */

/** The winner may be a lead and the loser a contact, and the other way round. */
async function pickTwo(world: World, which: number, other: number): Promise<[Somebody, Somebody] | null> {
  const people = await peopleHere(world, inSalesforce);
  const [winner, loser] = [pick(people, which), pick(people, other)];
  return winner && loser && winner !== loser ? [winner, loser] : null;
}

export async function mergeHere(world: World, which: number, other: number): Promise<void> {
  const two = await pickTwo(world, which, other);
  if (!two) return;
  const [winner, loser] = two;
  world.ledger.mayExchange();
  const request = { winnerId: winner.id, loserIds: [loser.id] };
  const results = await mergePeople(world.sync.engine, await world.sync.subscription(), request, 'test').catch(
    acceptRefusal,
  );
  const outcome = results?.[0]?.outcome;
  if (outcome === 'merged') world.ledger.takesOver(winner.sfdcId, loser.sfdcId);
  else if (outcome !== 'refused') world.ledger.doubts([winner.sfdcId, loser.sfdcId]);
}

/** `lockstep people merge` is killed while Salesforce carries out what it was asked first: the merge, or the conversion before it. */
export async function killMergeHere(world: World, which: number, other: number): Promise<void> {
  const two = await pickTwo(world, which, other);
  if (!two) return;
  const lateMs = 400;
  world.ledger.mayExchange();
  world.ledger.doubts(two.map(({ sfdcId }) => sfdcId));
  await world.sync.faults({ lateCommit: { probability: 1, times: 1, minMs: lateMs, maxMs: lateMs } });
  const child = startCommand(world.sync, 'people', 'merge', ...two.map(({ id }) => String(id)));
  const exited = once(child, 'exit');
  while (!(await struckFaults(world.sync.org)).lateCommit && child.exitCode === null) await pause(10);
  child.kill('SIGKILL');
  await exited;
  await world.sync.faults({});
  world.underWay.push(pause(lateMs));
}

/** Into a new account, an existing account, or an existing contact. */
export async function convertHere(world: World, which: number, form: number): Promise<void> {
  const lead = pick(await peopleHere(world, `${inSalesforce} and sfdc_type = 'Lead'`), which);
  if (!lead) return;
  const [contact] = await world.sync.rows<{ sfdcId: string; account: string }>(`
    select sfdc_id as "sfdcId", sfdc_account_id as account from person
     where ${inSalesforce} and sfdc_type = 'Contact' and sfdc_account_id is not null
     order by id offset ${which % 20} limit 1`);
  const target = [{}, { accountId: contact?.account }, { accountId: contact?.account, contactId: contact?.sfdcId }];
  const request = { ids: [lead.id], createOpportunity: which % 2 === 0, ...(contact ? target[form] : {}) };
  world.ledger.mayExchange();
  const results = await convertPeople(
    world.sync.engine,
    await world.sync.subscription(),
    request as never,
    'test',
  ).catch(acceptRefusal);
  const [result] = results ?? [];
  if (result?.outcome === 'converted' && result.sfdcId) {
    if (result.sfdcId === contact?.sfdcId) world.ledger.joins(result.sfdcId, lead.sfdcId);
    else world.ledger.becomes(lead.sfdcId, result.sfdcId);
  } else if (result?.outcome !== 'refused') world.ledger.doubts([lead.sfdcId, ...(contact ? [contact.sfdcId] : [])]);
}
