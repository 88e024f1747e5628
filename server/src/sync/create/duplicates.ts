import type { FlowResult } from '@lockstep/contract/flow.ts';
import { LockstepError } from '../../errors.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { PersonWork } from '../person-work.ts';
import { peopleOfRecords, readMatches } from './find-matches.ts';

/**
 * Shows with each lead that a duplicate rule refused which records it matched, so that one can choose to link it to one of them
 * or to create it all the same. Salesforce's answer to a list of records does not tell.
 */
export async function withDuplicates(
  { engine, subscription, salesforce }: PersonWork,
  results: readonly FlowResult[],
  recordOf: (personId: number) => Record<string, unknown>,
): Promise<FlowResult[]> {
  const duplicates = results.filter((r) => r.code === 'DUPLICATES_DETECTED');
  if (duplicates.length === 0) return [...results];
  try {
    const records = duplicates.map((r) => recordOf(r.personId));
    const found = await salesforce.findDuplicates('Lead', records);
    const matches = await readMatches(salesforce, [...new Set(found.flat())], (ids) =>
      inSubscription(engine.pool, subscription, (client) => peopleOfRecords(client, ids)),
    );
    return results.map((r) => {
      const ids = found[duplicates.indexOf(r)];
      return ids ? { ...r, matches: matches.filter((match) => ids.includes(match.sfdcId)) } : r;
    });
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    engine.log.warn({ err: error }, 'what a duplicate rule matched could not be read');
    return [...results];
  }
}
