import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { StatusView } from '@lockstep/contract/status.ts';
import { openLocalPostgres } from '@lockstep/local-postgres';
import pg from 'pg';
import type { Cli } from '../cli/cli.ts';
import type { ProgressBar } from '../cli/progress.ts';
import { LockstepError } from '../errors.ts';
import { allRoutes } from '../http/all-routes.ts';
import { buildApp } from '../http/app.ts';
import { listen } from '../http/listen.ts';
import { allWork } from '../jobs/all-work.ts';
import { startWorker } from '../jobs/worker.ts';
import { signInAsFirstAdmin } from './admin-api.ts';
import { spawnPracticeOrg } from './practice-org.ts';
import { signInToSalesforce } from './salesforce-user.ts';
import { type Narrator, proveSameness, setUp, showRoundTrip, waitForSync } from './walkthrough.ts';

export interface DemoOptions {
  once: boolean;
  leads: number | undefined;
  /** Resolves when the user wants to stop. */
  stop: Promise<string>;
}

/** What `lockstep demo --once --json` prints. */
export interface DemoResult {
  org: { Lead: number; Contact: number; Account: number };
  people: { Lead: number; Contact: number };
  companies: number;
  roundTrip: { toMarketingMs: number; toSalesforceMs: number };
  verify: { equal: boolean; compared: number; differences: number };
}

const practiceOrgPort = 3001;
/** Short enough that somebody who changes a lead in the practice org sees it arrive while looking. */
const demoRestSeconds = '5';
const admin = { email: 'admin@demo.example', name: 'Demo administrator' };

/** Everything in one go, from scratch each time: practice org, server, set-up, first sync, a change each way, proof. */
export async function runDemo(cli: Cli, options: DemoOptions): Promise<void> {
  if (options.leads !== undefined && !Number.isInteger(options.leads)) {
    throw new LockstepError('request/invalid', '--leads takes a whole number.');
  }
  await using opened = new AsyncDisposableStack();
  const databases = await openDemoDatabases(cli.config().dataDir, opened);
  cli.say('Starting the practice org …');
  const org = opened.use(
    await spawnPracticeOrg({ port: practiceOrgPort, databaseUrl: databases.practiceOrg, leads: options.leads }),
  );
  const config = cli.config({
    DATABASE_URL: databases.lockstep,
    LOCKSTEP_ALLOWED_HOSTS: `${new URL(org.url).host},${org.pubSub.plainEndpoint}`,
    LOCKSTEP_PUBSUB_URL: `http://${org.pubSub.plainEndpoint}`,
    LOCKSTEP_PRACTICE_ORG_URL: org.url,
    LOCKSTEP_CYCLE_REST_SECONDS: process.env.LOCKSTEP_CYCLE_REST_SECONDS ?? demoRestSeconds,
    LOCKSTEP_LOG_LEVEL: process.env.LOCKSTEP_LOG_LEVEL ?? 'warn',
  });
  await cli.withContext(
    'demo',
    async (context) => {
      const app = await buildApp(context, allRoutes);
      await using _closing = { [Symbol.asyncDispose]: () => app.close() };
      const url = await listen(app, config);
      await using _worker = await startWorker(context, await allWork(context));
      const password = randomBytes(12).toString('base64url');
      const result = await perform(cli, url, password, org);
      if (options.once) {
        cli.answer(result, () => describeOutcome(result));
      } else {
        cli.say(`${describeOutcome(result)}\n${describePlaces(url, org.url, password, org.syncUser)}`);
        await options.stop;
      }
      if (!result.verify.equal) cli.exitCode = 1;
    },
    config,
  );
}

async function perform(
  cli: Cli,
  url: string,
  password: string,
  org: Parameters<typeof signInToSalesforce>[0],
): Promise<DemoResult> {
  const api = await signInAsFirstAdmin(url, { ...admin, password });
  using board = cli.progress();
  const narrator: Narrator = { say: (line) => cli.say(line), progress: showProgress(board) };
  const dryRun = await setUp(api, org, narrator);
  const { totals } = await waitForSync(api, narrator, null);
  narrator.say(
    `First sync done: ${totals.people.Lead} leads, ${totals.people.Contact} contacts, ${totals.companies} companies.`,
  );
  const roundTrip = await showRoundTrip(api, await signInToSalesforce(org), narrator);
  narrator.say('Comparing both sides, field by field …');
  const { equal, compared, differences } = await proveSameness(api);
  const inOrg = (object: string) => dryRun.objects.find((o) => o.object === object)?.records ?? 0;
  return {
    org: { Lead: inOrg('Lead'), Contact: inOrg('Contact'), Account: inOrg('Account') },
    people: { Lead: totals.people.Lead, Contact: totals.people.Contact },
    companies: totals.companies,
    roundTrip,
    verify: { equal, compared, differences },
  };
}

/** One bar per step of the first sync. */
function showProgress(board: { bar(label: string): ProgressBar }): (status: StatusView) => void {
  let shown: { label: string; bar: ProgressBar } | undefined;
  return ({ current }) => {
    const label = current?.total ? `${current.object}, ${current.operation}` : undefined;
    if (shown && shown.label !== label) {
      shown.bar.finish();
      shown = undefined;
    }
    if (!current?.total || !label) return;
    shown ??= { label, bar: board.bar(label) };
    shown.bar.update(current.done, current.total);
  };
}

async function openDemoDatabases(
  dataDir: string,
  opened: AsyncDisposableStack,
): Promise<{ lockstep: string; practiceOrg: string }> {
  const postgres = await openLocalPostgres({ folder: join(dataDir, 'demo'), durable: false });
  opened.defer(() => postgres.stop());
  await dropDatabases(await postgres.databaseUrl('postgres'), ['lockstep', 'practice_org']);
  return { lockstep: await postgres.databaseUrl('lockstep'), practiceOrg: await postgres.databaseUrl('practice_org') };
}

async function dropDatabases(url: string, names: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const name of names) await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
  } finally {
    await client.end();
  }
}

function describeOutcome({ verify }: DemoResult): string {
  return `${verify.equal ? 'In step' : 'NOT in step'}: ${verify.compared} records compared, ${verify.differences} differences.`;
}

function describePlaces(
  url: string,
  orgUrl: string,
  password: string,
  syncUser: { username: string; password: string },
): string {
  return `
  Lockstep        ${url}
    sign in       ${admin.email}
    password      ${password}
  Practice org    ${orgUrl}
    sign in       ${syncUser.username}
    password      ${syncUser.password}

Change a lead in the practice org and watch it arrive here. Ctrl-C stops.
`;
}
