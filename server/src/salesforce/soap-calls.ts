import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { saveAll } from './collections.ts';
import { chunk } from './composite.ts';
import type { Requester } from './request.ts';
import type { LeadConversion, LeadConversionResult, MergeRequest, NotifyingCreate, SaveResult } from './salesforce.ts';
import { resultsOf, type SoapRequest } from './soap-envelope.ts';
import { childrenOf, element, textOf, valueElement, type XmlElement } from './xml.ts';

/** The few calls that Salesforce has in its SOAP API alone, by the partner WSDL. */

/** sforce_api_calls_convertlead: at most 100 leads a call; the elements in the order of the WSDL. */
export async function convertLeads(
  requester: Requester,
  conversions: readonly LeadConversion[],
): Promise<LeadConversionResult[]> {
  const leadConverts = conversions.map((given) =>
    element(
      'urn:leadConverts',
      valueElement('urn:accountId', given.accountId) +
        valueElement('urn:contactId', given.contactId) +
        valueElement('urn:convertedStatus', given.convertedStatus) +
        valueElement('urn:doNotCreateOpportunity', !given.createOpportunity) +
        valueElement('urn:leadId', given.leadId) +
        valueElement('urn:opportunityName', given.opportunityName) +
        valueElement('urn:overwriteLeadSource', false) +
        valueElement('urn:ownerId', given.ownerId) +
        valueElement('urn:sendNotificationEmail', given.notifyOwner),
    ),
  );
  const body = element('urn:convertLead', leadConverts.join(''));
  const results = await call(requester, 'convertLead', { headers: '', body }, conversions.length);
  return results.map((result, index) => ({
    ...toSaveResult(result),
    id: conversions[index]?.leadId ?? null,
    accountId: textOf(result, 'accountId'),
    contactId: textOf(result, 'contactId'),
    opportunityId: textOf(result, 'opportunityId'),
  }));
}

/** sforce_api_calls_merge: one winner and one or two losers. The winner keeps its values. */
export async function mergeRecords(
  requester: Requester,
  { object, winnerId, loserIds }: MergeRequest,
): Promise<SaveResult> {
  const master = element('urn:masterRecord', valueElement('obj:type', object) + valueElement('obj:Id', winnerId));
  const losers = loserIds.map((id) => valueElement('urn:recordToMergeIds', id)).join('');
  const body = element('urn:merge', element('urn:request', master + losers));
  const results = await call(requester, 'merge', { headers: '', body }, 1);
  return results.map(toSaveResult)[0] as SaveResult;
}

/** sforce_api_calls_create. REST has no header that mails the new owner: sforce_api_header_emailheader is SOAP's alone. */
export function createNotifying(
  requester: Requester,
  object: string,
  records: readonly Record<string, unknown>[],
  { assignmentRules, allowDuplicates }: NotifyingCreate,
): Promise<SaveResult[]> {
  const flag = (header: string, name: string, value: boolean) =>
    element(`urn:${header}`, valueElement(`urn:${name}`, value));
  const headers =
    element(
      'urn:EmailHeader',
      valueElement('urn:triggerAutoResponseEmail', false) +
        valueElement('urn:triggerOtherEmail', false) +
        valueElement('urn:triggerUserEmail', true),
    ) +
    (assignmentRules ? flag('AssignmentRuleHeader', 'useDefaultRule', true) : '') +
    (allowDuplicates ? flag('DuplicateRuleHeader', 'allowSave', true) : '');
  return saveAll([...records], async (batch) => {
    const body = element('urn:create', batch.map((record) => sObject(object, record)).join(''));
    const results = await call(requester, 'create', { headers, body }, batch.length);
    return results.map(toSaveResult);
  });
}

/** sforce_api_calls_findduplicates: at most 50 records a call. REST's lists of results do not tell what was matched. */
const mostToCompare = 50;

export async function findDuplicates(
  requester: Requester,
  object: string,
  records: readonly Record<string, unknown>[],
): Promise<string[][]> {
  const matches: string[][] = [];
  for (const some of chunk(records, mostToCompare)) {
    const body = element('urn:findDuplicates', some.map((record) => sObject(object, record)).join(''));
    for (const result of await call(requester, 'findDuplicates', { headers: '', body }, some.length)) {
      const found = childrenOf(result, 'duplicateResults').flatMap((rule) => childrenOf(rule, 'matchResults'));
      const matched = found.flatMap((match) => childrenOf(match, 'matchRecords'));
      const ids = matched.flatMap((match) => textOf(childrenOf(match, 'record')[0], 'Id') ?? []);
      matches.push([...new Set(ids)]);
    }
  }
  return matches;
}

function sObject(type: string, record: Record<string, unknown>): string {
  const given = Object.entries(record).filter(([, value]) => value !== null && value !== undefined);
  const fields = given.map(([name, value]) => valueElement(`obj:${name}`, value as string | number | boolean));
  return element('urn:sObjects', valueElement('obj:type', type) + fields.join(''));
}

async function call(
  requester: Requester,
  operation: string,
  request: SoapRequest,
  count: number,
): Promise<XmlElement[]> {
  const results = resultsOf(await requester.soap(request), operation);
  if (results.length === count) return results;
  throw new LockstepError(
    'sf/incomplete-answer',
    told`${results.length} results of ${operation}() for ${count} records.`,
  );
}

function toSaveResult(result: XmlElement): SaveResult {
  return {
    id: textOf(result, 'id'),
    success: textOf(result, 'success') === 'true',
    errors: childrenOf(result, 'errors').map((error) => ({
      statusCode: textOf(error, 'statusCode') ?? 'UNKNOWN_EXCEPTION',
      message: textOf(error, 'message') ?? '',
      fields: childrenOf(error, 'fields').flatMap(({ text }) => (text ? [text] : [])),
    })),
  };
}
