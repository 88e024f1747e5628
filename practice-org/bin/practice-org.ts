#!/usr/bin/env node
import { openLocalPostgres } from '@lockstep/local-postgres';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { type PracticeOrg, type PracticeOrgOptions, startPracticeOrg } from '../src/practice-org.ts';

interface Flags {
  port: number;
  host: string;
  leads?: number;
  contacts?: number;
  accounts?: number;
  database?: string;
  apiLimit?: number;
  fresh?: boolean;
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
  .option('--fresh', 'throw away what the org held and start over')
  .option('--json', 'print one JSON document instead of text');

const flags = program.parse().opts<Flags>();
const { org, close } = await open(flags);
print(org, flags);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => close().then(() => process.exit(0)));

async function open({
  port,
  database,
  json,
  apiLimit,
  ...wanted
}: Flags): Promise<{ org: PracticeOrg; close(): Promise<void> }> {
  const local = database ? undefined : await openLocalPostgres({ folder: '.lockstep/practice-org' });
  const databaseUrl = database ?? (await local?.databaseUrl('practice_org')) ?? '';
  const logger = pino({ level: process.env.LOG_LEVEL ?? 'warn' }, pino.destination(2));
  const org = await startOnFreePort({ ...wanted, dailyApiRequests: apiLimit, databaseUrl, port, logger });
  const close = async () => {
    await org.stop();
    if (local?.startedHere) await local.stop();
  };
  return { org, close };
}

async function startOnFreePort(options: PracticeOrgOptions & { port: number }): Promise<PracticeOrg> {
  try {
    return await startPracticeOrg(options);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    process.stderr.write(`Port ${options.port} is in use, trying ${options.port + 1}.\n`);
    return startOnFreePort({ ...options, fresh: false, port: options.port + 1 });
  }
}

function print({ url, admin, syncUser, connectedApp }: PracticeOrg, { json }: Flags): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ url, admin, syncUser, connectedApp })}\n`);
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

Stop it with Ctrl+C.
`);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Not a whole number.');
  return Number(text);
}
