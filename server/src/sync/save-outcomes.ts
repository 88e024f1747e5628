import type { FlowResult } from '@lockstep/contract/flow.ts';
import { LockstepError } from '../errors.ts';
import { SaveInterrupted, type SaveOutcome, type SaveResult } from '../salesforce/salesforce.ts';
import { told } from '../told.ts';
import { failed, result } from './person-work.ts';
import type { Refusal } from './record-refusals.ts';

/** What is known of every record of a save, whether its calls came back or not. */
export interface Saved {
  outcomes: SaveOutcome[];
  /** Why a call failed as a whole. */
  failure: LockstepError | null;
}

export async function outcomesOf(save: Promise<SaveResult[]>): Promise<Saved> {
  try {
    return { outcomes: await save, failure: null };
  } catch (error) {
    if (error instanceof SaveInterrupted) return { outcomes: error.outcomes, failure: error };
    throw error;
  }
}

/** For a record that has no result: it can be tried again. */
export function unanswered(personId: number, sfdcId: string | null, failure: LockstepError | null): FlowResult {
  return failed(personId, sfdcId, failure ?? new LockstepError('sf/incomplete-answer', told`A record got no result.`));
}

export function toRefusal(personId: number, sfdcId: string | null, { errors }: SaveResult): Refusal {
  return {
    personId,
    sfdcId,
    code: errors[0]?.statusCode ?? 'UNKNOWN_EXCEPTION',
    message: [...errors.map((e) => e.message), ...adviceOn(errors[0]?.statusCode)].join(' '),
    fields: errors.flatMap((e) => e.fields),
  };
}

/** What Salesforce's own words do not tell. */
function adviceOn(code: string | undefined): string[] {
  if (code !== 'INACTIVE_OWNER_OR_USER') return [];
  return [
    'The user who would own it is inactive: choose another owner, correct the assignment rule, or set a fallback owner in the sync options.',
  ];
}

export function refused({ personId, sfdcId, code, message }: Refusal): FlowResult {
  return result(personId, 'refused', sfdcId, { code, message });
}
