import type { Xml } from '../identity/soap/soap-envelope.ts';
import { checkDuplicates } from '../records/duplicates.ts';
import { type Draft, readRecord as readDraft } from '../records/prepare.ts';
import { checkCount } from './limits.ts';
import { objectNamed, type RecordCall } from './record-call.ts';
import { elementsIn, readRecord } from './xml-input.ts';
import { duplicateElement } from './xml-results.ts';

const most = 50;

/**
 * What the duplicate rules would find if these records were saved; nothing is.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_findduplicates.htm
 */
export async function findDuplicates(call: RecordCall): Promise<Xml> {
  const { org, caller, view, soap } = call;
  const options = { ...call.options, allowDuplicates: false };
  const records = elementsIn(soap.parameters, 'sObjects').map(readRecord);
  checkCount(records.length, most);
  const results: Xml[] = [];
  for (const record of records) {
    const object = objectNamed(call, record.object);
    const draft: Draft = { ...readDraft(object, record.input, 'create', options), problems: [] };
    await checkDuplicates({ org, caller, view, options, object, database: org.pool }, [draft]);
    const found = draft.problems.flatMap(({ duplicate }) => (duplicate ? [duplicateElement(duplicate)] : []));
    results.push({ ...(found.length > 0 && { duplicateResults: found }), success: true });
  }
  soap.answer.hasRecords = true;
  return results;
}
