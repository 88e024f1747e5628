export type FaultType =
  | 'LoginFault'
  | 'UnexpectedErrorFault'
  | 'ApiFault'
  | 'InvalidSObjectFault'
  | 'InvalidIdFault'
  | 'InvalidFieldFault'
  | 'MalformedQueryFault'
  | 'InvalidQueryLocatorFault';

/** A refusal of a SOAP call. Recorded faults differ in whether `faultcode` has the sf: prefix; so do these. */
export class SoapFault extends Error {
  override name = 'SoapFault';
  readonly code: string;
  readonly text: string;
  readonly type: FaultType | undefined;
  readonly faultcode: string;
  /** Where in a query the mistake is. */
  position: { row: number; column: number } | undefined;

  constructor(code: string, text: string, type?: FaultType, faultcode = `sf:${code}`) {
    super(text);
    this.code = code;
    this.text = text;
    this.type = type;
    this.faultcode = faultcode;
  }

  get faultstring(): string {
    return this.type ? `${this.code}: ${this.text}` : this.text;
  }
}

/** One text for a wrong name, password or token, a locked and an inactive user: it must not help to guess. */
export function invalidLogin(): SoapFault {
  const text = 'Invalid username, password, security token; or user locked out.';
  return new SoapFault('INVALID_LOGIN', text, 'LoginFault', 'INVALID_LOGIN');
}

export function passwordLockout(): SoapFault {
  const text =
    'The user has exceeded the allowed number of login attempts. The user must contact their administrator to regain login access.';
  return new SoapFault('PASSWORD_LOCKOUT', text, 'LoginFault', 'PASSWORD_LOCKOUT');
}

export function soapLoginDisabled(): SoapFault {
  const text =
    'SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().';
  return new SoapFault('INVALID_OPERATION', text, 'UnexpectedErrorFault', 'INVALID_OPERATION');
}

export function loginRetired(version: string): SoapFault {
  const text = `The SOAP Login operation is not available in the API version specified (${version}). Refer to the documentation for supported versions.`;
  return new SoapFault('INVALID_OPERATION', text, 'UnexpectedErrorFault', 'INVALID_OPERATION');
}

export function unsupportedVersion(): SoapFault {
  const text = 'Invalid Api version specified on URL';
  return new SoapFault('UNSUPPORTED_API_VERSION', text, 'UnexpectedErrorFault', 'UNSUPPORTED_API_VERSION');
}

export function invalidSession(): SoapFault {
  const text = 'Invalid Session ID found in SessionHeader: Illegal Session';
  return new SoapFault('INVALID_SESSION_ID', text, 'UnexpectedErrorFault');
}

export function unreadable(text: string): SoapFault {
  return new SoapFault('UNKNOWN_EXCEPTION', text, 'UnexpectedErrorFault', 'UNKNOWN_EXCEPTION');
}

export function clientFault(text: string): SoapFault {
  return new SoapFault('', text, undefined, 'soapenv:Client');
}
