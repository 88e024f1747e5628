import type { PracticeOrg } from '../../../../practice-org/src/practice-org.ts';
import { enterCredentials } from '../../setup/credentials.ts';
import { finishMappings, syncFields } from '../../setup/fields.ts';
import type { Setup } from '../../setup/setup.ts';
import { confirmCredentials, startSync } from '../../setup/start.ts';
import { openSubscription } from '../../subscription/subscription.ts';

/** For tests: the whole set-up, from the sync user's credentials to the started sync. */
export async function connectOrg(setup: Setup, org: PracticeOrg): Promise<void> {
  const subscription = () => openSubscription(setup.pool);
  const credentials = { method: 'password', loginUrl: org.url, ...org.syncUser } as const;
  const { organizationId } = await enterCredentials(setup, await subscription(), credentials);
  await syncFields(setup, await subscription(), []);
  await confirmCredentials(setup, await subscription(), organizationId);
  await finishMappings(setup, await subscription());
  await startSync(setup, await subscription());
}
