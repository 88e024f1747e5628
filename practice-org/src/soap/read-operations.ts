import { nil, textIn, type Xml } from '../identity/soap/soap-envelope.ts';
import { toId18 } from '../ids.ts';
import { deletedRecords, readSpan, updatedRecords } from '../records/replication.ts';
import { retrieveRecords } from '../records/retrieve.ts';
import { describeGlobal as describeAll, describeObject } from '../rest/describe.ts';
import { queryMore as nextPage, runQuery } from '../soql/run-query.ts';
import { checkCount } from './limits.ts';
import { objectNamed, type RecordCall } from './record-call.ts';
import { optionalText, textsIn } from './xml-input.ts';
import { plainElement, queryResult, recordElement } from './xml-records.ts';

const mostRetrieved = 2000;
const mostDescribed = 100;

export const query = (call: RecordCall) => runSoql(call, false);
export const queryAll = (call: RecordCall) => runSoql(call, true);

async function runSoql(call: RecordCall, allRows: boolean): Promise<Xml> {
  const { org, caller, basePath, soap } = call;
  const wanted = Number(textIn(soap.headers.QueryOptions, 'batchSize')) || 500;
  const pageSize = Math.min(2000, Math.max(200, wanted));
  const soql = textIn(soap.parameters, 'queryString');
  soap.answer.hasRecords = true;
  return queryResult(soap.api, await runQuery(org, caller, { soql, allRows, pageSize, basePath, inlineBlobs: true }));
}

export async function queryMore({ org, caller, basePath, soap }: RecordCall): Promise<Xml> {
  soap.answer.hasRecords = true;
  const locator = optionalText(soap.parameters, 'queryLocator') ?? '';
  return queryResult(soap.api, await nextPage(org, caller, locator, basePath));
}

export async function retrieve(call: RecordCall): Promise<Xml> {
  const { org, caller, basePath, soap } = call;
  const object = objectNamed(call, textIn(soap.parameters, 'sObjectType').trim());
  const ids = textsIn(soap.parameters, 'ids');
  checkCount(ids.length, mostRetrieved);
  const names = textIn(soap.parameters, 'fieldList')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const wanted = ids.map((id) => toId18(id) ?? id.replace(/\W/g, ''));
  const records = wanted.length > 0 ? await retrieveRecords(org, caller, object, wanted, names, basePath, true) : [];
  soap.answer.hasRecords = true;
  return records.map((record) => (record ? recordElement(soap.api, record) : nil));
}

export async function getUpdated(call: RecordCall): Promise<Xml> {
  const { object, span } = replicationOf(call);
  const { ids, latestDateCovered } = await updatedRecords(call.org, object, span);
  return { ...(ids.length > 0 && { ids }), latestDateCovered: latestDateCovered.toISOString() };
}

export async function getDeleted(call: RecordCall): Promise<Xml> {
  const { object, span } = replicationOf(call);
  const found = await deletedRecords(call.org, object, span);
  const records = found.deletedRecords.map(({ id, deletedDate }) => ({ deletedDate: deletedDate.toISOString(), id }));
  return {
    ...(records.length > 0 && { deletedRecords: records }),
    earliestDateAvailable: found.earliestDateAvailable.toISOString(),
    latestDateCovered: found.latestDateCovered.toISOString(),
  };
}

function replicationOf(call: RecordCall) {
  const now = call.org.clock.instant();
  const { parameters } = call.soap;
  return {
    object: objectNamed(call, textIn(parameters, 'sObjectType').trim()),
    span: readSpan(now, optionalText(parameters, 'startDate'), optionalText(parameters, 'endDate')),
  };
}

export async function describeGlobal({ view, basePath }: RecordCall): Promise<Xml> {
  const { encoding, maxBatchSize, sobjects } = describeAll(view, basePath);
  return { encoding, maxBatchSize, sobjects: sobjects.map(withoutUrls) };
}

/** Both `describeSObject` and `describeSObjects`: the one names one object, the other several. */
export async function describeSObjects(call: RecordCall): Promise<Xml> {
  const names = [...textsIn(call.soap.parameters, 'sObjectType'), ...textsIn(call.soap.parameters, 'sObjectTypes')];
  checkCount(names.length, mostDescribed);
  return names.map((name) =>
    withoutUrls(describeObject(call.view, objectNamed(call, name), call.basePath, call.org.baseUrl())),
  );
}

/** REST's own addresses; SOAP has those of pages instead. */
function withoutUrls(described: object): Xml {
  const { urls, ...rest } = described as { urls?: { uiDetailTemplate?: string } };
  return plainElement({ ...rest, ...(urls?.uiDetailTemplate && { urlDetail: urls.uiDetailTemplate }) });
}
