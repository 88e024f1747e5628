import type { FilterCheck } from '@lockstep/contract/filters.ts';
import { LockstepError } from '../../errors.ts';
import { mappedObjects } from '../../mapping/standard-fields.ts';
import { salesforceErrors } from '../../salesforce/request.ts';
import type { QueryPlan, Salesforce } from '../../salesforce/salesforce.ts';
import { conditionProblem } from '../../salesforce/soql.ts';
import { told } from '../../told.ts';
import { countQuery } from '../pull/window.ts';

/**
 * What a filter would mean: Salesforce parses the condition, counts the records that meet it, and says whether it has an index for it.
 * What Salesforce refuses is refused here in its words.
 */
export async function checkFilter(salesforce: Salesforce, object: string, condition: string): Promise<FilterCheck> {
  if (!mappedObjects.some((name) => name === object) && !object.endsWith('__c')) {
    throw new LockstepError(
      'request/invalid',
      told`A filter is for ${mappedObjects.join(', ')} or a custom object, not for ${object}.`,
    );
  }
  const problem = conditionProblem(condition);
  if (problem) throw new LockstepError('setup/filter-refused', problem);
  const meeting = countQuery({ object, condition: `(${condition})` });
  const [matching, total, plan] = await inItsWords(object, async () => {
    const [matching = 0, total = 0] = await salesforce.counts([
      { soql: meeting },
      { soql: countQuery({ object, condition: null }) },
    ]);
    const [plan] = await salesforce.explain(meeting.replace('COUNT()', 'Id'));
    return [matching, total, plan] as const;
  });
  return { object, condition, matching, total, warning: warningOf(matching, total, plan) };
}

async function inItsWords<T>(object: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const [refused] = salesforceErrors(error);
    if (!refused || !/^(MALFORMED_QUERY|INVALID_|BAD_|EXCEEDED_ID_LIMIT)/.test(refused.errorCode)) throw error;
    const where = /ERROR at Row:\d+:Column:\d+/;
    const reason = refused.message.split('\n').filter((line) => line.trim() !== '' && !where.test(line));
    const said = reason.at(-1)?.trim() ?? refused.message;
    throw new LockstepError('setup/filter-refused', told`Salesforce says of ${object}: ${said}`, { cause: error });
  }
}

function warningOf(matching: number, total: number, plan: QueryPlan | undefined): string | null {
  if (matching === 0) return 'No record meets it: nothing would be synced.';
  if (matching === total) return 'Every record meets it: it leaves nothing out.';
  if (!plan || plan.relativeCost <= 1) return null;
  const what = plan.leadingOperationType === 'TableScan' ? `looks at all ${total} records` : 'is slow';
  return (
    `Salesforce has no selective index for it and ${what} (relative cost ${plan.relativeCost.toFixed(1)}) when it is applied and ` +
    'when ids are compared. Cycles look at changed records only and stay quick.'
  );
}
