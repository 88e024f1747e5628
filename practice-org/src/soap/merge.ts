import type { Xml, XmlElement } from '../identity/soap/soap-envelope.ts';
import { mergeRecords } from '../records/merge.ts';
import { doEach } from '../records/save-all.ts';
import { checkCount } from './limits.ts';
import type { RecordCall } from './record-call.ts';
import { elementsIn, readRecord, textsIn } from './xml-input.ts';
import { errorElement } from './xml-results.ts';

const most = 200;

export async function merge(call: RecordCall): Promise<Xml> {
  const { org, caller, view, options, allOrNone } = call;
  const { parameters } = call.soap;
  // The WSDL says `request`; jsforce sends `mergeRequests`.
  const requests = [...elementsIn(parameters, 'request'), ...elementsIn(parameters, 'mergeRequests')].map((element) => {
    const { object, input } = readRecord(elementsIn(element, 'masterRecord')[0] ?? {});
    return {
      object: view.object(object)?.name ?? object,
      master: input,
      loserIds: textsIn(element, 'recordToMergeIds'),
    };
  });
  checkCount(requests.length, most);
  const outcomes = await doEach(org, requests, allOrNone, (request, database) =>
    mergeRecords({ org, caller, view, options, database }, request),
  );
  return outcomes.map((outcome): XmlElement => {
    if ('problems' in outcome) return { errors: outcome.problems.map(errorElement), id: '', success: false };
    const { id, mergedRecordIds, updatedRelatedIds } = outcome.done;
    return { id, mergedRecordIds, success: true, updatedRelatedIds };
  });
}
