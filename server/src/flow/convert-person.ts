import type { ConvertPerson, FlowResult } from '@lockstep/contract/flow.ts';
import { actionOf, LockstepError, meaningOf } from '../errors.ts';
import { sql } from '../postgres/sql.ts';
import type { LeadConversion } from '../salesforce/salesforce.ts';
import { soqlText } from '../salesforce/soql.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { Engine } from '../sync/engine.ts';
import {
  accountOfContact,
  type Converted,
  convertedStatus,
  convertLeads,
  isConverted,
} from '../sync/identity/convert-leads.ts';
import { failed, openPersonWork, type PersonWork, result, spoken } from '../sync/person-work.ts';
import { pullRecords } from '../sync/pull/pull-records.ts';
import { noteRefusals, type Refusal } from '../sync/record-refusals.ts';
import { refused, toRefusal } from '../sync/save-outcomes.ts';
import { say, told } from '../told.ts';
import { checkOwner } from './owner.ts';
import { forEachBatch, isPresent, type Present, standings } from './people.ts';
import { pushAll, syncBatch } from './sync-person.ts';

type Choice = Omit<LeadConversion, 'leadId'>;

/**
 * Convert Person: the lead becomes a contact, with an account and an opportunity, and the person is that contact at once. Who
 * is not in Salesforce is synced first; what waits to be pushed is pushed before, so that the new records have it.
 */
export async function convertPeople(
  engine: Engine,
  subscription: Subscription,
  request: ConvertPerson,
  source: string,
): Promise<FlowResult[]> {
  if (request.contactId && new Set(request.ids).size > 1) {
    throw new LockstepError('request/invalid', told`Only one person at a time can become a contact that exists.`);
  }
  const work = await openPersonWork(engine, subscription, source);
  if (request.ownerId) await checkOwner(work, { kind: 'user', id: request.ownerId });
  const choice: Choice = {
    convertedStatus: await convertedStatus(work.salesforce, request.status),
    accountId:
      request.accountId ?? (request.contactId ? await accountOfContact(work.salesforce, request.contactId) : null),
    contactId: request.contactId ?? null,
    createOpportunity: request.createOpportunity ?? true,
    opportunityName: request.opportunityName ?? null,
    ownerId: request.ownerId ?? null,
    notifyOwner: request.notifyOwner ?? false,
  };
  return forEachBatch(request.ids, (ids) => convertBatch(work, ids, choice));
}

async function convertBatch(work: PersonWork, ids: readonly number[], choice: Choice): Promise<FlowResult[]> {
  const absent = (await standings(work, ids)).filter((p) => !isPresent(p)).map((p) => p.id);
  const owner = choice.ownerId ? ({ kind: 'user', id: choice.ownerId } as const) : null;
  const synced = absent.length > 0 ? await syncBatch(work, absent, { owner }) : [];
  const people = (await standings(work, ids)).filter(isPresent);
  const contacts = people.filter((p) => p.sfdcType === 'Contact');
  const leads = people.filter((p) => p.sfdcType === 'Lead');
  const ownerless = leads.filter((p) => !choice.ownerId && p.ownerId?.startsWith('00G'));
  return [
    ...synced,
    ...contacts.map((p) => result(p.id, 'unchanged', p.sfdcId, say(told`Is a contact already.`))),
    ...ownerless.map(ownerNeeded),
    ...(await convert(
      work,
      leads.filter((p) => !ownerless.includes(p)),
      choice,
    )),
  ];
}

function ownerNeeded(person: Present): FlowResult {
  const code = 'flow/owner-needed';
  return result(person.id, 'refused', person.sfdcId, { code, ...say(meaningOf(code), actionOf(code)) });
}

/** Salesforce takes 100 leads a call. */
const atOnce = 100;

async function convert(work: PersonWork, leads: readonly Present[], choice: Choice): Promise<FlowResult[]> {
  const results: FlowResult[] = [];
  for (let at = 0; at < leads.length; at += atOnce) {
    const some = leads.slice(at, at + atOnce);
    const pushed = new Map((await pushAll(work, some)).map((r) => [r.personId, r]));
    const outcomes = await convertLeads(
      work,
      some.map(({ sfdcId }) => ({ ...choice, leadId: sfdcId })),
    );
    await readBack(work, outcomes);
    results.push(...(await answer(work, some, outcomes, pushed)));
  }
  return results;
}

/** Contacts, accounts and opportunities, as Salesforce made them. The next cycle reads them too, so a failure is only noted. */
async function readBack(work: PersonWork, outcomes: readonly Converted[]): Promise<void> {
  const made = outcomes.filter(isConverted);
  const ids = (of: 'accountId' | 'contactId' | 'opportunityId') => [...new Set(made.flatMap((o) => o[of] ?? []))];
  const opportunities = ids('opportunityId');
  for (const [object, records] of [
    ['Account', ids('accountId')],
    ['Contact', ids('contactId')],
    ['Opportunity', opportunities],
    ['OpportunityContactRole', await rolesIn(work, opportunities)],
  ] as const) {
    const plan = work.plans.find((p) => p.object === object);
    if (!plan) continue;
    await pullRecords(work, plan, records).catch((error: unknown) => {
      work.engine.log.warn({ err: error, object }, 'records were not read back');
    });
  }
}

async function rolesIn({ salesforce }: PersonWork, opportunityIds: readonly string[]): Promise<string[]> {
  if (opportunityIds.length === 0) return [];
  const soql = `SELECT Id FROM OpportunityContactRole WHERE OpportunityId IN (${opportunityIds.map(soqlText).join(', ')})`;
  const [rows] = await salesforce.smallQueries([{ soql }]).catch(() => []);
  return (rows ?? []).map((row) => String(row.Id));
}

async function answer(
  work: PersonWork,
  leads: readonly Present[],
  outcomes: readonly Converted[],
  pushed: ReadonlyMap<number, FlowResult>,
): Promise<FlowResult[]> {
  const people = await peopleOf(work, outcomes);
  const refusals: Refusal[] = [];
  const results = leads.map(({ id, sfdcId }, index): FlowResult => {
    const outcome = outcomes[index];
    if (!outcome || outcome instanceof LockstepError) {
      return failed(id, sfdcId, outcome ?? new LockstepError('sf/incomplete-answer', told`A lead got no result.`));
    }
    if (!outcome.success) {
      const refusal = toRefusal(id, sfdcId, outcome);
      refusals.push(refusal);
      return refused(refusal);
    }
    const { contactId, accountId, opportunityId } = outcome;
    const personId = people.get(contactId ?? '');
    const push = pushed.get(id);
    const unpushed = push?.code ? say(told`Not pushed before:`, ...spoken(push)) : {};
    const became = personId !== undefined && personId !== id ? { becamePersonId: personId } : {};
    return result(id, 'converted', contactId, { accountId, opportunityId, ...unpushed, ...became });
  });
  const { engine, subscription } = work;
  await inSubscription(engine.pool, subscription, (client) => noteRefusals(client, 'Lead', refusals));
  return results;
}

async function peopleOf({ engine, subscription }: PersonWork, outcomes: readonly Converted[]) {
  const contactIds = outcomes.flatMap((o) => (o instanceof LockstepError ? [] : (o.contactId ?? [])));
  const { rows } = await inSubscription(engine.pool, subscription, (client) =>
    client.query<{ id: number; sfdc_id: string }>(
      sql`select id, sfdc_id from person where sfdc_id = any(${contactIds})`,
    ),
  );
  return new Map(rows.map((row) => [row.sfdc_id, row.id]));
}
