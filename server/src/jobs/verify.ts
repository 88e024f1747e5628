import { parseCronItems } from 'graphile-worker';
import { startedSubscriptions } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { budgetOf } from '../sync/api-budget.ts';
import type { Engine } from '../sync/engine.ts';
import { readOptions } from '../sync/options.ts';
import { isProofDue } from '../sync/verify/proofs.ts';
import { verify } from '../sync/verify/verify.ts';
import type { Work } from './worker.ts';

const verifyTask = 'sync/verify';

/** The scheduled proof (SYN-18): looked at every hour, made when the options say that it is time. */
export function scheduledVerify(engine: Engine): Required<Work> {
  return {
    tasks: { [verifyTask]: () => verifyWhatIsDue(engine) },
    schedule: parseCronItems([{ task: verifyTask, match: '41 * * * *', options: { maxAttempts: 1 } }]),
  };
}

/** Near the API budget the proof waits: it reads every record. */
export async function verifyWhatIsDue(engine: Engine): Promise<void> {
  for (const subscription of await startedSubscriptions(engine.pool)) {
    const { options, due } = await inSubscription(engine.pool, subscription, async (client) => {
      const read = await readOptions(client);
      return { options: read, due: await isProofDue(client, read.verifyHours) };
    });
    if (!due) continue;
    const { usage } = await engine.connect(subscription);
    if (budgetOf(usage, options.apiBudgetPercent) !== 'free') continue;
    await verify(engine, subscription, { repair: options.verifyRepair, scheduled: true });
  }
}
