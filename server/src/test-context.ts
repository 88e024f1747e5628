import { randomBytes } from 'node:crypto';
import { type Environment, readConfig } from './config.ts';
import { type Context, openContext } from './context.ts';
import type { Log } from './log.ts';
import { makeMigratedDatabase } from './test-database.ts';

/** For tests: a context on a migrated database of its own, silent unless told otherwise. Disposing drops it all. */
export async function makeTestContext(environment: Environment = {}, log?: Log): Promise<Context> {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await makeMigratedDatabase());
  const config = readConfig({
    DATABASE_URL: database.url,
    LOCKSTEP_LOG_LEVEL: 'silent',
    LOCKSTEP_SECRET_KEY: randomBytes(32).toString('base64'),
    ...environment,
  });
  const context = opened.use(await openContext(config, { name: 'lockstep test', log }));
  const owned = opened.move();
  return { ...context, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
