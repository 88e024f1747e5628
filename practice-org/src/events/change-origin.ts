import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import pg from 'pg';

interface Origin {
  api: string;
  version: string;
  client: string | undefined;
}

const current = new AsyncLocalStorage<Origin | undefined>();

/** The API of a path, in the words of `changeOrigin` (Change Data Capture, "ChangeEventHeader Fields"). */
const apis: [RegExp, string][] = [
  [/^\/services\/Soap\/[uc]\/(\d+\.\d)/, 'soap'],
  [/^\/services\/async\/(\d+\.\d)/, 'bulkapi'],
  [/^\/services\/data\/v(\d+\.\d)\/jobs\//, 'bulkapi'],
  [/^\/services\/data\/v(\d+\.\d)\/tooling\//, 'toolingrest'],
  [/^\/services\/data\/v(\d+\.\d)/, 'rest'],
];

/** Remembers, for everything a request does, through which API it came and what its client calls itself. */
export function rememberOrigin(app: FastifyInstance): void {
  app.addHook('preHandler', (request, _reply, done) => current.run(originOf(request), done));
}

/** A SOAP client names itself in the envelope (header CallOptions), which is read after the request was let in. */
export function nameClient(client: string): void {
  const origin = current.getStore();
  if (origin && client) origin.client = client;
}

/** How a transaction begins: it tells the triggers of the event bus where its changes come from. */
export function beginStatement(): string {
  const origin = current.getStore();
  if (!origin) return 'begin';
  const client = origin.client ? `;client=${origin.client}` : '';
  const text = `com/salesforce/api/${origin.api}/${origin.version}${client}`;
  return `begin; set local practice_org.change_origin = ${pg.escapeLiteral(text)}`;
}

function originOf(request: FastifyRequest): Origin | undefined {
  for (const [path, api] of apis) {
    const version = path.exec(request.url)?.[1];
    if (!version) continue;
    const options = String(request.headers['sforce-call-options'] ?? '');
    return { api, version, client: /\bclient\s*=\s*([^,\s]+)/i.exec(options)?.[1] };
  }
  return undefined;
}
