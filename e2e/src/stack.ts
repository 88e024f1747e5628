import { randomBytes } from 'node:crypto';
import { type PracticeOrg, startPracticeOrg } from '../../practice-org/src/practice-org.ts';
import { readConfig } from '../../server/src/config.ts';
import { type Context, openContext } from '../../server/src/context.ts';
import { allRoutes } from '../../server/src/http/all-routes.ts';
import { buildApp } from '../../server/src/http/app.ts';
import { listen } from '../../server/src/http/listen.ts';
import { allWork } from '../../server/src/jobs/all-work.ts';
import { startWorker } from '../../server/src/jobs/worker.ts';

/** Everything that runs in production, in this process: a practice org, and a server with its worker, on free ports. */
export interface Stack extends AsyncDisposable {
  readonly url: string;
  readonly context: Context;
  readonly org: PracticeOrg;
}

export interface StackOptions {
  databaseUrl: string;
  orgDatabaseUrl: string;
  /** How large the org is beside its sample records. */
  leads?: number;
}

export async function startStack({ databaseUrl, orgDatabaseUrl, leads }: StackOptions): Promise<Stack> {
  await using opened = new AsyncDisposableStack();
  const org = await startPracticeOrg({ databaseUrl: orgDatabaseUrl, leads });
  opened.defer(() => org.stop());

  const config = readConfig({
    DATABASE_URL: databaseUrl,
    LOCKSTEP_PORT: '0',
    LOCKSTEP_SECRET_KEY: randomBytes(32).toString('base64'),
    LOCKSTEP_ALLOWED_HOSTS: new URL(org.url).host,
    LOCKSTEP_PRACTICE_ORG_URL: org.url,
    LOCKSTEP_CYCLE_REST_SECONDS: '300', // Cycles run when they are asked for: what a page shows of one is still there when it is looked at.
    LOCKSTEP_LOG_LEVEL: 'silent',
  });
  const context = opened.use(await openContext(config, { name: 'lockstep' }));
  const app = await buildApp(context, allRoutes);
  opened.defer(() => app.close());
  const url = await listen(app, config);
  opened.use(await startWorker(context, await allWork(context)));

  const owned = opened.move();
  return { url, context, org, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
