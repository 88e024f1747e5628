import type { FlowResult } from '@lockstep/contract/flow.ts';
import { meaningOf } from '../../errors.ts';
import { renderNewRecords } from '../../mapping/render-create.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { say, told } from '../../told.ts';
import { type PersonWork, result } from '../person-work.ts';
import { noteRefusals, type Refusal } from '../record-refusals.ts';
import { outcomesOf, refused, toRefusal, unanswered } from '../save-outcomes.ts';

/**
 * Makes another lead, for a queue, of people that are contacts: explicitly asked for, since it is a duplicate. The person
 * stays with its contact; the lead arrives as a person of its own by the next pull. When the answer is lost, nothing is
 * done again by itself.
 */
export async function createLeadsOfContacts(
  work: PersonWork,
  people: readonly { id: number; sfdcId: string }[],
  queueId: string,
): Promise<FlowResult[]> {
  const { engine, subscription, salesforce, options } = work;
  const drafts = await inSubscription(engine.pool, subscription, async (client) => {
    const statement = renderNewRecords(work.leads, work.createable, 'contacts');
    const { rows } = await client.query<{ personId: number; record: Record<string, unknown> }>(statement, [
      people.map((p) => p.id),
    ]);
    return rows;
  });
  const records = drafts.map(({ record }) => ({
    LastName: options.defaultLastName,
    Company: options.defaultCompany,
    ...record,
    OwnerId: queueId,
  }));
  const headers = { 'Sforce-Auto-Assign': 'FALSE', 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };
  const { outcomes, failure } = await outcomesOf(salesforce.createRecords('Lead', records, headers));
  const refusals: Refusal[] = [];
  const results = drafts.map(({ personId }, index): FlowResult => {
    const outcome = outcomes[index] ?? 'unknown';
    if (outcome === 'unknown') {
      const words = say(meaningOf('sync/lead-in-doubt'), told`Look for it in Salesforce before asking again.`);
      return result(personId, 'failed', null, { code: 'sync/lead-in-doubt', ...words });
    }
    if (outcome === 'not-done') return unanswered(personId, null, failure);
    if (outcome.success) {
      return result(personId, 'created', outcome.id, say(told`Another lead; the person stays with its contact.`));
    }
    const refusal = toRefusal(personId, null, outcome);
    refusals.push(refusal);
    return refused(refusal);
  });
  await inSubscription(engine.pool, subscription, (client) => noteRefusals(client, 'Lead', refusals));
  return results;
}
