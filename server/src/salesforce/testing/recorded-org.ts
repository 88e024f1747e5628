import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** For tests only: a server that plays answers recorded from Salesforce, and keeps what it was asked. */
export interface RecordedOrg extends AsyncDisposable {
  /** http://127.0.0.1:port */
  url: string;
  /** 127.0.0.1:port, for `allowedHosts`. */
  host: string;
  requests: RecordedRequest[];
}

export interface RecordedRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** Decompressed. */
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Answers with a reply, or by hand: to cut a connection or to send half of an answer. */
export type Player = (
  request: RecordedRequest,
  asked: number,
) => Reply | ((response: ServerResponse) => void) | Promise<Reply>;

export async function playOrg(player: Player): Promise<RecordedOrg> {
  const requests: RecordedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await record(incoming);
    requests.push(request);
    const same = requests.filter(({ method, path }) => method === request.method && path === request.path);
    const reply = await player(request, same.length);
    if (typeof reply === 'function') return reply(response);
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json;charset=UTF-8', ...reply.headers });
    response.end(reply.body ?? '');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function record(incoming: IncomingMessage): Promise<RecordedRequest> {
  const bytes = await buffer(incoming);
  const body = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    body: body.toString('utf8'),
  };
}

const envelope = (body: string, fault = '') =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"${fault} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

/** The answer to login(), as recorded by simple-salesforce (tests/test_login.py) on the partner endpoint. */
export function loginAnswer(instanceUrl: string, sessionId = '00D000000000062!AQ4AQ', sandbox = false): Reply {
  const result = `<metadataServerUrl>${instanceUrl}/services/Soap/m/64.0/00D000000000062</metadataServerUrl><passwordExpired>false</passwordExpired><sandbox>${sandbox}</sandbox><serverUrl>${instanceUrl}/services/Soap/u/64.0/00D000000000062/0DF000000000001</serverUrl><sessionId>${sessionId}</sessionId><userId>005000000000001AAA</userId><userInfo><organizationId>00D000000000062EAA</organizationId><organizationName>Acme &amp; Sons</organizationName><roleId xsi:nil="true"/><sessionSecondsValid>7200</sessionSecondsValid><userId>005000000000001AAA</userId><userName>sync@acme.example</userName></userInfo>`;
  return xml(200, envelope(`<loginResponse><result>${result}</result></loginResponse>`));
}

/** A fault of login(), as recorded by simple-salesforce. */
export function loginFault(code: string, message: string): Reply {
  const detail = `<detail><sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>${code}</sf:exceptionCode><sf:exceptionMessage>${message}</sf:exceptionMessage></sf:LoginFault></detail>`;
  const fault = `<soapenv:Fault><faultcode>${code}</faultcode><faultstring>${code}: ${message}</faultstring>${detail}</soapenv:Fault>`;
  return xml(500, envelope(fault, ' xmlns:sf="urn:fault.partner.soap.sforce.com"'));
}

/** The answer of the token endpoint, as recorded by restforce (spec/fixtures). */
export function tokenAnswer(instanceUrl: string, more: Record<string, string> = {}): Reply {
  return json({
    id: 'https://login.salesforce.com/id/00D000000000062EAA/005000000000001AAA',
    issued_at: '1278448832702',
    instance_url: instanceUrl,
    signature: 'SSSbLO/gBhmmyNUvN18ODBDFYHzakxOMgqYtu+hDPsc=',
    access_token: '00D000000000062!AR8token',
    token_type: 'Bearer',
    ...more,
  });
}

export function json(value: unknown, more: Reply = {}): Reply {
  const headers = { 'sforce-limit-info': 'api-usage=51/100000', ...more.headers };
  return { status: more.status ?? 200, headers, body: JSON.stringify(value) };
}

export const sessionExpired: Reply = {
  status: 401,
  headers: { 'www-authenticate': 'Token' },
  body: '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
};

export const serverUnavailable: Reply = {
  status: 503,
  body: '[{"message":"Server unavailable","errorCode":"SERVER_UNAVAILABLE"}]',
};

function xml(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
}
