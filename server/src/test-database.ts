import { makeTestDatabase, type Template, type TestDatabase } from '@lockstep/local-postgres/test-database';
import { migrate } from './postgres/migrate.ts';
import { makePool } from './postgres/pool.ts';
import { openSubscription } from './subscription/subscription.ts';

/** For tests: a database as the server makes it at its first start, with one subscription. */
export const makeMigratedDatabase = (): Promise<TestDatabase> => makeTestDatabase(migrated);

const migrated: Template = {
  name: 'lockstep',
  async build(url) {
    const pool = makePool({ url, applicationName: 'test' });
    await migrate(pool);
    await openSubscription(pool);
    await pool.end();
  },
};
