import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import type { ApiError, ApiUsage } from './salesforce.ts';
import { childrenOf, parseXml, textOf, valueElement, type XmlElement } from './xml.ts';

/** A call of the partner WSDL, as XML. The session is added when it is sent. */
export interface SoapRequest {
  /** SOAP headers beside the session. */
  headers: string;
  body: string;
}

/** `urn` is the prefix of the API's own elements, `obj` that of records and their fields (partner WSDL). */
export function renderEnvelope(sessionId: string, { headers, body }: SoapRequest): string {
  const session = `<urn:SessionHeader>${valueElement('urn:sessionId', sessionId)}</urn:SessionHeader>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
    ' xmlns:urn="urn:partner.soap.sforce.com" xmlns:obj="urn:sobject.partner.soap.sforce.com">' +
    `<env:Header>${session}${headers}</env:Header><env:Body>${body}</env:Body></env:Envelope>`
  );
}

/** The `result` elements of an answer. */
export function resultsOf(document: XmlElement, operation: string): XmlElement[] {
  const [response] = childrenOf(childrenOf(document, 'Body')[0], `${operation}Response`);
  if (document.name !== 'Envelope' || !response) {
    throw new LockstepError('sf/incomplete-answer', told`The answer is none to ${operation}().`);
  }
  return childrenOf(response, 'result');
}

/** SOAP tells the usage in the document, not in a header of HTTP (sforce_api_header_limitinfoheader). */
export function usageOf(document: XmlElement): ApiUsage | null {
  const [header] = childrenOf(childrenOf(document, 'Header')[0], 'LimitInfoHeader');
  const info = childrenOf(header, 'limitInfo').find((one) => textOf(one, 'type') === 'API REQUESTS');
  return info ? { used: Number(textOf(info, 'current')), max: Number(textOf(info, 'limit')) } : null;
}

/**
 * The error of a fault: `exceptionCode` and `exceptionMessage` of its detail; a fault about the document itself has only
 * `faultcode` and `faultstring`. null when the document is no fault.
 */
export function faultOf(text: string): ApiError | null {
  const [fault] = childrenOf(childrenOf(parseXml(text), 'Body')[0], 'Fault');
  if (!fault) return null;
  const detail = childrenOf(fault, 'detail')[0]?.children[0];
  const errorCode = textOf(detail, 'exceptionCode') ?? (textOf(fault, 'faultcode') ?? '').replace(/^sf:/, '');
  return { errorCode, message: textOf(detail, 'exceptionMessage') ?? textOf(fault, 'faultstring') ?? '', fields: [] };
}
