import { parseCronItems } from 'graphile-worker';
import type { Context } from '../context.ts';
import { retryMailNow } from '../mail/outbox.ts';
import { sendNotifications } from '../mail/send-notifications.ts';
import { startedSubscriptions } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { Work } from './worker.ts';

const mailTask = 'mail/notifications';

/** Every minute: what was raised within it is one e-mail (OPS-4). A new start may have a new configuration, so nothing waits then. */
export async function mailWork({ pool, log, mail: settings }: Pick<Context, 'pool' | 'log' | 'mail'>): Promise<Work> {
  if (!settings) return { tasks: {} };
  for (const subscription of await startedSubscriptions(pool)) await inSubscription(pool, subscription, retryMailNow);
  return {
    tasks: {
      [mailTask]: async (_payload, { abortSignal }) => {
        for (const subscription of await startedSubscriptions(pool))
          await sendNotifications({ pool, log, settings }, subscription, abortSignal);
      },
    },
    schedule: parseCronItems([{ task: mailTask, match: '* * * * *', options: { maxAttempts: 1 } }]),
  };
}
