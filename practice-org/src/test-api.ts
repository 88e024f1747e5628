import { Connection } from '@jsforce/jsforce-node';
import type { OrgLogin, PracticeOrg } from './practice-org.ts';
import { startTestOrg, type TestOrg } from './test-org.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  body: any;
}

/** An org with a logged-in client: raw requests for exact bytes, jsforce for what real programs do. */
export interface TestApi extends AsyncDisposable {
  org: PracticeOrg;
  connection: Connection;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export async function startTestApi(version = '60.0'): Promise<TestApi> {
  const running: TestOrg = await startTestOrg();
  const { org } = running;
  const connection = await logIn(org, org.syncUser, version);
  return {
    org,
    connection,
    call: (method, path, body, headers) =>
      call(org, connection, `/services/data/v${version}${path}`, method, body, headers),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

export async function logIn(org: PracticeOrg, login: OrgLogin, version = '60.0'): Promise<Connection> {
  const connection = new Connection({ loginUrl: org.url, version });
  await connection.login(login.username, login.password + login.securityToken);
  return connection;
}

async function call(
  org: PracticeOrg,
  connection: Connection,
  path: string,
  method: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isText = typeof body === 'string';
  const response = await fetch(org.url + path, {
    method,
    headers: {
      authorization: `Bearer ${connection.accessToken}`,
      ...(body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}
