import { parseCronItems } from 'graphile-worker';
import { startedSubscriptions } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { recordBacklog } from '../sync/backlog.ts';
import type { Engine } from '../sync/engine.ts';
import type { Work } from './worker.ts';

/** Looks at the backlog every ten minutes, so that its trend can be seen (OPS-3). */
export function backlogWork({ pool }: Pick<Engine, 'pool'>): Required<Work> {
  const record = async () => {
    for (const subscription of await startedSubscriptions(pool)) {
      await inSubscription(pool, subscription, recordBacklog);
    }
  };
  return {
    tasks: { 'sync/backlog': record },
    schedule: parseCronItems([{ task: 'sync/backlog', match: '*/10 * * * *' }]),
  };
}
