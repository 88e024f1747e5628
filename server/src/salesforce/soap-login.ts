import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { classifyLoginFault } from './classify.ts';
import { exchange, readText } from './http.ts';
import type { Session } from './open-session.ts';
import { soapLoginVersion } from './salesforce.ts';
import { keepingSecret } from './secrets.ts';
import { escapeXml, unescapeXml } from './xml.ts';

export interface SoapLogin {
  loginUrl: URL;
  username: string;
  password: string;
  securityToken: string;
  timeoutMs: number;
}

/**
 * The SOAP call login(): one request and one answer of a fixed shape, so it is written out here rather than left to a
 * SOAP library (partner WSDL; developer.salesforce.com sforce_api_calls_login).
 */
export function soapLogin(login: SoapLogin): Promise<Session> {
  // login() wants the password and the security token in one value.
  const secret = login.password + login.securityToken;
  return keepingSecret([secret, login.password, login.securityToken], () => callLogin(login, secret));
}

async function callLogin(login: SoapLogin, secret: string): Promise<Session> {
  const answer = await exchange({
    method: 'POST',
    url: new URL(`/services/Soap/u/${soapLoginVersion}`, login.loginUrl),
    headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: 'login' },
    body: loginEnvelope(login.username, secret),
    timeoutMs: login.timeoutMs,
  });
  const xml = await readText(answer);
  if (!/<(?:\w+:)?Envelope[\s>]/.test(xml)) throw notALoginService(answer.status, login.loginUrl);
  const fault = element(xml, 'faultcode');
  if (fault !== null) throw loginFault(fault, xml);
  return sessionFrom(xml);
}

function loginEnvelope(username: string, secret: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>' +
    '<login xmlns="urn:partner.soap.sforce.com">' +
    `<username>${escapeXml(username)}</username><password>${escapeXml(secret)}</password>` +
    '</login></env:Body></env:Envelope>'
  );
}

function sessionFrom(xml: string): Session {
  if (element(xml, 'passwordExpired') === 'true') throw new LockstepError('sf/password-expired', '');
  const accessToken = element(xml, 'sessionId');
  const serverUrl = element(xml, 'serverUrl');
  const userId = element(xml, 'userId');
  if (!accessToken || !serverUrl || !userId) {
    throw new LockstepError('sf/incomplete-answer', told`The answer to login() has no session.`);
  }
  return { accessToken, instanceUrl: new URL(serverUrl).origin, userId, isSandbox: element(xml, 'sandbox') === 'true' };
}

function loginFault(faultCode: string, xml: string): LockstepError {
  // The code comes as `INVALID_LOGIN` or `sf:INVALID_LOGIN`, the text as `INVALID_LOGIN: Invalid username, …`.
  const code = element(xml, 'exceptionCode') ?? faultCode.replace(/^.*:/, '');
  const message = element(xml, 'exceptionMessage') ?? element(xml, 'faultstring') ?? '';
  return new LockstepError(classifyLoginFault(code, message), `${code}: ${message}`);
}

function notALoginService(status: number, url: URL): LockstepError {
  const temporary = status === 429 || status >= 500;
  const detail = `${url.host} answered with status ${status} and no SOAP document.`;
  return new LockstepError(temporary ? 'sf/temporary' : 'sf/unreachable', detail);
}

/** The text of the first element with this local name, or null. Enough for a document of known shape without CDATA. */
function element(xml: string, name: string): string | null {
  const found = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(xml);
  return found ? unescapeXml(found[1] ?? '') : null;
}
