#!/usr/bin/env node
import { once } from 'node:events';
import { createServer } from 'node:net';
import { openLocalPostgres } from '@lockstep/local-postgres';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import type { PracticeOrg, PracticeOrgOptions } from '../src/practice-org.ts';

interface Flags {
  port: number;
  host: string;
  leads?: number;
  contacts?: number;
  accounts?: number;
  database?: string;
  apiLimit?: number;
  pubsubPort: number;
  changeEvents?: string[];
  fresh?: boolean;
  tls?: boolean;
  json?: boolean;
}

const program = new Command('practice-org')
  .description('A Salesforce-compatible org to try, test and rehearse with. Its state is kept between starts.')
  .option('--port <port>', 'port to listen on; the next free one is taken when it is in use', wholeNumber, 3001)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--leads <n>', 'how many leads the org holds in all (22 come with it)', wholeNumber)
  .option('--contacts <n>', 'how many contacts (half as many as leads unless told)', wholeNumber)
  .option('--accounts <n>', 'how many accounts (a tenth of the leads unless told)', wholeNumber)
  .option('--database <url>', 'a PostgreSQL to keep the org in, instead of the private one in .lockstep/practice-org')
  .option('--api-limit <n>', 'how many API requests a day the org allows (15000 unless told)', wholeNumber)
  .option(
    '--pubsub-port <port>',
    'port of the Pub/Sub API; the next free one is taken when it is in use',
    wholeNumber,
    7443,
  )
  .option('--change-events <objects>', 'objects whose changes become events, from now on: Lead,Contact,…', (text) =>
    text.split(','),
  )
  .option('--tls', 'serve HTTPS with a self-signed certificate, which --json prints')
  .option('--fresh', 'throw away what the org held and start over')
  .option('--json', 'print one JSON document instead of text');

const flags = program.parse().opts<Flags>();
const { org, close } = await open(flags);
print(org, flags);
const stop = () => close().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
// Started by another program: it ends with that one.
process.once('disconnect', stop);
process.channel?.unref();

async function open({
  port,
  database,
  json,
  apiLimit,
  pubsubPort,
  ...wanted
}: Flags): Promise<{ org: PracticeOrg; close(): Promise<void> }> {
  // PostgreSQL starts while the modules are read.
  const modules = import('../src/practice-org.ts');
  const local = database ? undefined : await openLocalPostgres({ folder: '.lockstep/practice-org' });
  const databaseUrl = database ?? (await local?.databaseUrl('practice_org')) ?? '';
  const logger = pino({ level: process.env.LOG_LEVEL ?? 'warn' }, pino.destination(2));
  const { startPracticeOrg } = await modules;
  const org = await startOnFreePort(startPracticeOrg, {
    ...wanted,
    dailyApiRequests: apiLimit,
    databaseUrl,
    port,
    pubSubPort: await freePort(pubsubPort),
    logger,
  });
  const close = async () => {
    await org.stop();
    if (local?.startedHere) await local.stop();
  };
  return { org, close };
}

async function startOnFreePort(
  start: (options: PracticeOrgOptions) => Promise<PracticeOrg>,
  options: PracticeOrgOptions & { port: number },
): Promise<PracticeOrg> {
  try {
    return await start(options);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    process.stderr.write(`Port ${options.port} is in use, trying ${options.port + 1}.\n`);
    return startOnFreePort(start, { ...options, fresh: false, port: options.port + 1 });
  }
}

/** gRPC does not say that a port is in use in a way of its own. */
async function freePort(port: number): Promise<number> {
  const server = createServer();
  const listening = once(server.listen(port, '127.0.0.1'), 'listening').then(
    () => true,
    () => false,
  );
  if (!(await listening)) return freePort(port + 1);
  server.close();
  await once(server, 'close');
  return port;
}

function print({ url, certificate, admin, syncUser, connectedApp, pubSub }: PracticeOrg, { json }: Flags): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ url, certificate, admin, syncUser, connectedApp, pubSub })}\n`);
    return;
  }
  process.stdout.write(`
The practice org listens on ${url}

  Administrator   ${admin.username}
    password      ${admin.password}
    token         ${admin.securityToken}
  Sync user       ${syncUser.username}
    password      ${syncUser.password}
    token         ${syncUser.securityToken}
  Connected app
    consumer key     ${connectedApp.consumerKey}
    consumer secret  ${connectedApp.consumerSecret}
    callback URLs    ${connectedApp.callbackUrls.join(', ')}
  Pub/Sub API     ${pubSub?.endpoint} (TLS, self-signed: --json prints the certificate)
    without TLS   ${pubSub?.plainEndpoint}

Stop it with Ctrl+C.
`);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Not a whole number.');
  return Number(text);
}
