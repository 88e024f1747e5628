import { PassThrough, Readable } from 'node:stream';
import type { PracticeOrg } from '../../../../practice-org/src/practice-org.ts';
import { startTestOrg } from '../../../../practice-org/src/test-org.ts';
import type { Terminal } from '../../cli/cli.ts';
import { runCommandLine } from '../../cli/command-line.ts';
import type { Context } from '../../context.ts';
import type { Log } from '../../log.ts';
import { openSubscription } from '../../subscription/subscription.ts';
import { type CycleResult, runCycle } from '../../sync/cycle.ts';
import { connectOrg } from '../../sync/testing/connect-org.ts';
import { makeTestContext } from '../../test-context.ts';
import { allRoutes } from '../all-routes.ts';
import { buildApp } from '../app.ts';
import type { App } from '../routes.ts';
import { Visitor } from './visitor.ts';

/** The HTTP API and the command line on one database, and a practice org, with its first administrator signed in. */
export interface AppWithOrg extends AsyncDisposable {
  org: PracticeOrg;
  context: Context;
  app: App;
  admin: Visitor;
  /** A command of `lockstep`, in this process. */
  lockstep(...args: string[]): Promise<{ code: number; out: string; err: string }>;
  /** The whole set-up, from the sync user's credentials to the started sync. */
  connect(): Promise<void>;
  cycle(): Promise<CycleResult>;
}

/** `log` hears what the server says; without it, nobody does. */
export async function startAppWithOrg(log?: Log): Promise<AppWithOrg> {
  await using opened = new AsyncDisposableStack();
  const { org } = opened.use(await startTestOrg());
  const secretKey = Buffer.alloc(32, 9).toString('base64');
  // Any port: a test may name one where nobody answers.
  const environment = { LOCKSTEP_ALLOWED_HOSTS: '127.0.0.1', LOCKSTEP_SECRET_KEY: secretKey };
  const context = opened.use(await makeTestContext(environment, log));
  const app = await buildApp(context, allRoutes);
  opened.defer(() => app.close());
  const admin = await new Visitor(app).becomeFirstAdmin();
  const owned = opened.move();
  return {
    org,
    context,
    app,
    admin,
    async lockstep(...args) {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const env = { ...environment, DATABASE_URL: context.databaseUrl, LOCKSTEP_LOG_LEVEL: 'warn' };
      const terminal = { environment: env, stdin: Readable.from(['']), stdout, stderr } as unknown as Terminal;
      const code = await runCommandLine(args, terminal);
      return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
    },
    connect: () => connectOrg(context.setup, org),
    cycle: async () => runCycle(context.engine, await openSubscription(context.pool)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
