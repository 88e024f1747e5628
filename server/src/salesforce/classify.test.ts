import { describe, expect, test } from 'vitest';
import { textOf } from '../told.ts';
import {
  apiRows,
  classifyApiError,
  classifyJobFailure,
  classifyLoginFault,
  classifyOAuthError,
  classifyRecordError,
  explainConnectionError,
  jobRows,
  loginRows,
  oauthRows,
  recordRows,
  wasRefusedForNow,
} from './classify.ts';

/** Code, Salesforce's message, and what it means for us. Every row of a table must be hit by one of its examples. */
type Example = [code: string, message: string, outcome: string];

const loginFaults: Example[] = [
  ['INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.', 'sf/invalid-login'],
  ['INVALID_LOGIN', 'Inactive user', 'sf/user-locked'],
  [
    'LOGIN_MUST_USE_SECURITY_TOKEN',
    'Invalid username, password, security token; or user locked out. Are you at a new location?',
    'sf/invalid-login',
  ],
  ['PASSWORD_LOCKOUT', 'Password locked out', 'sf/user-locked'],
  ['INVALID_OPERATION', 'SOAP API login() is disabled by default in this org.', 'sf/soap-login-disabled'],
  ['INVALID_OPERATION', 'The user lacks the Use Any API Auth permission.', 'sf/soap-login-disabled'],
  ['UNSUPPORTED_API_VERSION', 'Invalid Api version specified on URL', 'sf/soap-login-disabled'],
  ['INSUFFICIENT_ACCESS', 'no API access', 'sf/api-disabled'],
  ['LOGIN_DURING_RESTRICTED_DOMAIN', 'cannot log in from current domain', 'sf/login-restricted'],
  ['LOGIN_DURING_RESTRICTED_TIME', 'cannot log in at this time', 'sf/login-restricted'],
  ['LOGIN_CHALLENGE_ISSUED', 'identity verification', 'sf/login-restricted'],
  ['INVALID_SSO_GATEWAY_URL', 'the single sign on gateway url for the org is invalid', 'sf/login-restricted'],
  ['SSO_SERVICE_DOWN', 'the single sign on service for the org is down', 'sf/temporary'],
  ['LOGIN_RATE_EXCEEDED', 'Login Rate Exceeded', 'sf/concurrency-limit'],
  ['API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner', 'sf/api-disabled'],
  ['INVALID_OPERATION_WITH_EXPIRED_PASSWORD', 'The password has expired', 'sf/password-expired'],
  ['ORG_LOCKED', 'The organization has been locked', 'sf/org-inactive'],
  ['SERVER_UNAVAILABLE', 'Server too busy', 'sf/temporary'],
  ['SOMETHING_NEW', 'never heard of', 'sf/refused'],
];

const oauthErrors: Example[] = [
  ['invalid_grant', 'authentication failure', 'sf/oauth-grant'],
  ['invalid_grant', 'authentication failure - Invalid Password', 'sf/invalid-login'],
  ['invalid_grant', 'expired access/refresh token', 'sf/oauth-grant'],
  ['invalid_grant', 'expired authorization code', 'sf/oauth-grant'],
  ['invalid_grant', "user hasn't approved this consumer", 'sf/oauth-grant'],
  ['invalid_grant', 'inactive user', 'sf/user-locked'],
  ['invalid_grant', 'inactive organization', 'sf/org-inactive'],
  ['invalid_grant', 'ip restricted or invalid login hours', 'sf/login-restricted'],
  ['invalid_grant', 'request not supported on this domain', 'sf/wrong-environment'],
  ['invalid_grant', 'audience is invalid', 'sf/wrong-environment'],
  ['invalid_grant', 'no client credentials user enabled', 'sf/oauth-client'],
  ['inactive_user', 'user is inactive', 'sf/user-locked'],
  ['inactive_org', 'organization is inactive', 'sf/org-inactive'],
  ['access_denied', 'end-user denied authorization', 'sf/oauth-grant'],
  ['invalid_app_access', 'user is not admin approved to access this app', 'sf/oauth-grant'],
  ['login_required', 'user must log in', 'sf/oauth-grant'],
  ['invalid_client_id', 'client identifier invalid', 'sf/oauth-client'],
  ['invalid_client', 'invalid client credentials', 'sf/oauth-client'],
  ['redirect_uri_mismatch', 'redirect_uri must match configuration', 'sf/oauth-client'],
  ['unsupported_grant_type', 'grant type not supported', 'sf/oauth-client'],
  ['invalid_scope', 'the requested scope is invalid', 'sf/oauth-client'],
  ['invalid_request', 'missing required code challenge', 'sf/oauth-client'],
  ['OAUTH_APP_BLOCKED', 'this app is blocked by admin', 'sf/oauth-client'],
  ['rate_limit_exceeded', 'rate limit exceeded', 'sf/temporary'],
  ['something_new', '', 'sf/oauth-grant'],
];

const apiErrors: Example[] = [
  ['INVALID_SESSION_ID', 'Session expired or invalid', 'sf/session-expired'],
  ['INVALID_SESSION_ID', 'This session is not valid for use with the REST API', 'sf/api-disabled'],
  ['INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE', 'sf/session-expired'],
  ['REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'sf/request-limit'],
  ['REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.', 'sf/concurrency-limit'],
  ['EXCEEDED_QUOTA', 'ApiBatchItems Limit exceeded.', 'sf/request-limit'],
  ['TOO_MANY_JOBS', 'too many jobs', 'sf/concurrency-limit'],
  ['API_CURRENTLY_DISABLED', 'API is disabled for this User', 'sf/api-disabled'],
  ['API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner', 'sf/api-disabled'],
  ['CLIENT_NOT_ACCESSIBLE_FOR_USER', 'client is not accessible', 'sf/api-disabled'],
  ['INVALID_OPERATION_WITH_EXPIRED_PASSWORD', 'password expired', 'sf/password-expired'],
  ['TRIAL_EXPIRED', 'trial expired', 'sf/org-inactive'],
  ['INVALID_FIELD', "No such column 'Bacon__c' on entity 'Account'.", 'sf/no-access'],
  ['INVALID_TYPE', "sObject type 'Accout' is not supported.", 'sf/no-access'],
  ['INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', 'sf/no-access'],
  ['FUNCTIONALITY_NOT_ENABLED', 'not enabled', 'sf/no-access'],
  ['UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record or 1 records: 0035c', 'sf/temporary'],
  ['SERVER_UNAVAILABLE', 'Server unavailable', 'sf/temporary'],
  ['QUERY_TIMEOUT', 'Your query request was running for too long.', 'sf/temporary'],
  ['UNKNOWN_EXCEPTION', 'An unexpected error occurred.', 'sf/temporary'],
  ['INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE', 'maintenance', 'sf/temporary'],
  ['FUNCTIONALITY_TEMPORARILY_UNAVAILABLE', 'later', 'sf/temporary'],
  ['INVALID_QUERY_LOCATOR', 'invalid query locator', 'sf/temporary'],
  ['MALFORMED_QUERY', "unexpected token: 'invalid'", 'sf/refused'],
  ['NOT_FOUND', 'The requested resource does not exist', 'sf/refused'],
];

const jobFailures: Example[] = [
  ['InvalidBatch', 'InvalidBatch : Field name not found : StageName_invalid', 'sf/no-access'],
  ['FeatureNotEnabled', 'FeatureNotEnabled : not for this user', 'sf/no-access'],
  ['InternalServerError', 'InternalServerError : An error occurred', 'sf/temporary'],
  ['InvalidSessionId', 'InvalidSessionId : expired', 'sf/session-expired'],
  ['QUERY_TIMEOUT', 'QUERY_TIMEOUT: Your query request was running for too long.', 'sf/temporary'],
  ['InvalidBatch', 'InvalidBatch : LineEnding is invalid on user data', 'sf/refused'],
];

const recordErrors: Example[] = [
  ['UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record', 'retry-later'],
  ['CONCURRENT_LIMIT_EXCEEDED', 'concurrent requests', 'retry-later'],
  ['LIMIT_EXCEEDED', 'System.LimitException: Too many SOQL queries', 'retry-later'],
  ['QUERY_TIMEOUT', 'too long', 'retry-later'],
  ['UNKNOWN_EXCEPTION', 'An unexpected error occurred.', 'retry-later'],
  ['INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE', '', 'retry-later'],
  ['PROCESSING_HALTED', 'The transaction was rolled back', 'retry-later'],
  ['MATCH_SERVICE_TIMED_OUT', '', 'retry-later'],
  ['TERRITORY_REALIGN_IN_PROGRESS', '', 'retry-later'],
  ['ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE', '', 'retry-later'],
  [
    'INVALID_FIELD',
    "Failed to deserialize field at col 3. Due to, '2003-04-98' is not a valid value for the type xsd:date",
    'wait-for-change',
  ],
  ['INVALID_FIELD', "No such column 'FavoritePet__c' on sobject of type Account", 'needs-operator'],
  [
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    'insufficient access rights on cross-reference id',
    'needs-operator',
  ],
  ['INVALID_FIELD_FOR_INSERT_UPDATE', 'Unable to create/update fields: MasterRecordId.', 'needs-operator'],
  ['INACTIVE_OWNER_OR_USER', 'operation performed with inactive user', 'needs-operator'],
  ['STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded', 'needs-operator'],
  ['INVALID_ASSIGNMENT_RULE', '', 'needs-operator'],
  ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Close date must be in the future', 'wait-for-change'],
  ['REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', 'wait-for-change'],
  ['DUPLICATES_DETECTED', 'Use one of these records?', 'wait-for-change'],
  ['STRING_TOO_LONG', 'Topic Name: data value too large: … (max length=25)', 'wait-for-change'],
  [
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    'Rating: bad value for restricted picklist field: Terrible',
    'wait-for-change',
  ],
  ['INVALID_EMAIL_ADDRESS', 'Email: invalid email address: not an email', 'wait-for-change'],
  ['INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', 'wait-for-change'],
  ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'Audit_Trigger: execution of BeforeInsert', 'wait-for-change'],
  ['FLOW_EXCEPTION', '', 'wait-for-change'],
  ['ENTITY_IS_DELETED', 'entity is deleted', 'wait-for-change'],
  ['CIRCULAR_DEPENDENCY', '', 'wait-for-change'],
  ['SOMETHING_NEW', '', 'needs-operator'],
];

describe.each([
  ['a login fault', loginFaults, loginRows, (code: string, text: string) => classifyLoginFault(code, text)],
  ['an OAuth error', oauthErrors, oauthRows, (code: string, text: string) => classifyOAuthError(400, code, text)],
  ['an API error', apiErrors, apiRows, (code: string, text: string) => classifyApiError(400, code, text)],
  ['a failed job', jobFailures, jobRows, (_code: string, text: string) => classifyJobFailure(text)],
  ['a record error', recordErrors, recordRows, (code: string, text: string) => classifyRecordError(code, text)],
] as const)('%s', (_kind, examples, rows, classify) => {
  test.each(examples)('%s "%s" is %s', (code, message, outcome) => {
    expect(classify(code, message)).toBe(outcome);
  });

  test('every row of the table has an example', () => {
    const hit = examples.map(([code, message]) =>
      rows.findIndex(
        (row) =>
          new RegExp(typeof row.code === 'string' ? `^${row.code}$` : row.code).test(code) &&
          (row.text?.test(message) ?? true),
      ),
    );
    expect(rows.filter((_row, index) => !hit.includes(index))).toEqual([]);
  });
});

test.each([
  [401, 'sf/session-expired'],
  [403, 'sf/no-access'],
  [404, 'sf/refused'],
  [408, 'sf/temporary'],
  [429, 'sf/concurrency-limit'],
  [500, 'sf/temporary'],
  [502, 'sf/temporary'],
  [503, 'sf/temporary'],
])('status %i without an error document is %s', (status, code) => {
  expect(classifyApiError(status, '', '')).toBe(code);
});

test('a write is repeated only when Salesforce said that it did nothing', () => {
  expect(wasRefusedForNow('UNABLE_TO_LOCK_ROW', '')).toBe(true);
  expect(wasRefusedForNow('REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.')).toBe(true);
  expect(wasRefusedForNow('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')).toBe(false);
  expect(wasRefusedForNow('UNKNOWN_EXCEPTION', '')).toBe(false);
});

test.each([
  ['ENOTFOUND', 'there is no such host'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the connection was cut'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the secure connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the secure connection failed (ERR_TLS_CERT_ALTNAME_INVALID)'],
])('%s in words', (code, words) => {
  expect(textOf([explainConnectionError('host', code, 'raw')])).toBe(`host: ${words}.`);
});
