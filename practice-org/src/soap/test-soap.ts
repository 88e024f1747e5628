import type { TestApi } from '../test-api.ts';

/** Sends a SOAP body as written and returns the answer's text: for exact shapes. */
export async function sendSoap(
  { org, connection }: TestApi,
  body: string,
  { api = 'partner', headers = '' }: { api?: 'partner' | 'enterprise'; headers?: string } = {},
): Promise<{ status: number; text: string; result: string }> {
  const envelope = `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:${api}.soap.sforce.com"><env:Header><SessionHeader><sessionId>${connection.accessToken}</sessionId></SessionHeader>${headers}</env:Header><env:Body>${body}</env:Body></env:Envelope>`;
  const response = await fetch(`${org.url}/services/Soap/${api === 'partner' ? 'u' : 'c'}/60.0`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=UTF-8', SOAPAction: '""' },
    body: envelope,
  });
  const text = await response.text();
  return { status: response.status, text, result: /<soapenv:Body>(.*)<\/soapenv:Body>/s.exec(text)?.[1] ?? '' };
}
