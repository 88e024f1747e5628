import type { Told } from '@lockstep/contract/common.ts';
import type { ErrorCode } from '../errors.ts';
import { told } from '../told.ts';

/**
 * What Salesforce's own error codes mean for us, as tables: the first row that fits decides. Codes are those of the
 * partner WSDL (ExceptionCode, StatusCode), the REST error documents and the OAuth error page
 * (help.salesforce.com remoteaccess_oauth_flow_errors).
 */
export interface Row<Outcome> {
  /** The whole code, or a pattern for a family of codes. */
  code: string | RegExp;
  /** The row is for messages like this only. */
  text?: RegExp;
  outcome: Outcome;
}

/** Faults of SOAP login(). What is missing here falls through to the errors that any call can give. */
export const loginRows: readonly Row<ErrorCode>[] = [
  { code: 'INVALID_LOGIN', text: /inactive/i, outcome: 'sf/user-locked' },
  // A locked user usually gets this same text on purpose, so that a stranger can't tell which part was right.
  { code: 'INVALID_LOGIN', outcome: 'sf/invalid-login' },
  { code: 'LOGIN_MUST_USE_SECURITY_TOKEN', outcome: 'sf/invalid-login' },
  { code: 'PASSWORD_LOCKOUT', outcome: 'sf/user-locked' },
  { code: 'INVALID_OPERATION', text: /login\(\)|API Auth/i, outcome: 'sf/soap-login-disabled' },
  // login() ends with API version 64.0 (help.salesforce.com 005132110): a retired version is refused as such.
  { code: 'UNSUPPORTED_API_VERSION', outcome: 'sf/soap-login-disabled' },
  { code: 'INSUFFICIENT_ACCESS', outcome: 'sf/api-disabled' },
  { code: /^LOGIN_DURING_RESTRICTED_|^LOGIN_CHALLENGE_/, outcome: 'sf/login-restricted' },
  { code: 'INVALID_SSO_GATEWAY_URL', outcome: 'sf/login-restricted' },
  { code: 'SSO_SERVICE_DOWN', outcome: 'sf/temporary' },
  { code: 'LOGIN_RATE_EXCEEDED', outcome: 'sf/concurrency-limit' },
];

/** Errors of the OAuth token endpoint and of the authorization page. */
export const oauthRows: readonly Row<ErrorCode>[] = [
  { code: 'inactive_user', outcome: 'sf/user-locked' },
  { code: 'inactive_org', outcome: 'sf/org-inactive' },
  { code: 'invalid_grant', text: /inactive user|user is locked|locked out/i, outcome: 'sf/user-locked' },
  { code: 'invalid_grant', text: /inactive org/i, outcome: 'sf/org-inactive' },
  { code: 'invalid_grant', text: /ip restricted|login hours/i, outcome: 'sf/login-restricted' },
  // Client credentials are served by the org's own domain only, and a JWT names the host that it is for.
  { code: 'invalid_grant', text: /not supported on this domain|audience/i, outcome: 'sf/wrong-environment' },
  { code: 'invalid_grant', text: /client credentials|redirect.?uri/i, outcome: 'sf/oauth-client' },
  { code: 'invalid_grant', text: /invalid password/i, outcome: 'sf/invalid-login' },
  { code: 'invalid_grant', outcome: 'sf/oauth-grant' },
  { code: 'access_denied', outcome: 'sf/oauth-grant' },
  { code: 'invalid_app_access', outcome: 'sf/oauth-grant' },
  { code: /^(login|consent|immediate)_/, outcome: 'sf/oauth-grant' },
  {
    code: /^(invalid_client|redirect_uri_|unauthorized_client|unsupported_|invalid_scope|invalid_request)/,
    outcome: 'sf/oauth-client',
  },
  { code: /^OAUTH_/, outcome: 'sf/oauth-client' },
  { code: /^(temporarily_unavailable|server_error|rate_limit_exceeded|unknown_error)$/, outcome: 'sf/temporary' },
];

/** Errors that any authenticated call can give. */
export const apiRows: readonly Row<ErrorCode>[] = [
  { code: 'INVALID_SESSION_ID', text: /not valid for use/i, outcome: 'sf/api-disabled' },
  { code: 'INVALID_SESSION_ID', outcome: 'sf/session-expired' },
  { code: 'INVALID_AUTH_HEADER', outcome: 'sf/session-expired' },
  { code: 'REQUEST_LIMIT_EXCEEDED', text: /concurrent/i, outcome: 'sf/concurrency-limit' },
  { code: 'REQUEST_LIMIT_EXCEEDED', outcome: 'sf/request-limit' },
  { code: /^EXCEEDED_?QUOTA$/i, outcome: 'sf/request-limit' },
  { code: /^TOO_?MANY_?(REQUESTS|JOBS)$|^TXN_SECURITY_METERING_ERROR$/i, outcome: 'sf/concurrency-limit' },
  { code: /^API_(DISABLED_FOR_ORG|CURRENTLY_DISABLED)$/, outcome: 'sf/api-disabled' },
  { code: /^CLIENT_(NOT_ACCESSIBLE|REQUIRE_UPDATE)_FOR_USER$/, outcome: 'sf/api-disabled' },
  { code: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD', outcome: 'sf/password-expired' },
  { code: /^(ORG_LOCKED|TRIAL_EXPIRED|ORG_NOT_OWNED_BY_INSTANCE|INACTIVE_PORTAL)$/, outcome: 'sf/org-inactive' },
  { code: /^INVALID_(FIELD|TYPE|FIELD_FOR_INSERT_UPDATE|TYPE_FOR_OPERATION)$/, outcome: 'sf/no-access' },
  { code: /^INSUFFICIENT_ACCESS|^ENTITY_NOT_QUERYABLE$|^FORBIDDEN$/, outcome: 'sf/no-access' },
  { code: /^FUNCTIONALITY_NOT_ENABLED$|^TXN_SECURITY_/, outcome: 'sf/no-access' },
  { code: /^(UNABLE_TO_LOCK_ROW|SERVER_UNAVAILABLE|QUERY_TIMEOUT|REQUEST_RUNNING_TOO_LONG)$/, outcome: 'sf/temporary' },
  { code: /^(UNKNOWN_EXCEPTION|INTERNAL_ERROR|ORG_IN_MAINTENANCE)$/, outcome: 'sf/temporary' },
  { code: /^INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE$/, outcome: 'sf/temporary' },
  { code: 'FUNCTIONALITY_TEMPORARILY_UNAVAILABLE', outcome: 'sf/temporary' },
  // A query cursor that Salesforce threw away (two days old, or ten others are open): the query is run again.
  { code: /^INVALID_(QUERY_)?LOCATOR$/, outcome: 'sf/temporary' },
  {
    code: /^(MALFORMED|JSON_PARSER_ERROR|UNSUPPORTED_|MISSING_ARGUMENT|NOT_FOUND|METHOD_NOT_ALLOWED)/,
    outcome: 'sf/refused',
  },
];

/** Why a Bulk job failed as a whole: `errorMessage` is "Code : text" with codes of its own. */
export const jobRows: readonly Row<ErrorCode>[] = [
  { code: 'InvalidBatch', text: /field name not found/i, outcome: 'sf/no-access' },
  { code: /^(FeatureNotEnabled|InvalidEntity|InsufficientAccess)/, outcome: 'sf/no-access' },
  { code: /^(InternalServerError|Timeout|TooManyLockFailure|Unknown)$/i, outcome: 'sf/temporary' },
  { code: /^(InvalidSessionId)$/, outcome: 'sf/session-expired' },
];

/** What happens to a record that Salesforce refused (SPEC SYN-14). */
export type RecordDecision = 'retry-later' | 'wait-for-change' | 'needs-operator';

export const recordRows: readonly Row<RecordDecision>[] = [
  { code: /^UNABLE_TO_LOCK_ROW$|^RECORD_IN_USE_BY_WORKFLOW$|^COLLISION_DETECTED$/, outcome: 'retry-later' },
  { code: /_LIMIT_EXCEEDED$/, text: /concurrent|total ?requests/i, outcome: 'retry-later' },
  { code: /^(REQUEST_LIMIT_EXCEEDED|LIMIT_EXCEEDED|TOO_MANY_APEX_REQUESTS|TOO_MANY_JOBS)$/, outcome: 'retry-later' },
  { code: /^(QUERY_TIMEOUT|REQUEST_RUNNING_TOO_LONG|SERVER_UNAVAILABLE|INTERNAL_ERROR)$/, outcome: 'retry-later' },
  { code: /^(UNKNOWN_EXCEPTION|OPERATION_ENQUEUED|ALREADY_IN_PROCESS)$/, outcome: 'retry-later' },
  { code: /^INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE$|^ORG_IN_MAINTENANCE$/, outcome: 'retry-later' },
  {
    code: /^(ALL_OR_NONE_OPERATION_ROLLED_BACK|(BATCH_)?PROCESSING_HALTED|INVALID_SESSION_ID)$/,
    outcome: 'retry-later',
  },
  { code: /^(FIND_DUPLICATES_ERROR|MATCH_SERVICE_|MATCH_RUNTIME_ERROR|CLEAN_SERVICE_ERROR)/, outcome: 'retry-later' },
  { code: /^(TERRITORY_REALIGN_IN_PROGRESS|PLATFORM_EVENT_PUBLISH)/, outcome: 'retry-later' },
  { code: 'ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE', outcome: 'retry-later' },
  // Bulk reports a value that does not parse as INVALID_FIELD; a field that is missing altogether has another text.
  { code: 'INVALID_FIELD', text: /failed to deserialize|valid value/i, outcome: 'wait-for-change' },
  { code: /^INSUFFICIENT_ACCESS|_NO_ACCESS$|_PERMISSION$|^TXN_SECURITY_/, outcome: 'needs-operator' },
  { code: /^INVALID_(FIELD|TYPE)/, outcome: 'needs-operator' },
  {
    code: /^(FIELD_NOT_UPDATABLE|TRANSFER_REQUIRES_READ|INACTIVE_OWNER_OR_USER|INVALID_OWNER)$/,
    outcome: 'needs-operator',
  },
  { code: /^(STORAGE|LICENSE)_LIMIT_EXCEEDED$|^FUNCTIONALITY_NOT_ENABLED$/, outcome: 'needs-operator' },
  { code: /^(INVALID_ASSIGNMENT_RULE|INACTIVE_RULE_ERROR|REQUIRED_FEATURE_MISSING)$/, outcome: 'needs-operator' },
  { code: /_VALIDATION_EXCEPTION$|^FIELD_INTEGRITY_EXCEPTION$|^REQUIRED_FIELD_MISSING$/, outcome: 'wait-for-change' },
  { code: /^DUPLICATE/, outcome: 'wait-for-change' },
  {
    code: /^(STRING_TOO_LONG|NUMBER_OUTSIDE_VALID_RANGE|TEXT_DATA_OUTSIDE_SUPPORTED_CHARSET)$/,
    outcome: 'wait-for-change',
  },
  { code: /^INVALID_(OR_NULL_FOR_RESTRICTED_PICKLIST|EMAIL_ADDRESS|CURRENCY_ISO|STATUS)$/, outcome: 'wait-for-change' },
  {
    code: /^INVALID_CROSS_REFERENCE|^MALFORMED_ID$|^JSON_PARSER_ERROR$|^MISSING_ARGUMENT$/,
    outcome: 'wait-for-change',
  },
  // A trigger or flow of the org said no: usually for this record's values, and its authors may change it.
  { code: /^CANNOT_(INSERT_UPDATE_ACTIVATE_ENTITY|EXECUTE_FLOW_TRIGGER)$/, outcome: 'wait-for-change' },
  { code: /^(FLOW_EXCEPTION|CUSTOM_APEX_ERROR|APEX_DATA_ACCESS_RESTRICTION)$/, outcome: 'wait-for-change' },
  {
    code: /^(ENTITY_IS_(DELETED|LOCKED|ARCHIVED)|CANNOT_UPDATE_CONVERTED_LEAD|NOT_FOUND)$/,
    outcome: 'wait-for-change',
  },
  { code: /^(CANNOT_REPARENT_RECORD|CIRCULAR_DEPENDENCY|DELETE_FAILED|MERGE_FAILED)$/, outcome: 'wait-for-change' },
];

export function classifyLoginFault(code: string, message: string): ErrorCode {
  return find(loginRows, code, message) ?? find(apiRows, code, message) ?? 'sf/refused';
}

export function classifyOAuthError(status: number, error: string, description: string): ErrorCode {
  return find(oauthRows, error, description) ?? (status >= 500 ? 'sf/temporary' : 'sf/oauth-grant');
}

/** `code` is empty when the answer was not one of Salesforce's own error documents. */
export function classifyApiError(status: number, code: string, message: string): ErrorCode {
  return find(apiRows, code, message) ?? classifyStatus(status);
}

export function classifyJobFailure(errorMessage: string): ErrorCode {
  const code = /^\s*(\w+)\s*:/.exec(errorMessage)?.[1] ?? '';
  return find(jobRows, code, errorMessage) ?? find(apiRows, code, errorMessage) ?? 'sf/refused';
}

/** An unknown code needs a person to look at it: retrying might never end, and waiting might never either. */
export function classifyRecordError(statusCode: string, message = ''): RecordDecision {
  return find(recordRows, statusCode, message) ?? 'needs-operator';
}

/**
 * True when Salesforce itself said that it did nothing and that a moment later it may: the only errors after which a
 * write is repeated. A bare 5xx may come from something in between, after the write was done.
 */
export function wasRefusedForNow(code: string, message: string): boolean {
  if (code === 'REQUEST_LIMIT_EXCEEDED') return /concurrent/i.test(message);
  return code === 'UNABLE_TO_LOCK_ROW' || code === 'SERVER_UNAVAILABLE';
}

/** Errors of the connection itself, in words. */
export function explainConnectionError(host: string, code: string | undefined, message: string): Told {
  if (code === 'ENOTFOUND') return told`${host}: there is no such host.`;
  if (code === 'EAI_AGAIN') return told`${host}: the name server does not answer.`;
  if (code === 'ECONNREFUSED') return told`${host}: the connection was refused.`;
  if (code === 'ECONNRESET' || code === 'EPIPE') return told`${host}: the connection was cut.`;
  if (code === 'ETIMEDOUT') return told`${host}: no connection in time.`;
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return told`${host}: there is no network route to it.`;
  if (code && /CERT|TLS|SSL|EPROTO|SELF_SIGNED/.test(code))
    return told`${host}: the secure connection failed (${code}).`;
  return told`${host}: ${message}.`;
}

function classifyStatus(status: number): ErrorCode {
  if (status === 401) return 'sf/session-expired';
  if (status === 403) return 'sf/no-access';
  if (status === 429) return 'sf/concurrency-limit';
  if (status === 408 || status >= 500) return 'sf/temporary';
  return 'sf/refused';
}

function find<Outcome>(rows: readonly Row<Outcome>[], code: string, message: string): Outcome | undefined {
  return rows.find((row) => codeFits(row.code, code) && (row.text?.test(message) ?? true))?.outcome;
}

function codeFits(pattern: string | RegExp, code: string): boolean {
  return typeof pattern === 'string' ? pattern === code : pattern.test(code);
}
