import type { Told } from '@lockstep/contract/common.ts';
import type { FlowResult } from '@lockstep/contract/flow.ts';
import { actionOf } from '../errors.ts';
import type { LoadPlan } from '../mapping/load-plan.ts';
import { sql } from '../postgres/sql.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { convertedLead, followConvertedLeads } from '../sync/identity/convert-leads.ts';
import { type PersonWork, result } from '../sync/person-work.ts';
import { pullRecords } from '../sync/pull/pull-records.ts';
import { say, told } from '../told.ts';

/** Where a person stands in Salesforce. */
export interface Standing {
  id: number;
  sfdcId: string | null;
  sfdcType: 'Lead' | 'Contact' | null;
  ownerId: string | null;
  deleted: boolean;
  /** The account of a person account: its record in Salesforce is the account, and merged as one. */
  personAccountId: string | null;
}

/** In Salesforce and not deleted there. */
export interface Present extends Standing {
  sfdcId: string;
  sfdcType: 'Lead' | 'Contact';
}

export async function standings(
  { engine, subscription }: Pick<PersonWork, 'engine' | 'subscription'>,
  ids: readonly number[],
): Promise<Standing[]> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<Standing>(sql`
      select id, sfdc_id as "sfdcId", sfdc_type as "sfdcType", sfdc_owner_id as "ownerId",
             coalesce(sfdc_is_deleted, false) as deleted,
             case when is_person_account then sfdc_account_id end as "personAccountId"
        from person where id = any(${ids}::bigint[]) order by id`);
    return rows;
  });
}

export function isPresent(person: Standing): person is Present {
  return person.sfdcId !== null && person.sfdcType !== null && !person.deleted;
}

/** What Salesforce takes in one call. */
const batchSize = 200;

/**
 * Acts on people a batch at a time, one after the other, and answers for each id once, in the order given. Ids of nobody
 * are refused, whatever the others do. With `work`, the action is repeated for leads that turn out to have been converted,
 * for they are contacts then (SYN-9).
 */
export async function forEachBatch(
  ids: readonly number[],
  act: (batch: number[]) => Promise<FlowResult[]>,
  work?: PersonWork,
): Promise<FlowResult[]> {
  const distinct = [...new Set(ids)];
  const results = new Map<number, FlowResult>();
  const collect = async (batch: number[]) => {
    const done = await act(batch);
    for (const one of done) results.set(one.personId, one);
    return done;
  };
  for (let at = 0; at < distinct.length; at += batchSize) {
    const converted = (await collect(distinct.slice(at, at + batchSize))).filter((r) => r.code === convertedLead);
    if (!work || converted.length === 0) continue;
    await followConvertedLeads(
      work,
      converted.flatMap((r) => r.sfdcId ?? []),
    );
    await collect(converted.map((r) => r.personId));
  }
  return distinct.map((id) => results.get(id) ?? nobody(id));
}

const nobody = (id: number) =>
  result(id, 'refused', null, { code: 'request/not-found', ...say(told`There is no person ${id}.`) });

export function contactOwnerRefused(person: Present, what: Told): FlowResult {
  const code = 'flow/contact-owner';
  return result(person.id, 'refused', person.sfdcId, { code, ...say(what, actionOf(code)) });
}

export const planFor = (work: PersonWork, type: 'Lead' | 'Contact'): LoadPlan =>
  type === 'Lead' ? work.leads : work.contacts;

/** Takes over records that were just made or found. The next cycle reads them too, so a failure is only noted. */
export async function readBack(work: PersonWork, people: readonly Present[]): Promise<void> {
  await readRecords(work, people, (error, object) => {
    work.engine.log.warn({ err: error, object }, 'records were not read back');
  });
}

/** Takes over what the people's records hold now. What `onFailure` does not throw holds up nothing. */
export async function readRecords(
  work: PersonWork,
  people: readonly Present[],
  onFailure: (error: unknown, object: string) => void = rethrow,
): Promise<void> {
  for (const type of ['Lead', 'Contact'] as const) {
    const ids = people.filter((p) => p.sfdcType === type).map((p) => p.sfdcId);
    await pullRecords(work, planFor(work, type), ids).catch((error: unknown) => onFailure(error, type));
  }
}

function rethrow(error: unknown): never {
  throw error;
}
