import { ApiError } from '../api-error.ts';
import { canBeCaptured, captureForTopics } from '../events/selected-entities.ts';
import { parseSoql } from '../soql/parser.ts';
import { planQuery } from '../soql/plan.ts';
import { openRun } from '../soql/run.ts';
import type { Draft } from './prepare.ts';
import type { SaveContext } from './save-context.ts';

/** A push topic needs a query that can be run, of an object whose changes are told. */
export async function checkPushTopics(context: SaveContext, drafts: readonly Draft[]): Promise<void> {
  const { object, org, caller, database } = context;
  if (object.name !== 'PushTopic') return;
  for (const { values, problems } of drafts) {
    if (typeof values.Query !== 'string') continue;
    try {
      const run = await openRun(org, caller, database, { soql: values.Query, allRows: false, basePath: '' });
      const plan = planQuery(parseSoql(values.Query), run);
      if (plan.kind !== 'records' || !canBeCaptured(plan.object.name))
        throw new ApiError(400, 'INVALID_FIELD', `A push topic can't have this query: ${values.Query}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problems.push({ statusCode: error.errorCode, message: error.message, fields: ['Query'] });
    }
  }
}

/** After push topics are made, changed or deleted: what they need is captured. */
export async function followPushTopicChange({ object, org, database }: SaveContext): Promise<void> {
  if (object.name === 'PushTopic') await captureForTopics(org, database);
}
