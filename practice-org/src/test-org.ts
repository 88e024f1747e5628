import { makeTestDatabase, type Template } from '@lockstep/local-postgres/test-database';
import { type PracticeOrg, type PracticeOrgOptions, startPracticeOrg } from './practice-org.ts';

/** A new org on a free port with a database of its own; disposing stops the one and drops the other. */
export interface TestOrg extends AsyncDisposable {
  org: PracticeOrg;
}

export async function startTestOrg(options: Omit<PracticeOrgOptions, 'databaseUrl'> = {}): Promise<TestOrg> {
  const database = await makeTestDatabase(newOrg);
  const org = await startPracticeOrg({ ...options, databaseUrl: database.url });
  return {
    org,
    async [Symbol.asyncDispose]() {
      await org.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** An org as it is when it was just made. */
const newOrg: Template = {
  name: 'practice_org',
  async build(databaseUrl) {
    const org = await startPracticeOrg({ databaseUrl });
    await org.stop();
  },
};
