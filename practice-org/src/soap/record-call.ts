import { ApiError } from '../api-error.ts';
import type { Caller } from '../identity/caller.ts';
import type { SoapCall, SoapOperation } from '../identity/soap/soap-call.ts';
import { textIn, type Xml } from '../identity/soap/soap-envelope.ts';
import { type FaultType, SoapFault } from '../identity/soap/soap-fault.ts';
import type { ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import type { SaveOptions } from '../records/prepare.ts';
import { asApiError } from '../rest/errors.ts';
import { dailyLimit } from '../rest/request.ts';

/** A SOAP call that works with records: who calls, what they see, and what the headers ask for. */
export interface RecordCall {
  soap: SoapCall;
  org: OrgContext;
  caller: Caller;
  view: ProfileView;
  options: SaveOptions;
  allOrNone: boolean;
  /** `/services/data/v60.0`. */
  basePath: string;
}

const faultTypes: Record<string, FaultType> = {
  INVALID_TYPE: 'InvalidSObjectFault',
  INVALID_FIELD: 'InvalidFieldFault',
  MALFORMED_QUERY: 'MalformedQueryFault',
  INVALID_QUERY_LOCATOR: 'InvalidQueryLocatorFault',
  MALFORMED_ID: 'InvalidIdFault',
  UNKNOWN_EXCEPTION: 'UnexpectedErrorFault',
};

/** Makes a SOAP operation of one that answers with its `result` elements; counts it as an API request. */
export function recordOperation(org: OrgContext, run: (call: RecordCall) => Promise<Xml>): SoapOperation {
  return async (soap) => {
    const { caller } = await soap.session();
    soap.answer.header = countRequest(org);
    try {
      return { result: await run(await recordCall(org, soap, caller)) };
    } catch (error) {
      throw asFault(error);
    }
  };
}

async function recordCall(org: OrgContext, soap: SoapCall, caller: Caller): Promise<RecordCall> {
  const { headers } = soap;
  const isTrue = (header: string, name: string) => textIn(headers[header], name).trim().toLowerCase() === 'true';
  const ruleId = textIn(headers.AssignmentRuleHeader, 'assignmentRuleId').trim();
  const usesRules = ruleId !== '' || isTrue('AssignmentRuleHeader', 'useDefaultRule');
  return {
    soap,
    org,
    caller,
    view: await org.metadata.viewFor(caller.profileId),
    options: {
      source: 'soap',
      truncate: isTrue('AllowFieldTruncationHeader', 'allowFieldTruncation'),
      assignment: usesRules ? (ruleId ? { ruleId } : {}) : undefined,
      mailUsers: isTrue('EmailHeader', 'triggerUserEmail'),
      allowDuplicates: isTrue('DuplicateRuleHeader', 'allowSave'),
      basePath: `/services/data/v${soap.version}`,
    },
    allOrNone: isTrue('AllOrNoneHeader', 'allOrNone'),
    basePath: `/services/data/v${soap.version}`,
  };
}

function countRequest(org: OrgContext) {
  org.usage.count();
  const most = dailyLimit(org);
  const used = org.usage.used();
  if (used > most)
    throw new SoapFault('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'UnexpectedErrorFault');
  return { LimitInfoHeader: { limitInfo: { current: used, limit: most, type: 'API REQUESTS' } } };
}

function asFault(error: unknown): unknown {
  if (error instanceof SoapFault) return error;
  const { httpStatus, errorCode, message } = asApiError(error);
  if (httpStatus >= 500) return error;
  const fault = new SoapFault(errorCode, message, faultTypes[errorCode] ?? 'ApiFault');
  const [, row, column] = /ERROR at Row:(\d+):Column:(\d+)/.exec(message) ?? [];
  if (fault.type !== 'UnexpectedErrorFault' && fault.type !== 'ApiFault')
    fault.position = { row: Number(row ?? -1), column: Number(column ?? -1) };
  return fault;
}

/** The object of this name, or the fault for one that is not there. */
export function objectNamed({ view }: RecordCall, name: string) {
  const object = view.object(name);
  if (!object) throw new ApiError(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return object;
}
