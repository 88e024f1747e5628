import { textIn, type Xml } from '../identity/soap/soap-envelope.ts';
import { parseSosl } from '../sosl/parse-sosl.ts';
import { runSearch } from '../sosl/run-search.ts';
import type { RecordCall } from './record-call.ts';
import { recordElement } from './xml-records.ts';

/** SOSL. https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_search.htm */
export async function search({ org, caller, basePath, soap }: RecordCall): Promise<Xml> {
  const text = textIn(soap.parameters, 'searchString');
  const records = (await runSearch(org, caller, parseSosl(text), { text, basePath })) as Parameters<
    typeof recordElement
  >[1][];
  soap.answer.hasRecords = true;
  return records.length > 0
    ? { searchRecords: records.map((record) => ({ record: recordElement(soap.api, record) })) }
    : '';
}
